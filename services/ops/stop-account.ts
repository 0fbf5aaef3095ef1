/** The kill switch: one row, which every ad server obeys within two seconds; the holds of the campaigns follow. */
import { z } from 'zod';
import { campaignWorkflowId } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { Instant } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import * as stops from '../../store/account-stops';
import { appendEvent } from '../../store/outbox';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Deps } from '../context';

export type StopDeps = Pick<Deps, 'db' | 'now'> & { requestId: string };

/**
 * Stops every campaign of an account, whatever its workflow does: once this answers, no ad server serves an ad of it that
 * looks at the row again, and one that can't look serves nothing at all. Twice is the same as once.
 * @returns since when it is stopped.
 * @throws NOT_FOUND
 */
export async function stopAccount(deps: StopDeps, userId: string): Promise<Instant> {
  return inTransaction(deps.db, async (tx) => {
    await requireUser(tx, userId);
    if (await stops.stopAccount(tx, userId, 'stopped', deps.now()))
      await tell(tx, deps, userId, 'account.stopped');
    return (await stops.readAccountStop(tx, userId)).stopped ?? deps.now();
  });
}

/** Ends the stop: the campaigns lift their holds, and deliver when nothing else holds them. @throws NOT_FOUND, NOT_HELD */
export async function releaseAccount(deps: StopDeps, userId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await requireUser(tx, userId);
    if (!(await stops.releaseAccount(tx, userId, 'stopped'))) throw new BusinessError('NOT_HELD');
    await tell(tx, deps, userId, 'account.released');
  });
}

async function requireUser(tx: Transaction, id: string): Promise<void> {
  const known = z.uuid().safeParse(id).success && (await tx.user.count({ where: { id } })) > 0;
  if (!known) throw new BusinessError('NOT_FOUND', { detail: 'There is no such user.' });
}

/** Its campaigns hear of it by messages, and the audit log keeps it. */
async function tell(
  tx: Transaction,
  { now, requestId }: StopDeps,
  userId: string,
  action: 'account.stopped' | 'account.released',
): Promise<void> {
  await appendEvent(tx, { kind: action, key: `user:${userId}`, payload: { userId } }, now());
  const actor = { kind: 'system' as const, id: 'ops', address: null };
  await audit(tx, { caller: null, requestId, now, actor }, { action, target: { kind: 'user', id: userId } });
}

/** A campaign that does not show the hold yet: it delivers nothing all the same. */
export interface NotHeld {
  campaignId: string;
  phase: string;
  /** Why the last try to tell it failed; null when it was told, or waits for its turn. */
  failure: string | null;
}

export interface Holds {
  /** Campaigns of the account that are not over. */
  open: number;
  notHeld: number;
  /** The first of those, failures first. */
  first: NotHeld[];
}

const NotHeldRows = z.array(
  z.object({ campaignId: z.string(), phase: z.string(), failure: z.string().nullable(), total: z.bigint() }),
);

/** How far the holds have followed the stop. */
export async function holdsOf({ db }: StopDeps, userId: string, limit: number): Promise<Holds> {
  const open = await db.campaign.count({ where: { advertiserId: userId, over: false } });
  const rows = await db.$queryRaw`
    SELECT c.id::text AS "campaignId", c.phase, m.failure, count(*) OVER () AS total
    FROM campaigns c LEFT JOIN LATERAL (
      SELECT failure FROM workflow_messages WHERE target = ${campaignWorkflowId('')} || c.id
      ORDER BY id LIMIT 1) AS m ON true
    WHERE c.advertiser_id = ${userId}::uuid AND NOT c.over
      AND NOT coalesce(c.view -> 'holds' @> '[{"by": "account_stopped"}]', false)
    ORDER BY m.failure IS NULL, c.id LIMIT ${limit}`;
  const notHeld = NotHeldRows.parse(rows);
  return {
    open,
    notHeld: Number(notHeld[0]?.total ?? 0),
    first: notHeld.map(({ campaignId, phase, failure }) => ({ campaignId, phase, failure })),
  };
}
