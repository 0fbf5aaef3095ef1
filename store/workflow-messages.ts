/** What must be told to workflows: rows of the transaction that caused them, delivered by the relay in order per target. */
import { z } from 'zod';
import { campaignWorkflowId, DELIVERY_EVENT, type DeliveryEvent } from '../contracts/campaign';
import { paymentWorkflowId, REFUND, type RefundRequest } from '../contracts/payment';
import type { Instant } from '../domain/time';
import type { Database, Queryable, Transaction } from '../infra/database';

/** Tells one campaign what became of its delivery. */
export async function tellCampaign(tx: Transaction, campaignId: string, event: DeliveryEvent): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO workflow_messages (target, kind, payload)
    VALUES (${campaignWorkflowId(campaignId)}, ${DELIVERY_EVENT}, ${JSON.stringify(event)}::jsonb)`;
}

/** Has a payment give back what was promised. */
export async function askForRefund(tx: Transaction, paymentId: string, refund: RefundRequest): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO workflow_messages (target, kind, payload)
    VALUES (${paymentWorkflowId(paymentId)}, ${REFUND}, ${JSON.stringify(refund)}::jsonb)`;
}

/**
 * Tells each campaign of an account that is not over, however many there are: one statement.
 * @param event its id is followed by the campaign's.
 */
export async function tellCampaignsOf(tx: Transaction, userId: string, event: DeliveryEvent): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO workflow_messages (target, kind, payload)
    SELECT ${campaignWorkflowId('')} || id, ${DELIVERY_EVENT},
      ${JSON.stringify(event)}::jsonb || jsonb_build_object('eventId', ${event.eventId} || ':' || id)
    FROM campaigns WHERE advertiser_id = ${userId}::uuid AND NOT over ORDER BY created_at, id`;
}

const Claimed = z.object({
  id: z.bigint(),
  target: z.string(),
  kind: z.string(),
  payload: z.json(),
  attempts: z.int(),
});
export type WorkflowMessage = z.output<typeof Claimed>;

/**
 * Takes the oldest message of up to `limit` targets and holds them until `leasedUntil`, when another process may have
 * them. Those that were never tried, or those that failed and are due again: the ones never wait for the others.
 */
export async function claimWorkflowMessages(
  db: Database,
  which: 'new' | 'failed',
  { now, leasedUntil, limit }: { now: Instant; leasedUntil: Instant; limit: number },
): Promise<WorkflowMessage[]> {
  const lease = new Date(leasedUntil);
  const rows =
    which === 'new'
      ? await db.$queryRaw`
          UPDATE workflow_messages SET attempts = attempts + 1, next_try_at = ${lease}
          WHERE id IN (
            SELECT id FROM workflow_messages m WHERE attempts = 0
              AND NOT EXISTS (SELECT FROM workflow_messages e WHERE e.target = m.target AND e.id < m.id)
            ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
          RETURNING id, target, kind, payload, attempts`
      : await db.$queryRaw`
          UPDATE workflow_messages SET attempts = attempts + 1, next_try_at = ${lease}
          WHERE id IN (
            SELECT id FROM workflow_messages WHERE attempts > 0 AND next_try_at <= ${new Date(now)}
            ORDER BY next_try_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
          RETURNING id, target, kind, payload, attempts`;
  return z.array(Claimed).parse(rows);
}

/** It was delivered, or nobody is there who could hear it: the next one of its target may go. */
export async function finishWorkflowMessage(db: Queryable, id: bigint): Promise<void> {
  await db.workflowMessage.deleteMany({ where: { id } });
}

/** Tries a message again at `at`; the later ones of its target wait for it. */
export async function postponeWorkflowMessage(
  db: Queryable,
  id: bigint,
  failure: string,
  at: Instant,
): Promise<void> {
  await db.workflowMessage.updateMany({ where: { id }, data: { nextTryAt: new Date(at), failure } });
}
