/** What happens to the caller's things, as it happens. */
import { BusinessError } from '../../domain/errors';
import { type LiveEvent, listen } from '../../services/live-events/listen';
import { type Route, route } from '../route';
import { EVENT_STREAM, EventStream } from '../stream';

/** Milliseconds after which a client whose connection broke comes back. */
const RETRY = 2_000;

const frame = (id: bigint, data: unknown, kind?: string) =>
  `${kind ? `event: ${kind}\n` : ''}id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

/** The first frame gives the client a number to come back with, though nothing may have happened yet. */
async function* framesOf(
  from: { id: bigint; kind: string },
  events: AsyncIterable<LiveEvent>,
): AsyncGenerator<string, void> {
  yield `retry: ${RETRY}\n${frame(from.id, {}, from.kind)}`;
  for await (const { id, data } of events) yield frame(id, data);
}

function readLastEventId(header: string | undefined): bigint | null {
  if (header === undefined || header === '') return null;
  if (/^\d{1,18}$/.test(header)) return BigInt(header);
  const errors = [{ path: '/Last-Event-ID', message: 'Must be the id of an event.' }];
  throw new BusinessError('VALIDATION_FAILED', { errors });
}

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/events',
    summary: 'Follow what happens to your things, as server-sent events',
    tag: 'Events',
    verb: listen,
    input: ({ headers }) => ({ lastEventId: readLastEventId(headers['last-event-id']) }),
    status: 200,
    contentType: EVENT_STREAM,
    present: ({ from, events, end }) => new EventStream(framesOf(from, events), end),
    errors: ['RATE_LIMITED'],
  }),
];
