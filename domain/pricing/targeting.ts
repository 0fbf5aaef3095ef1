/** What a campaign asks for and is priced by: its industry, where it runs, what it wants, what is billed. */

/** From the narrowest to the widest; the matrix has a row for each. */
export const coverageTypes = ['radius', 'city', 'state', 'national'] as const;
export type CoverageType = (typeof coverageTypes)[number];

export const objectives = [
  'traffic',
  'conversions',
  'awareness',
  'sales',
  'lead_generation',
  'brand_awareness',
  'app_installs',
  'event_promotion',
  'store_visits',
  'retargeting',
] as const;
export type Objective = (typeof objectives)[number];

export const billedUnits = ['impression', 'click'] as const;
type BilledUnit = (typeof billedUnits)[number];

/** A country (`state` null), a state, a city of a state, or a radius somewhere in a state. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** ISO 3166-2 without the country: `CA` of US-CA. */
  state: string | null;
  /** A slug: `los-angeles`. */
  city: string | null;
  radiusKm: number | null;
}

export interface Targeting {
  industry: string;
  coverageType: CoverageType;
  places: Place[];
  objective: Objective;
  billedUnit: BilledUnit;
}

/** What a price is made for, with the promotion code that came with it. */
export interface PricedTargeting extends Targeting {
  promoCode: string | null;
}

/** How wide a place reaches. */
export function levelOf(place: Place): CoverageType {
  if (place.radiusKm !== null) return 'radius';
  if (place.city !== null) return 'city';
  return place.state !== null ? 'state' : 'national';
}

/** The widest level among the places: the coverage type that they are sold as. */
export function widestLevel(places: readonly Place[]): CoverageType {
  const levels = places.map((place) => coverageTypes.indexOf(levelOf(place)));
  return coverageTypes[Math.max(...levels, 0)] ?? 'national';
}
