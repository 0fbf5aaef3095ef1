/** The kill switch: stops every campaign of an advertiser within a minute, with proof for each. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '../../domain/time';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { reasonOf, type StopDeps, stopCampaign } from './stop-campaign';
import type { Proof } from './stop-proof';

export interface Stopped extends Proof {
  campaignId: string;
}

/** How far it has got: when the time is over it is told as it is. */
interface Progress {
  /** Everything that was found, and what is in the way of its proof. */
  obstacles: Map<string, string>;
  proofs: Map<string, Proof>;
  told: Set<string>;
  /** Why there is no list of campaigns; null once there is. */
  unlisted: string | null;
}

const WITHIN = 50 * SECOND;
const RECORD_WITHIN = 5 * SECOND;
const LOOK_EVERY = 250;
/** Campaigns that are spoken to at the same time. */
const AT_ONCE = 20;
const LATE = 'There was no answer in time.';

/**
 * Holds each campaign in an admin's name, whatever its phase, and waits for the proof that none delivers; what is created
 * meanwhile is held as well. Whatever hangs, it takes no longer than `within` (ms): what has no proof then is
 * `not_stopped`.
 * @throws when not even the list of campaigns could be read.
 */
export async function stopAccount(deps: StopDeps, advertiserId: string, within = WITHIN): Promise<Stopped[]> {
  const progress: Progress = { obstacles: new Map(), proofs: new Map(), told: new Set(), unlisted: LATE };
  const end = new AbortController();
  const late = sleep(within, undefined, { signal: end.signal }).catch(() => {});
  await Promise.race([stopAll(deps, advertiserId, progress, end.signal), late]).finally(() => end.abort());
  const { unlisted } = progress;
  if (unlisted !== null) throw new Error(`The campaigns of this account can't be listed: ${unlisted}`);
  const stopped = [...progress.obstacles].map(([campaignId, detail]): Stopped => {
    const proof = progress.proofs.get(campaignId) ?? { proof: 'not_stopped', detail };
    return { campaignId, ...proof };
  });
  await Promise.race([record(deps, advertiserId, stopped), sleep(RECORD_WITHIN, undefined, { ref: false })]);
  return stopped;
}

/** Goes round until every campaign has its proof. */
async function stopAll(deps: StopDeps, advertiserId: string, progress: Progress, end: AbortSignal) {
  const { obstacles, proofs, told } = progress;
  while (!end.aborted) {
    try {
      const rows = await readRows(deps, advertiserId, progress);
      progress.unlisted = null;
      if (rows.length === 0) return;
      for (const { id } of rows) if (!obstacles.has(id)) obstacles.set(id, LATE);
      await atOnce(rows, async (row) => {
        if (end.aborted) return;
        const found = await stopCampaign(deps, row, told).catch(unknown);
        if (typeof found === 'string') obstacles.set(row.id, found);
        else proofs.set(row.id, found);
      });
      if (rows.every(({ id }) => proofs.has(id))) continue;
    } catch (error) {
      if (progress.unlisted !== null) progress.unlisted = reasonOf(error);
      for (const id of obstacles.keys()) obstacles.set(id, unknown(error));
    }
    await sleep(LOOK_EVERY);
  }
}

const unknown = (error: unknown) => `What it does is not known: ${reasonOf(error)}`;

/** Of the account: what is open, or was and has no proof yet. */
function readRows({ db }: StopDeps, advertiserId: string, { obstacles, proofs }: Progress) {
  const proven = [...proofs.keys()];
  const waiting = [...obstacles.keys()].filter((id) => !proofs.has(id));
  return db.campaign.findMany({
    where: { advertiserId, id: { notIn: proven }, OR: [{ over: false }, { id: { in: waiting } }] },
    select: { id: true, version: true, view: true },
  });
}

/** A record that can't be written must keep nobody from the answer. */
async function record(
  { db, log, now, requestId }: StopDeps,
  advertiserId: string,
  stopped: readonly Stopped[],
): Promise<void> {
  const actor = { kind: 'system' as const, id: 'ops', address: null };
  const entry = {
    action: 'campaigns.stopped',
    target: { kind: 'user', id: advertiserId },
    after: Object.fromEntries(stopped.map(({ campaignId, proof }) => [campaignId, proof])),
  };
  await inTransaction(db, (tx) => audit(tx, { caller: null, requestId, now, actor }, entry)).catch(
    (error: unknown) => log.error({ error }, 'stopping an account could not be recorded'),
  );
}

/** Does the work for each item, some at a time. */
async function atOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items].reverse();
  const run = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
}
