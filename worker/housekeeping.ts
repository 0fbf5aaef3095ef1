/** What is done by the clock and belongs to no campaign: removing what expired, the nightly audit, the digest of overdue reviews. */
import { Gauge } from 'prom-client';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/time';
import type { Deps } from '../services/context';
import { removeOldEvents } from '../services/live-events/remove';
import { cleanUploads } from '../services/media/clean';
import { compareOpen } from '../services/ops/open-campaigns';
import { expireEntitlements } from '../services/plans/entitlements';
import { removeOldDeliveries } from '../services/webhook-endpoints/delivery';
import { takeTurn } from '../store/cursors';
import { appendEvent } from '../store/outbox';
import { inTransaction } from '../store/transaction';

const removed = new Gauge({
  name: 'adflight_housekeeping_removed',
  help: 'What the last clean-up removed.',
  labelNames: ['what'],
});
const drifted = new Gauge({
  name: 'adflight_open_campaigns_drift',
  help: 'Open rows without an open workflow, and the other way round.',
});

/** Ended sessions are kept a while, so that the reuse of an old token is still recognised. */
const SESSIONS_KEPT = 30 * DAY;
/** A review that is overdue for longer is told of in the digest. */
const OVERDUE = 72 * HOUR;

type HousekeepingDeps = Pick<Deps, 'config' | 'db' | 'log' | 'now' | 'storage' | 'temporal'>;

/** A step for a loop: does what is due, once over all processes. */
export function housekeeping(deps: HousekeepingDeps): () => Promise<number> {
  const { db, now } = deps;
  const scaled = (duration: number) => Math.max(10 * SECOND, duration / deps.config.ADFLIGHT_TIME_SCALE);
  return async () => {
    if (await takeTurn(db, 'plans', scaled(MINUTE), now())) await expireEntitlements(deps);
    if (await takeTurn(db, 'clean-up', scaled(HOUR), now())) await cleanUp(deps);
    if (await takeTurn(db, 'audit', scaled(DAY), now())) await audit(deps);
    if (await takeTurn(db, 'digest', scaled(DAY), now())) await digest(deps);
    return 0;
  };
}

async function cleanUp(deps: HousekeepingDeps): Promise<void> {
  const { db, now } = deps;
  const keys = await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(now() - DAY) } } });
  const sessions = await db.session.deleteMany({
    where: { expiresAt: { lt: new Date(now() - SESSIONS_KEPT) } },
  });
  // A day longer than they are good for: the newest say how many were sent.
  const codes = await db.verificationCode.deleteMany({ where: { expiresAt: { lt: new Date(now() - DAY) } } });
  const counts = await db.rateLimit.deleteMany({ where: { expire: { lt: now() } } });
  const webhooks = await removeOldDeliveries(db, now());
  const events = await removeOldEvents(db, now());
  const { uploads, objects } = await cleanUploads(deps);
  for (const [what, count] of Object.entries({
    keys: keys.count,
    sessions: sessions.count,
    codes: codes.count,
    rate_limits: counts.count,
    webhooks,
    events,
    uploads,
    objects,
  }))
    removed.set({ what }, count);
}

/** A termination by hand leaves an open row behind: nothing else would notice. */
async function audit(deps: HousekeepingDeps): Promise<void> {
  const { withoutWorkflow, withoutRow } = await compareOpen(deps);
  const drift = withoutWorkflow.length + withoutRow.length;
  drifted.set(drift);
  if (drift > 0) deps.log.error({ withoutWorkflow, withoutRow }, 'open rows and open workflows differ');
}

async function digest({ db, config, now }: HousekeepingDeps): Promise<void> {
  const waitingSince = { lt: new Date(now() - OVERDUE / config.ADFLIGHT_TIME_SCALE) };
  const overdue = await db.campaign.count({ where: { over: false, waitingFor: 'admin', waitingSince } });
  if (overdue === 0) return;
  await inTransaction(db, (tx) =>
    appendEvent(tx, { kind: 'review.digest', key: 'digest', payload: { overdue } }, now()),
  );
}
