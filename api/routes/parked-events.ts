/** Events that we can't understand: admins see them, and have them tried again. */
import {
  ParkedEventAnswer,
  ParkedEventParams,
  ParkedEvents,
  RetriedEventAnswer,
} from '../../schemas/parked-events';
import { listParked, type ParkedMessage, retryParked } from '../../services/inbox/parked';
import { presentList } from '../lists';
import { type Route, route } from '../route';

const tag = 'Parked events';

function present(message: ParkedMessage) {
  return ParkedEventAnswer.parse({
    id: String(message.id),
    source: message.source,
    event_id: message.externalId,
    type: message.kind,
    key: message.key,
    tries: message.attempts,
    reason: (message.outcome ?? '').replace(/^parked: /, ''),
    received_at: message.receivedAt.toISOString(),
    parked_at: message.parkedAt.toISOString(),
    overtaken_by: message.overtakenBy.map((later) => ({
      id: String(later.id),
      event_id: later.externalId,
      type: later.kind,
      outcome: later.outcome,
      handled_at: later.handledAt?.toISOString(),
    })),
  });
}

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/admin/parked-events',
    summary: 'List the events that could not be understood, with those that overtook them',
    tag,
    query: ParkedEvents.Query,
    verb: listParked,
    input: ({ query }) => query,
    status: 200,
    answer: ParkedEvents.Answer,
    present: presentList(present),
    errors: [],
  }),
  route({
    method: 'post',
    path: '/admin/parked-events/{id}/retry',
    summary: 'Try a parked event once more; one that is still not understood is parked again',
    tag,
    params: ParkedEventParams,
    verb: retryParked,
    input: ({ params }) => ({ id: BigInt(params.id) }),
    status: 202,
    answer: RetriedEventAnswer,
    present: ({ id }) => ({ id: String(id), status: 'waiting' as const }),
    errors: ['NOT_FOUND', 'CONFLICT'],
    idempotent: true,
  }),
];
