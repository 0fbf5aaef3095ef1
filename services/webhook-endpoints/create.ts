/** Registers a webhook endpoint: the one time that its first secret is shown. */
import { randomUUID } from 'node:crypto';
import { BusinessError } from '../../domain/errors';
import { DAY } from '../../domain/time';
import { ENDPOINTS_A_USER } from '../../domain/webhooks';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { lockAdvertiser } from '../ad-groups/campaign';
import { audit } from '../audit';
import type { Allowed } from '../context';
import { repeatableId } from '../repeatable';
import { verb } from '../verb';
import { auditedEndpoint, checkedUrl, toEndpoint, type WithSecret } from './endpoint';
import { newSecret, openSecrets, sealSecret } from './secret';

export interface EndpointFields {
  url: string;
  description: string;
  events: string[];
}

/** @throws VALIDATION_FAILED for an address that is not public, CONFLICT when the user has as many as one may. */
export const createEndpoint = verb<EndpointFields, WithSecret>('webhooks.manage', async (ctx, fields) => {
  const url = await checkedUrl(ctx, fields.url);
  return inTransaction(ctx.db, async (tx) => {
    await lockAdvertiser(tx, ctx.caller.userId);
    const { id = randomUUID() } = repeatableId(ctx, 'webhook-endpoint');
    return (await unseen(tx, ctx, id)) ?? insert(tx, ctx, id, { ...fields, url });
  });
});

/** Only a crash between its making and its answer brings the same Idempotency-Key here twice within a day. */
async function unseen(tx: Transaction, ctx: Allowed, id: string): Promise<WithSecret | null> {
  const since = new Date(ctx.now() - DAY);
  const row = await tx.webhookEndpoint.findFirst({
    where: { id, userId: ctx.caller.userId, createdAt: { gt: since } },
  });
  if (!row) return null;
  const [secret] = openSecrets(ctx.config, row, ctx.now());
  return { ...toEndpoint(row), secret };
}

async function insert(
  tx: Transaction,
  ctx: Allowed,
  wanted: string,
  fields: EndpointFields,
): Promise<WithSecret> {
  const { userId } = ctx.caller;
  if ((await tx.webhookEndpoint.count({ where: { userId } })) >= ENDPOINTS_A_USER) {
    throw new BusinessError('CONFLICT', { detail: `There can be ${ENDPOINTS_A_USER} endpoints at most.` });
  }
  const isTaken = (await tx.webhookEndpoint.count({ where: { id: wanted } })) > 0;
  const id = isTaken ? randomUUID() : wanted;
  const [secret, now] = [newSecret(), new Date(ctx.now())];
  const row = await tx.webhookEndpoint.create({
    data: {
      ...fields,
      id,
      userId,
      secret: sealSecret(ctx.config, id, secret),
      createdAt: now,
      updatedAt: now,
    },
  });
  const endpoint = toEndpoint(row);
  const target = { kind: 'webhook_endpoint', id };
  await audit(tx, ctx, { action: 'webhook_endpoint.created', target, after: auditedEndpoint(endpoint) });
  return { ...endpoint, secret };
}
