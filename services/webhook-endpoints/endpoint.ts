/** A webhook endpoint as its owner sees it, and how it is found: never with its secret. */
import { BusinessError } from '../../domain/errors';
import type { Queryable, Transaction } from '../../infra/database';
import { EgressError, egressOf } from '../../infra/safe-fetch';
import type { WebhookEndpoint as Row } from '../../prisma/generated/client';
import type { Allowed } from '../context';
import { ownedBy } from '../verb';

export type WebhookEndpoint = Omit<Row, 'secret' | 'previousSecret'>;
/** With the secret that is in force, for the one answer that shows it. */
export type WithSecret = WebhookEndpoint & { secret: string };

export function toEndpoint({
  secret: _secret,
  previousSecret: _previous,
  ...endpoint
}: Row): WebhookEndpoint {
  return endpoint;
}

/** What the audit log keeps of it: an address may carry a token in its path or query. */
export function auditedEndpoint({ url, description, events, isActive }: WebhookEndpoint) {
  return { host: new URL(url).host, description, events, is_active: isActive };
}

/** @throws NOT_FOUND, also for another user's. */
export async function findEndpoint(db: Queryable, ctx: Allowed, id: string): Promise<Row> {
  const row = await db.webhookEndpoint.findFirst({ where: { id, ...ownedBy(ctx, 'userId') } });
  if (!row) throw new BusinessError('NOT_FOUND');
  return row;
}

/** Before its deliveries, as everywhere. @throws NOT_FOUND */
export async function lockEndpoint(tx: Transaction, ctx: Allowed, id: string): Promise<Row> {
  await tx.$queryRaw`SELECT 1 AS locked FROM webhook_endpoints WHERE id = ${id}::uuid FOR UPDATE`;
  return findEndpoint(tx, ctx, id);
}

/** The address as it will be asked. @throws VALIDATION_FAILED for one that is not public */
export async function checkedUrl({ config }: Pick<Allowed, 'config'>, address: string): Promise<string> {
  try {
    return (await egressOf(config).check(address)).href;
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    throw new BusinessError('VALIDATION_FAILED', { errors: [{ path: '/url', message: error.message }] });
  }
}
