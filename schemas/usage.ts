/** A user's use of his plan on the wire. */
import { z } from 'zod';
import { isPlan, plans } from '../domain/plans';
import { Timestamp, Uuid } from './common';

export const UsageAnswer = z
  .strictObject({
    user_id: Uuid,
    plan: z.enum(Object.keys(plans).filter(isPlan)),
    period: z.strictObject({
      start: Timestamp,
      end: Timestamp.meta({ description: 'When what is counted by period begins anew' }),
    }),
    meters: z.array(
      z.strictObject({
        meter: z.string().meta({ example: 'generations' }),
        by_period: z.boolean().meta({ description: 'Counted within the period, or what is there now' }),
        used: z.int().min(0),
        limit: z.int().nullable().meta({ description: 'Null: unlimited' }),
      }),
    ),
  })
  .meta({ id: 'Usage' });
