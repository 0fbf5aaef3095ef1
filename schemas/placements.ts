/** Placements on the wire: the places of publishers' pages that ads fill. */
import { z } from 'zod';
import { adFormats } from '../domain/delivery/eligibility';
import { Currency, Timestamp, text } from './common';
import { listing } from './lists';
import { Country, Slug, State } from './targeting';

const Side = z.int().min(1).max(10_000).meta({ description: 'Pixels' });
const Formats = z
  .array(z.enum(adFormats))
  .min(1)
  .max(adFormats.length)
  .refine((formats) => new Set(formats).size === formats.length, 'Each format once.')
  .meta({ uniqueItems: true });
const Floor = z
  .int()
  .min(0)
  .max(1_000_000_000)
  .meta({ description: 'Least price of an impression, in micros of floor_currency; 0: none' });

const members = {
  name: text(120),
  width: Side,
  height: Side,
  formats: Formats,
  country: Country.nullable().meta({ description: 'Where its viewers are; null: not known' }),
  state: State.nullable(),
  floor_micros: Floor,
  floor_currency: Currency,
  is_active: z.boolean(),
};

const { country, state, floor_micros, floor_currency, is_active } = members;
export const PlacementBody = z
  .strictObject({
    ...members,
    id: Slug.meta({ description: 'What the publisher writes in its page', example: 'home-banner' }),
    country: country.default(null),
    state: state.default(null),
    floor_micros: floor_micros.default(0),
    floor_currency: floor_currency.default('USD'),
    is_active: is_active.default(true),
  })
  .refine((body) => body.state === null || body.country !== null, {
    path: ['country'],
    message: 'A state needs its country.',
  });

/** At least one member. */
export const PlacementChanges = z
  .strictObject(members)
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'Nothing to change.')
  .meta({ minProperties: 1 });

export const PlacementParams = z.strictObject({ id: Slug });

export const PlacementAnswer = z
  .strictObject({
    id: z.string(),
    ...members,
    geography_secret: z.string().meta({ description: 'The publisher signs viewers’ geography with it' }),
    created_at: Timestamp,
  })
  .meta({ id: 'Placement' });
export const Placements = listing(PlacementAnswer, { sorts: ['id', 'created_at'] });
