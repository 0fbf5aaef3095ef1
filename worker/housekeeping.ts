/** What is done by the clock and belongs to no campaign: removing what expired, the nightly audit, the digest of overdue decisions. */
import { Gauge } from 'prom-client';
import { campaignIdOf } from '../contracts/campaign';
import { DAY, HOUR, MINUTE, SECOND } from '../domain/time';
import type { ServiceConfig } from '../infra/config';
import type { Deps } from '../services/context';
import { removeOldEvents } from '../services/live-events/remove';
import { cleanUploads } from '../services/media/clean';
import { measureStored } from '../services/media/measure';
import { compareOpen } from '../services/ops/open-campaigns';
import { findStuck } from '../services/ops/stuck';
import { expireEntitlements } from '../services/plans/entitlements';
import { removeOldDeliveries } from '../services/webhook-endpoints/delivery';
import { readCursor, takeTurn, writeCursor } from '../store/cursors';
import { countParked } from '../store/inbox';
import { appendEvent } from '../store/outbox';
import { heldPayments } from '../store/payments';
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

const parked = new Gauge({
  name: 'adflight_inbox_parked',
  help: 'Messages of the outside that could not be understood and wait for a person, by their source.',
  labelNames: ['source'],
});

/** Ended sessions are kept a while, so that the reuse of an old token is still recognised. */
const SESSIONS_KEPT = 30 * DAY;
/** A review that is overdue for longer is told of in the digest: until then its campaign escalates. */
const OVERDUE = 72 * HOUR;
/** A payment may be held while its campaign is over: no workflow escalates it. */
const HELD_OVERDUE = 24 * HOUR;

type HousekeepingDeps = Pick<Deps<ServiceConfig>, 'config' | 'db' | 'log' | 'now' | 'storage' | 'temporal'>;

interface Chore {
  name: string;
  /** Milliseconds from one turn that was done to the next. */
  every: number;
  /** Milliseconds after which a turn that failed, or whose process died, is tried again. */
  retry: number;
  work(deps: HousekeepingDeps): Promise<unknown>;
}

/** A step for a loop: does what is due, once over all processes. */
export function housekeeping(deps: HousekeepingDeps): () => Promise<number> {
  const scaled = (duration: number) => Math.max(10 * SECOND, duration / deps.config.ADFLIGHT_TIME_SCALE);
  const chore = (name: string, every: number, work: Chore['work']): Chore => ({
    ...{ name, every: scaled(every), retry: scaled(MINUTE), work },
  });
  const chores = [
    chore('plans', MINUTE, expireEntitlements),
    chore('inbox', MINUTE, countInbox),
    chore('clean-up', HOUR, cleanUp),
    chore('storage', HOUR, measureStored),
    chore('audit', DAY, audit),
    chore('digest', DAY, digest),
  ];
  return async () => {
    for (const one of chores) await takeOn(deps, one);
    return 0;
  };
}

/** Its turn is over once the work is done: what fails is told of, tried again soon, and keeps nothing else from its turn. */
async function takeOn(deps: HousekeepingDeps, { name, every, retry, work }: Chore): Promise<void> {
  const { db, log, now } = deps;
  const begun = now();
  const done = await readCursor(db, name);
  if (done !== null && Number(done) > begun - every) return;
  const claim = `${name}:claim`;
  if (!(await takeTurn(db, claim, retry, begun))) return;
  // However long it takes, the claim is never so old that another process may have it.
  const renewal = setInterval(() => writeCursor(db, claim, String(now())).catch(() => {}), retry / 4);
  try {
    await work(deps);
    await writeCursor(db, name, String(begun));
  } catch (error) {
    log.error({ error, chore: name }, 'housekeeping failed and is tried again');
  } finally {
    clearInterval(renewal);
  }
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

async function countInbox({ db }: HousekeepingDeps): Promise<void> {
  for (const [source, count] of Object.entries(await countParked(db))) parked.set({ source }, count);
}

/** A termination by hand leaves an open row behind: nothing else would notice. */
async function audit(deps: HousekeepingDeps): Promise<void> {
  const { withoutWorkflow, withoutRow } = await compareOpen(deps);
  const drift = withoutWorkflow.length + withoutRow.length;
  drifted.set(drift);
  if (drift > 0) deps.log.error({ withoutWorkflow, withoutRow }, 'open rows and open workflows differ');
  // A row without a workflow has been told above.
  const stuck = (await findStuck(deps)).filter(({ workflowId }) => {
    const campaignId = campaignIdOf(workflowId);
    return campaignId === null || !withoutWorkflow.includes(campaignId);
  });
  for (const { workflowId, trouble, cause } of stuck)
    deps.log.error({ workflowId, trouble, cause }, 'a workflow is stuck');
}

async function digest({ db, config, now }: HousekeepingDeps): Promise<void> {
  const ago = (time: number) => new Date(now() - time / config.ADFLIGHT_TIME_SCALE);
  const waitingSince = { lt: ago(OVERDUE) };
  const overdue = await db.campaign.count({ where: { over: false, waitingFor: 'admin', waitingSince } });
  const held = await heldPayments(db, ago(HELD_OVERDUE));
  const { stripe, partner } = await countParked(db);
  const payload = { overdue, held, parked: stripe + partner };
  if (Object.values(payload).every((count) => count === 0)) return;
  await inTransaction(db, (tx) => appendEvent(tx, { kind: 'review.digest', key: 'digest', payload }, now()));
}
