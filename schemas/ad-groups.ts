/** Ad groups on the wire. */
import { z } from 'zod';
import { type AdGroupTargeting, adGroupStatuses, bidStrategies, devices, genders } from '../domain/ad-groups';
import { Amount, Currency, PositiveAmount, Timestamp, text, Uuid } from './common';
import { listing } from './lists';

/** No value twice, and never an empty list, which would read as "nobody". */
function some<Item extends z.ZodType<string>>(item: Item, max: number) {
  return z
    .array(item)
    .min(1)
    .max(max)
    .refine((values) => new Set(values).size === values.length, 'Holds a value twice.')
    .meta({ uniqueItems: true })
    .optional();
}

const TargetingWire = z
  .strictObject({
    age_min: z.int().min(13).max(65).optional(),
    age_max: z.int().min(13).max(65).optional(),
    genders: some(z.enum(genders), genders.length),
    languages: some(z.string().regex(/^[a-z]{2}$/, 'Use an ISO 639-1 code, as en.'), 50),
    devices: some(z.enum(devices), devices.length),
    interests: some(text(100), 200),
    keywords: some(text(80), 500),
    frequency_cap: z
      .strictObject({ impressions: z.int().min(1).max(1_000), hours: z.int().min(1).max(720) })
      .optional(),
  })
  .refine(({ age_min: min, age_max: max }) => min === undefined || max === undefined || min <= max, {
    path: ['age_max'],
    message: 'Must not be below age_min.',
  })
  .meta({ id: 'AdGroupTargeting' });

export const AdGroupAnswer = z
  .strictObject({
    id: Uuid,
    campaign_id: Uuid,
    name: z.string(),
    targeting: TargetingWire,
    bid_strategy: z.enum(bidStrategies),
    bid_amount: Amount.nullable(),
    currency: Currency,
    status: z.enum(adGroupStatuses),
    version: z.int(),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'AdGroup' });
export const AdGroups = listing(AdGroupAnswer, { sorts: ['created_at', 'name'] });

export const AdGroupBody = z
  .strictObject({
    name: text(255),
    targeting: TargetingWire.default({}),
    bid_strategy: z.enum(bidStrategies).default('manual'),
    bid_amount: PositiveAmount.nullable().default(null),
    status: z.enum(adGroupStatuses).default('active'),
  })
  .meta({
    id: 'NewAdGroup',
    example: { name: 'Neighbours', targeting: { age_min: 25, devices: ['mobile'] } },
  });

export const AdGroupChanges = z
  .strictObject({
    name: text(255).optional(),
    targeting: TargetingWire.optional(),
    bid_strategy: z.enum(bidStrategies).optional(),
    bid_amount: PositiveAmount.nullable().optional(),
    status: z.enum(adGroupStatuses).optional(),
  })
  .meta({ id: 'AdGroupChanges' });

export function toAdGroupTargeting(wire: z.output<typeof TargetingWire>): AdGroupTargeting {
  const { age_min: ageMin, age_max: ageMax, frequency_cap: frequencyCap, ...same } = wire;
  return { ...same, ageMin, ageMax, frequencyCap };
}

export function fromAdGroupTargeting(targeting: AdGroupTargeting): z.output<typeof TargetingWire> {
  const { ageMin, ageMax, frequencyCap, ...same } = targeting;
  return { ...same, age_min: ageMin, age_max: ageMax, frequency_cap: frequencyCap };
}

/** `frequencyCap` → `frequency_cap`. */
export function targetingWireName(member: keyof AdGroupTargeting): string {
  return member.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
}
