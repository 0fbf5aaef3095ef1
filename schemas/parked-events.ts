/** Events of providers that we can't understand, as admins see them on the wire. */
import { z } from 'zod';
import { Timestamp } from './common';
import { listing } from './lists';

const Id = z
  .string()
  .regex(/^[1-9]\d{0,17}$/)
  .meta({ description: 'Of the stored message', example: '1017' });
const Source = z.enum(['stripe', 'partner']);

const Overtaker = z
  .strictObject({
    id: Id,
    event_id: z.string(),
    type: z.string(),
    outcome: z.string().nullable().meta({ description: 'What became of it' }),
    handled_at: Timestamp,
  })
  .meta({ id: 'OvertakingEvent' });

export const ParkedEventAnswer = z
  .strictObject({
    id: Id,
    source: Source,
    event_id: z.string().meta({ description: 'The sender’s own id of the event', example: 'evt_1PqX' }),
    type: z.string().meta({ example: 'charge.refunded' }),
    key: z.string().meta({ description: 'Events of one key take effect in order: the payment, or the user' }),
    tries: z.int(),
    reason: z.string().meta({ description: 'What was not understood' }),
    received_at: Timestamp,
    parked_at: Timestamp,
    overtaken_by: z.array(Overtaker).meta({
      description: 'Later events of the same key that took effect meanwhile, oldest first; at most 50',
    }),
  })
  .meta({ id: 'ParkedEvent' });

export const ParkedEvents = listing(ParkedEventAnswer, {
  sorts: ['parked_at'],
  filters: { source: Source.optional() },
});
export const ParkedEventParams = z.strictObject({ id: Id });
export const RetriedEventAnswer = z
  .strictObject({ id: Id, status: z.literal('waiting') })
  .meta({ id: 'RetriedEvent' });
