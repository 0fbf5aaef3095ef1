/** What a frozen revision holds for the ad server: creatives with their media, and whom they are for. */
import type { Place } from '../pricing/targeting';

export interface FrozenMedia {
  id: string;
  kind: 'image' | 'video';
  /** Object keys by rendition: original, thumbnail, 1x1, 16x9, … */
  keys: Record<string, string>;
  /** Pixels of the original. */
  width: number | null;
  height: number | null;
  contentType: string | null;
  durationMs: number | null;
}

export interface FrozenCreative {
  id: string;
  adGroupId: string;
  headline: string;
  description: string;
  /** http or https; `{click_id}` in it becomes the click's id (web-address.ts), for attributed conversions. */
  destinationUrl: string;
  callToAction: string;
  /** Share among the creatives of its campaign; 0 is never shown. */
  weight: number;
  /** Null: a text creative. */
  media: FrozenMedia | null;
}

/** At most `impressions` to one viewer in any `hours`. */
export interface FrequencyLimit {
  impressions: number;
  hours: number;
}

export interface RevisionContent {
  creatives: FrozenCreative[];
  targeting: {
    /** Empty: everywhere. */
    places: Place[];
    /** Null: no cap. */
    frequencyCap: FrequencyLimit | null;
  };
}
