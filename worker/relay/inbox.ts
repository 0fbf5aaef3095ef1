/** Moves what the outside sent to where it takes effect, in order per key, at least once; what can't be understood is parked. */
import { Counter } from 'prom-client';
import { SECOND } from '../../domain/time';
import {
  type ClaimedMessage,
  claimMessages,
  type InboxSource,
  parkMessage,
  postponeMessage,
} from '../../store/inbox';
import { appendEvent } from '../../store/outbox';
import { inTransaction } from '../../store/transaction';
import { backoff } from './loop';
import { relayPartner } from './partner';
import type { RelayDeps } from './relay';
import { relayStripe } from './stripe';
import { whyHopeless } from './understanding';

const BATCH = 20;
/** Longer than the calls of one message may take. */
const LEASE = 45 * SECOND;
/** Tries of a message that nobody here understands, over about two minutes: a new version may just be coming up. */
const MOST_TRIES = 10;

const parked = new Counter({
  name: 'adflight_inbox_parked_total',
  help: 'Messages of the outside that could not be understood and were parked, by their source.',
  labelNames: ['source'],
});

type InboxDeps = Pick<RelayDeps, 'db' | 'workflows' | 'ownerOfIntent' | 'log' | 'now' | 'random'>;

/** Whoever takes a source's messages notes what became of each; it throws when it is to be tried again. */
const takers: Record<InboxSource, (deps: InboxDeps, message: ClaimedMessage) => Promise<void>> = {
  stripe: relayStripe,
  partner: relayPartner,
};

/** Relays the oldest message of up to 20 keys; answers how many were done with. */
export async function relayInbox(deps: InboxDeps): Promise<number> {
  const now = deps.now();
  const claimed = await claimMessages(deps.db, { now, leasedUntil: now + LEASE, limit: BATCH });
  const done = await Promise.all(claimed.map((message) => relayOne(deps, message)));
  return done.filter(Boolean).length;
}

async function relayOne(deps: InboxDeps, message: ClaimedMessage): Promise<boolean> {
  const { db, log, now, random } = deps;
  const { id, kind, attempts } = message;
  try {
    await takers[message.source](deps, message);
    return true;
  } catch (error) {
    const why = whyHopeless(error);
    if (why !== null && attempts >= MOST_TRIES) return park(deps, message, why);
    const failure = why ?? (error instanceof Error ? error.message : String(error));
    await postponeMessage(db, id, `failed: ${failure.slice(0, 500)}`, now() + backoff(attempts, random));
    log.warn({ error, message: String(id), kind, attempts }, 'a message of the inbox waits for another try');
    return false;
  }
}

/** Sets a message aside and tells the admins, in one transaction; those behind it are next. */
async function park({ db, log, now }: InboxDeps, message: ClaimedMessage, why: string): Promise<boolean> {
  const { id, source, kind, externalId: eventId } = message;
  const reason = why.slice(0, 500);
  const payload = { source, kind, eventId, why: reason };
  const isNew = await inTransaction(
    db,
    async (tx) => {
      if (!(await parkMessage(tx, id, reason, now()))) return false;
      await appendEvent(tx, { kind: 'inbox.parked', key: `inbox:${id}`, payload }, now());
      return true;
    },
    { repeatable: true },
  );
  if (isNew) parked.inc({ source });
  log.error({ message: String(id), source, kind, eventId, reason }, 'a message cannot be understood: parked');
  return true;
}
