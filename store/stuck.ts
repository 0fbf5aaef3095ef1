/** What is watched for workflows that can't go on, what was found, and the stop that needs no workflow. */
import { z } from 'zod';
import { phases } from '../domain/campaign/phases';
import type { Instant } from '../domain/time';
import type { Database, Queryable } from '../infra/database';
import { appendEvent } from './outbox';
import { inTransaction } from './transaction';

const Watched = z.object({
  id: z.uuid(),
  version: z.int(),
  over: z.boolean(),
  phase: z.enum(phases),
  /** What the workflow last said of the delivery. */
  wants: z.boolean(),
  /** Of its line item; null without one. */
  status: z.string().nullable(),
  withheld: z.boolean(),
});
export type WatchedCampaign = z.output<typeof Watched>;

/** Campaigns that are open by their rows, and those that the ad server may serve all the same, in the order of their ids. */
export async function watchedCampaigns(
  db: Queryable,
  after: string | null,
  limit: number,
): Promise<WatchedCampaign[]> {
  const rows = await db.$queryRaw`
    SELECT c.id, c.version, c.over, c.phase, l.status, coalesce(l.withheld, false) AS withheld,
      coalesce((c.view #>> '{delivery,wanted}')::boolean OR (c.view #>> '{delivery,confirmed}')::boolean, false) AS wants
    FROM campaigns c LEFT JOIN house_line_items l ON l.campaign_id = c.id
    WHERE c.version > 0 AND (${after}::uuid IS NULL OR c.id > ${after}::uuid)
      AND (NOT c.over OR (l.status = 'active' AND NOT l.withheld))
    ORDER BY c.id LIMIT ${limit}`;
  return z.array(Watched).parse(rows);
}

/** A refund or a dispute of it is open: its workflow must run. */
const somethingOpen = {
  OR: [{ disputed: true }, { refunds: { some: { status: { in: ['requested', 'processing'] } } } }],
};

/** Payments that have had something open since before then. */
export async function openPayments(db: Queryable, before: Date): Promise<string[]> {
  const rows = await db.payment.findMany({
    where: { updatedAt: { lt: before }, ...somethingOpen },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

export async function isPaymentOpen(db: Queryable, id: string): Promise<boolean> {
  return (await db.payment.count({ where: { id, ...somethingOpen } })) > 0;
}

/**
 * Stops what the ad server serves of a campaign, or lets it go on, without touching what its workflow wished: that stands
 * again once this is lifted. @returns whether anything changed.
 */
export async function withhold(db: Queryable, campaignId: string, withheld: boolean): Promise<boolean> {
  const { count } = await db.houseLineItem.updateMany({
    // What is paused or stopped is not served anyway, and a pause must not become something that only ops lift.
    where: { campaignId, withheld: !withheld, ...(withheld ? { status: 'active' } : {}) },
    data: { withheld },
  });
  return count > 0;
}

interface Trouble {
  workflowId: string;
  trouble: 'failing' | 'closed' | 'missing';
  cause: string;
}

const Outcome = z.array(z.object({ isNews: z.boolean() }));

/** Notes trouble, and has admins told once of each kind. @returns whether it is news. */
export function noteStuck(
  db: Database,
  { workflowId, trouble, cause }: Trouble,
  about: { campaignId: string | null; paymentId: string | null },
  now: Instant,
): Promise<boolean> {
  return inTransaction(
    db,
    async (tx) => {
      const rows = await tx.$queryRaw`
        WITH known AS (SELECT trouble FROM stuck_workflows WHERE workflow_id = ${workflowId} FOR UPDATE)
        INSERT INTO stuck_workflows AS s (workflow_id, trouble, cause, found_at)
        VALUES (${workflowId}, ${trouble}, ${cause}, ${new Date(now)})
        ON CONFLICT (workflow_id) DO UPDATE SET trouble = excluded.trouble, cause = excluded.cause
        RETURNING (SELECT trouble FROM known) IS DISTINCT FROM s.trouble AS "isNews"`;
      const isNews = Outcome.parse(rows)[0]?.isNews ?? false;
      const payload = { workflowId, trouble, why: cause, ...about };
      // A key of its own: events of a campaign whose workflow can't confirm them wait in line for it.
      if (isNews) await appendEvent(tx, { kind: 'workflow.stuck', key: `stuck:${workflowId}`, payload }, now);
      return isNews;
    },
    { repeatable: true },
  );
}

/** Of those noted before, what goes on again. */
export async function forgetStuck(db: Queryable, workflowIds: readonly string[]): Promise<void> {
  await db.stuckWorkflow.deleteMany({ where: { workflowId: { in: [...workflowIds] } } });
}

/** How many are stuck, by the trouble. */
export async function countStuck(db: Queryable): Promise<{ trouble: string; count: number }[]> {
  const groups = await db.stuckWorkflow.groupBy({ by: ['trouble'], _count: true });
  return groups.map(({ trouble, _count: count }) => ({ trouble, count }));
}
