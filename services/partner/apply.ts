/** What an event of the partner platform changes here: once, and never after a newer one of the same user. */
import type { Instant } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import { keyOfUser, type PartnerFact, type Provisioning, toPartnerFact } from '../../schemas/partner';
import { asideMessages, resumeMessage } from '../../store/inbox';
import { resetUsage } from '../../store/usage';
import { type Acting, audit } from '../audit';
import { setEntitlement } from '../plans/entitlements';
import { lockPartnerUser, type Provisioned, provision } from './provision';

/** The outcome of an event whose user has not been provisioned yet: his provisioning takes it up again. */
const ASIDE = 'put aside: its user is not known yet';
const OLDER = 'ignored: older than the newest of its user';

/** @returns what became of it, for the inbox. */
export async function applyFact(tx: Transaction, acting: Acting, fact: PartnerFact): Promise<string> {
  const { externalId, at, event } = fact;
  await lockPartnerUser(tx, externalId);
  const known = await tx.partnerUser.findUnique({ where: { externalId } });
  if (known && at < known.newestEventAt.getTime()) return OLDER;
  if (event.type === 'user.provisioned') {
    const result = await bringIn(tx, acting, event, at);
    if (result.outcome === 'refused') return `ignored: ${result.code}`;
    await noteNewest(tx, externalId, at);
    return result.outcome;
  }
  if (!known) return ASIDE;
  await change(tx, acting, known.userId, fact);
  await noteNewest(tx, externalId, at);
  return 'applied';
}

/** Provisions a user under his lock, and lets what was said of him before take effect, in the order of its coming. */
export async function bringIn(
  tx: Transaction,
  acting: Acting,
  given: Provisioning,
  seen: Instant,
): Promise<Provisioned> {
  const result = await provision(tx, acting, given, seen);
  if (result.outcome !== 'created' && result.outcome !== 'linked') return result;
  const aside = { source: 'partner', key: keyOfUser(given.externalId), outcome: ASIDE } as const;
  let newest = 0;
  for (const { id, payload } of await asideMessages(tx, aside)) {
    const fact = toPartnerFact(payload);
    if (!fact) continue;
    const isOlder = fact.at < newest;
    newest = Math.max(newest, fact.at);
    if (!isOlder) await change(tx, acting, result.user.id, fact);
    await resumeMessage(tx, id, isOlder ? OLDER : 'applied');
  }
  await noteNewest(tx, given.externalId, newest);
  return result;
}

async function change(
  tx: Transaction,
  acting: Acting,
  userId: string,
  { at, event }: PartnerFact,
): Promise<void> {
  if (event.type === 'subscription.updated') {
    const { plan, isActive, validUntil } = event;
    await setEntitlement(tx, acting, { userId, source: 'partner', plan, isActive, validUntil, saidAt: at });
  } else if (event.type === 'usage.reset' && (await resetUsage(tx, userId, at))) {
    await audit(tx, acting, {
      action: 'usage.reset',
      target: { kind: 'user', id: userId },
      after: { period_start: new Date(at).toISOString() },
    });
  }
}

async function noteNewest(tx: Transaction, externalId: string, at: Instant): Promise<void> {
  const newestEventAt = new Date(at);
  await tx.partnerUser.updateMany({
    where: { externalId, newestEventAt: { lt: newestEventAt } },
    data: { newestEventAt },
  });
}
