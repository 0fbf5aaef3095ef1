/** The targeting of a campaign or a quote, on the wire and inside. */
import { z } from 'zod';
import {
  billedUnits,
  coverageTypes,
  levelOf,
  objectives,
  type Place,
  type Targeting,
  widestLevel,
} from '../domain/pricing/targeting';

/** A word in lower case: `home-services`, `los-angeles`. */
export const Slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+([-_][a-z0-9]+)*$/, 'Use lower-case letters, digits and dashes.');
export const Country = z.string().regex(/^[A-Z]{2}$/, 'Use an ISO 3166-1 code of two capitals, as US.');
export const State = z
  .string()
  .regex(/^[A-Z0-9]{1,3}$/, 'Use the part of the ISO 3166-2 code after the dash.');

const PlaceWire = z.strictObject({
  country: Country,
  state: State.nullish(),
  city: Slug.nullish(),
  radius_km: z
    .int()
    .min(1)
    .max(1_000)
    .nullish()
    .meta({ description: 'Around a point of the state; the population is the state’s, by density.' }),
});

/** The members, to be spread into a larger object; check it with {@link checkPlaces}. */
export const targetingMembers = {
  industry: Slug.meta({ example: 'retail' }),
  coverage_type: z.enum(coverageTypes),
  places: z.array(PlaceWire).min(1).max(200),
  objective: z.enum(objectives),
  billed_unit: z.enum(billedUnits).default('impression'),
};
type TargetingMembers = z.output<z.ZodObject<typeof targetingMembers>>;

/**
 * A city or a radius needs its state, a radius has no city, and the widest place is what `coverage_type` says,
 * so that a wide target is not bought at a narrow rate, or the other way round.
 */
export function checkPlaces(
  wire: Pick<TargetingMembers, 'coverage_type' | 'places'>,
  ctx: z.RefinementCtx,
): void {
  const refuse = (path: (string | number)[], message: string) =>
    ctx.addIssue({ code: 'custom', path, message });
  const places = wire.places.map(toPlace);
  for (const [index, place] of places.entries()) {
    if (place.state === null && levelOf(place) !== 'national') {
      refuse(['places', index, 'state'], 'A city or a radius needs its state.');
    }
    if (place.city !== null && place.radiusKm !== null) {
      refuse(['places', index, 'city'], 'A place is a city or a radius, not both.');
    }
  }
  const widest = widestLevel(places);
  if (widest !== wire.coverage_type) {
    refuse(['coverage_type'], `The widest of the places makes this ${widest}.`);
  }
}

function toPlace(wire: z.output<typeof PlaceWire>): Place {
  const { country, state = null, city = null, radius_km: radiusKm = null } = wire;
  return { country, state, city, radiusKm };
}

/** Of a campaign, which has its objective itself. */
export function toTargetingOfCampaign(
  wire: Omit<TargetingMembers, 'objective'>,
): Omit<Targeting, 'objective'> {
  return {
    industry: wire.industry,
    coverageType: wire.coverage_type,
    places: wire.places.map(toPlace),
    billedUnit: wire.billed_unit,
  };
}

export function toTargeting(wire: TargetingMembers): Targeting {
  return { ...toTargetingOfCampaign(wire), objective: wire.objective };
}

export function fromTargeting(targeting: Targeting): TargetingMembers {
  return {
    industry: targeting.industry,
    coverage_type: targeting.coverageType,
    places: targeting.places.map(({ radiusKm, ...place }) => ({ ...place, radius_km: radiusKm })),
    objective: targeting.objective,
    billed_unit: targeting.billedUnit,
  };
}
