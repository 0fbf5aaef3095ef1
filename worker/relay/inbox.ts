/** Moves what the outside sent to where it takes effect, in order per key, at least once. */
import { SECOND } from '../../domain/time';
import { type ClaimedMessage, claimMessages, type InboxSource, postponeMessage } from '../../store/inbox';
import { backoff } from './loop';
import { relayPartner } from './partner';
import { relayRefundRequest } from './refund-requests';
import type { RelayDeps } from './relay';
import { relayStripe } from './stripe';

const BATCH = 20;
/** Longer than the calls of one message may take. */
const LEASE = 45 * SECOND;

type InboxDeps = Pick<RelayDeps, 'db' | 'door' | 'ownerOfIntent' | 'log' | 'now' | 'random'>;

/** Whoever takes a source's messages notes what became of each; he throws when it is to be tried again. */
const takers: Record<InboxSource, (deps: InboxDeps, message: ClaimedMessage) => Promise<void>> = {
  stripe: relayStripe,
  partner: relayPartner,
  adflight: relayRefundRequest,
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
    const failure = error instanceof Error ? error.message : String(error);
    await postponeMessage(db, id, `failed: ${failure.slice(0, 500)}`, now() + backoff(attempts, random));
    log.warn({ error, message: String(id), kind, attempts }, 'a message of the inbox waits for another try');
    return false;
  }
}
