/** The log of an endpoint's deliveries; sending one again, and one to try an endpoint out. */
import { randomUUID } from 'node:crypto';
import { BusinessError } from '../../domain/errors';
import { iso } from '../../domain/time';
import type { EventBody } from '../../schemas/public-events';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Allowed } from '../context';
import { type Page, type PageInput, readPage } from '../lists';
import { repeatableId } from '../repeatable';
import { verb } from '../verb';
import { TEST_EVENT, type WebhookDelivery, withTries } from './delivery';
import { findEndpoint, lockEndpoint, type WebhookEndpoint } from './endpoint';

interface ListInput extends PageInput {
  endpointId: string;
  state?: 'pending' | 'delivered' | 'failed' | undefined;
}

/** @throws NOT_FOUND */
export const listDeliveries = verb<ListInput, Page<WebhookDelivery>>(
  'webhooks.read',
  async (ctx, { endpointId, state, ...page }) => {
    await findEndpoint(ctx.db, ctx, endpointId);
    return readPage(page, {
      orders: { created_at: { createdAt: 'time', id: 'uuid' } },
      where: { endpointId, ...(state === undefined ? {} : { state }) },
      find: (slice) => ctx.db.webhookDelivery.findMany({ ...slice, include: withTries }),
      count: (slice) => ctx.db.webhookDelivery.count(slice),
    });
  },
);

/**
 * Due at once, under the id it always had; what was delivered is delivered again.
 * @throws NOT_FOUND, CONFLICT while the endpoint is switched off, RATE_LIMITED
 */
export const resendDelivery = verb<{ id: string }, WebhookDelivery>(
  'webhooks.manage',
  async (ctx, { id }) => {
    const found = await ctx.db.webhookDelivery.findUnique({ where: { id } });
    if (!found) throw new BusinessError('NOT_FOUND');
    await takeTurn(ctx, found.endpointId);
    return inTransaction(ctx.db, async (tx) => {
      refuseOff(await lockEndpoint(tx, ctx, found.endpointId));
      const data = { state: 'pending', deliveredAt: null, nextTryAt: new Date(ctx.now()) };
      const delivery = await tx.webhookDelivery.update({ where: { id }, data, include: withTries });
      await audit(tx, ctx, { action: 'webhook_delivery.resent', target: { kind: 'webhook_delivery', id } });
      return delivery;
    });
  },
);

/** Asks for one delivery of `webhook.test`. @throws NOT_FOUND, CONFLICT while the endpoint is switched off, RATE_LIMITED */
export const testEndpoint = verb<{ id: string }, WebhookDelivery>(
  'webhooks.manage',
  async (ctx, { id: endpointId }) => {
    await takeTurn(ctx, endpointId);
    return inTransaction(ctx.db, async (tx) => {
      refuseOff(await lockEndpoint(tx, ctx, endpointId));
      const { id = randomUUID() } = repeatableId(ctx, `webhook-test:${endpointId}`);
      const now = new Date(ctx.now());
      const body: EventBody = {
        type: TEST_EVENT,
        timestamp: iso(ctx.now()),
        data: { webhook_endpoint_id: endpointId },
      };
      const row = { id, endpointId, type: TEST_EVENT, body: JSON.stringify(body) };
      await tx.webhookDelivery.createMany({
        data: [{ ...row, nextTryAt: now, createdAt: now }],
        skipDuplicates: true,
      });
      await audit(tx, ctx, {
        action: 'webhook_endpoint.tested',
        target: { kind: 'webhook_endpoint', id: endpointId },
      });
      return tx.webhookDelivery.findUniqueOrThrow({ where: { id }, include: withTries });
    });
  },
);

/**
 * Nobody makes us send requests to an address of their choice without end: of an owner each that is asked for counts, so
 * a new endpoint in the old one's place brings no more.
 */
async function takeTurn(ctx: Allowed, endpointId: string): Promise<void> {
  const endpoint = await findEndpoint(ctx.db, ctx, endpointId);
  refuseOff(endpoint);
  await ctx.limits.take('webhook_asked_endpoint', endpointId);
  await ctx.limits.take('webhook_asked_user', endpoint.userId);
}

function refuseOff({ isActive }: Pick<WebhookEndpoint, 'isActive'>): void {
  if (!isActive) throw new BusinessError('CONFLICT', { detail: 'Switch the endpoint on first.' });
}
