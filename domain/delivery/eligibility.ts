/** Which creative may fill which placement: format, geography, floor. */
import type { Place } from '../pricing/targeting';
import type { FrozenCreative, FrozenMedia } from './content';

export const adFormats = ['image', 'text', 'video'] as const;
export type AdFormat = (typeof adFormats)[number];

/** Where the viewer is, as far as the placement or its signed parameter says; null: not known. */
export interface Geography {
  country: string | null;
  state: string | null;
  city: string | null;
}

export interface Slot {
  width: number;
  height: number;
  formats: readonly AdFormat[];
  /** Least price of an impression in micros; 0: none. */
  floorMicros: bigint;
  floorCurrency: string;
}

export interface Price {
  billedUnit: 'impression' | 'click';
  unitPriceMicros: bigint;
  currency: string;
}

/**
 * Whether a viewer there is targeted. What is not known is not in target, but below the state geography is often
 * not known at all: a city or a radius then counts as its state. No places: everywhere.
 */
export function inTarget(places: readonly Place[], geo: Geography): boolean {
  if (places.length === 0) return true;
  return places.some(
    (place) =>
      place.country === geo.country &&
      (place.state === null || place.state === geo.state) &&
      (place.city === null || geo.city === null || place.city === geo.city),
  );
}

/** Whether an impression is worth the placement's floor. A click's worth is not known beforehand: never above a floor. */
export function meetsFloor(slot: Slot, price: Price): boolean {
  if (slot.floorMicros === 0n) return true;
  const comparable = price.billedUnit === 'impression' && price.currency === slot.floorCurrency;
  return comparable && price.unitPriceMicros >= slot.floorMicros;
}

export function formatOf(creative: FrozenCreative): AdFormat {
  return creative.media?.kind ?? 'text';
}

/** Whether the slot takes the creative in this answer; VAST carries video alone. */
export function fits(creative: FrozenCreative, slot: Slot, answer: 'json' | 'html' | 'vast'): boolean {
  const format = formatOf(creative);
  if (creative.media && Object.keys(creative.media.keys).length === 0) return false;
  return creative.weight > 0 && slot.formats.includes(format) && (answer !== 'vast' || format === 'video');
}

/**
 * The rendition whose shape is nearest to the slot's: the smallest |ln(ratio / ratio of slot)|, the original first.
 * A video has no renditions. Null for media without any file.
 */
export function bestRendition(media: FrozenMedia, slot: Pick<Slot, 'width' | 'height'>): string | null {
  const names = Object.keys(media.keys);
  if (media.kind === 'video' || names.length <= 1)
    return media.keys.original ? 'original' : (names[0] ?? null);
  const distance = (name: string) => Math.abs(Math.log(ratioOf(name, media) / (slot.width / slot.height)));
  const shown = names.filter((name) => name !== 'thumbnail').sort((a) => (a === 'original' ? -1 : 1));
  return shown.reduce<string | null>(
    (best, name) => (best === null || distance(name) < distance(best) - 1e-9 ? name : best),
    null,
  );
}

/** `16x9` and `1200x628` say their shape; the original's is measured. */
function ratioOf(name: string, media: FrozenMedia): number {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(name) ?? [];
  if (width && height) return Number(width) / Number(height);
  return media.width && media.height ? media.width / media.height : 1;
}
