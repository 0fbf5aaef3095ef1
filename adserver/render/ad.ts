/** A decision as addresses: what every form of answer is made from. */
import { bestRendition } from '../../domain/delivery/eligibility';
import type { Decision } from '../decide';

export interface Ad {
  decision: Decision;
  /** To be fetched once the ad is shown. */
  impressionUrl: string;
  /** Counts, then leads to the creative's destination. */
  clickUrl: string;
  mediaUrl: string | null;
}

/** @param base where browsers reach the ad server; @param token the decision's. */
export function toAd(decision: Decision, base: string, token: string): Ad {
  const { creative, slot } = decision;
  const { campaignId, revision, creativeId } = decision.token;
  const rendition = creative.media && bestRendition(creative.media, slot);
  const media = rendition && [campaignId, revision, creativeId, rendition].map(encodeURIComponent).join('/');
  return {
    decision,
    impressionUrl: `${base}/ads/i/${token}`,
    clickUrl: `${base}/ads/c/${token}`,
    mediaUrl: media ? `${base}/ads/m/${media}` : null,
  };
}
