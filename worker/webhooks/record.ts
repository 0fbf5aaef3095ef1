/** Writes what a try came to: its row, when the next one is due, and whether the endpoint is given up. */
import { DAY, type Instant } from '../../domain/time';
import { FAILING_FOR, nextTry } from '../../domain/webhooks';
import type { Database, Transaction } from '../../infra/database';
import { audit } from '../../services/audit';
import { TEST_EVENT } from '../../services/webhook-endpoints/delivery';
import { appendEvent } from '../../store/outbox';
import { inTransaction } from '../../store/transaction';
import type { Claimed } from './claim';
import type { Outcome } from './send';

interface RecordDeps {
  db: Database;
  /** Divides every wait. */
  timeScale: number;
  now(): Instant;
  random(): number;
}

const GONE = 'It answered 410 Gone.';
const FAILING = `Nothing came through for ${FAILING_FOR / DAY} days.`;

/** The endpoint's row is always locked before its deliveries, as a deletion does. */
export function record(deps: RecordDeps, delivery: Claimed, outcome: Outcome): Promise<void> {
  return inTransaction(deps.db, (tx) =>
    outcome.failure === null ? succeeded(tx, deps, delivery, outcome) : failed(tx, deps, delivery, outcome),
  );
}

async function succeeded(tx: Transaction, { now }: RecordDeps, delivery: Claimed, outcome: Outcome) {
  const { id, endpointId } = delivery;
  await tx.webhookEndpoint.updateMany({
    where: { id: endpointId, failingSince: { not: null } },
    data: { failingSince: null },
  });
  await tx.webhookDelivery.updateMany({
    where: { id },
    data: { state: 'delivered', deliveredAt: new Date(now()), nextTryAt: null },
  });
  await note(tx, delivery, outcome);
}

async function failed(tx: Transaction, deps: RecordDeps, delivery: Claimed, outcome: Outcome): Promise<void> {
  const { id, endpointId, attempts: tries, type } = delivery;
  const now = deps.now();
  await tx.$queryRaw`SELECT 1 AS locked FROM webhook_endpoints WHERE id = ${endpointId}::uuid FOR UPDATE`;
  const endpoint = await tx.webhookEndpoint.findUnique({ where: { id: endpointId } });
  if (!endpoint) return;
  const isGone = outcome.status === 410;
  const isTest = type === TEST_EVENT;
  const wait = isGone || isTest ? null : nextTry({ tries, ...outcome }, deps.random());
  await tx.webhookDelivery.updateMany({
    // After its lease another try may be under way, or have had more luck.
    where: { id, attempts: tries, state: 'pending' },
    data:
      wait === null
        ? { state: 'failed', nextTryAt: null }
        : { nextTryAt: new Date(now + wait / deps.timeScale) },
  });
  await note(tx, delivery, outcome);
  if (isTest && !isGone) return;
  const failingSince = endpoint.failingSince ?? new Date(now);
  await tx.webhookEndpoint.update({ where: { id: endpointId }, data: { failingSince } });
  const isHopeless = wait === null && now - failingSince.getTime() >= FAILING_FOR / deps.timeScale;
  if (endpoint.isActive && (isGone || isHopeless)) await disable(tx, deps, delivery, isGone ? GONE : FAILING);
}

/** Its other deliveries wait for the owner, who is told, to switch it on again. */
async function disable(tx: Transaction, { now }: RecordDeps, delivery: Claimed, why: string): Promise<void> {
  const { endpointId: id, userId, url } = delivery;
  await tx.webhookEndpoint.update({
    where: { id },
    data: { isActive: false, disabledReason: why, version: { increment: 1 }, updatedAt: new Date(now()) },
  });
  await tx.webhookDelivery.updateMany({
    where: { endpointId: id, state: 'pending' },
    data: { nextTryAt: null },
  });
  const actor = { kind: 'system' as const, id: 'webhooks', address: null };
  const ctx = { caller: null, requestId: delivery.id, now };
  const target = { kind: 'webhook_endpoint', id };
  await audit(tx, ctx, { action: 'webhook_endpoint.disabled', target, actor, after: { reason: why } });
  const payload = { userId, host: new URL(url).host, why };
  await appendEvent(tx, { kind: 'webhook.disabled', key: `webhook_endpoint:${id}`, payload }, now());
}

async function note(tx: Transaction, { id, attempts }: Claimed, outcome: Outcome): Promise<void> {
  const { status, failure, durationMs } = outcome;
  await tx.webhookAttempt.updateMany({
    where: { deliveryId: id, n: attempts },
    data: { status, failure, durationMs },
  });
}
