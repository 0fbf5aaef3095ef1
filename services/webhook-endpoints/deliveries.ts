/** The log of an endpoint's deliveries; sending one again, and one to try an endpoint out. */
import { randomUUID } from 'node:crypto';
import { BusinessError } from '../../domain/errors';
import { iso } from '../../domain/time';
import type { EventBody } from '../../schemas/public-events';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { type Page, type PageInput, readPage } from '../lists';
import { repeatableId } from '../repeatable';
import { verb } from '../verb';
import { TEST_EVENT, type WebhookDelivery, withTries } from './delivery';
import { findEndpoint, lockEndpoint } from './endpoint';

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
 * @throws NOT_FOUND, CONFLICT while the endpoint is switched off
 */
export const resendDelivery = verb<{ id: string }, WebhookDelivery>('webhooks.manage', (ctx, { id }) =>
  inTransaction(ctx.db, async (tx) => {
    const found = await tx.webhookDelivery.findUnique({ where: { id } });
    if (!found) throw new BusinessError('NOT_FOUND');
    const { isActive } = await lockEndpoint(tx, ctx, found.endpointId);
    refuseOff(isActive);
    const data = { state: 'pending', deliveredAt: null, nextTryAt: new Date(ctx.now()) };
    const delivery = await tx.webhookDelivery.update({ where: { id }, data, include: withTries });
    await audit(tx, ctx, { action: 'webhook_delivery.resent', target: { kind: 'webhook_delivery', id } });
    return delivery;
  }),
);

/** Asks for one delivery of `webhook.test`. @throws NOT_FOUND, CONFLICT while the endpoint is switched off */
export const testEndpoint = verb<{ id: string }, WebhookDelivery>(
  'webhooks.manage',
  (ctx, { id: endpointId }) =>
    inTransaction(ctx.db, async (tx) => {
      const { isActive } = await lockEndpoint(tx, ctx, endpointId);
      refuseOff(isActive);
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
    }),
);

function refuseOff(isActive: boolean): void {
  if (!isActive) throw new BusinessError('CONFLICT', { detail: 'Switch the endpoint on first.' });
}
