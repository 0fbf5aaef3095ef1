/** Changes a webhook endpoint, switches it off and on, or removes it with its deliveries. */
import { BusinessError } from '../../domain/errors';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Given } from '../changes';
import { verb } from '../verb';
import type { EndpointFields } from './create';
import { auditedEndpoint, checkedUrl, lockEndpoint, toEndpoint, type WebhookEndpoint } from './endpoint';

interface Input {
  id: string;
  changes: Given<EndpointFields & { isActive: boolean }>;
  /** Null: whatever it is now. */
  expectedVersion: number | null;
}

/**
 * Switched on, it is as if it had never failed, and what waited for it is due at once.
 * @throws NOT_FOUND, VERSION_CONFLICT, VALIDATION_FAILED for an address that is not public
 */
export const updateEndpoint = verb<Input, WebhookEndpoint>(
  'webhooks.manage',
  async (ctx, { id, changes, expectedVersion }) => {
    const url = changes.url === undefined ? {} : { url: await checkedUrl(ctx, changes.url) };
    return inTransaction(ctx.db, async (tx) => {
      const before = await lockEndpoint(tx, ctx, id);
      refuseStale(before.version, expectedVersion);
      const now = new Date(ctx.now());
      const { isActive = before.isActive } = changes;
      const isSwitched = isActive !== before.isActive;
      const row = await tx.webhookEndpoint.update({
        where: { id },
        data: {
          ...changes,
          ...url,
          ...(isSwitched && isActive && { failingSince: null, disabledReason: null }),
          version: { increment: 1 },
          updatedAt: now,
        },
      });
      if (isSwitched) {
        await tx.webhookDelivery.updateMany({
          where: { endpointId: id, state: 'pending' },
          data: { nextTryAt: isActive ? now : null },
        });
      }
      const after = toEndpoint(row);
      const entry = { before: auditedEndpoint(toEndpoint(before)), after: auditedEndpoint(after) };
      const target = { kind: 'webhook_endpoint', id };
      await audit(tx, ctx, { action: 'webhook_endpoint.edited', target, ...entry });
      return after;
    });
  },
);

/** What was not delivered yet never is. @throws NOT_FOUND, VERSION_CONFLICT */
export const deleteEndpoint = verb<Omit<Input, 'changes'>, void>(
  'webhooks.manage',
  (ctx, { id, expectedVersion }) =>
    inTransaction(ctx.db, async (tx) => {
      const row = await lockEndpoint(tx, ctx, id);
      refuseStale(row.version, expectedVersion);
      await tx.webhookEndpoint.delete({ where: { id } });
      const before = auditedEndpoint(toEndpoint(row));
      const target = { kind: 'webhook_endpoint', id };
      await audit(tx, ctx, { action: 'webhook_endpoint.deleted', target, before });
    }),
);

function refuseStale(version: number, expected: number | null): void {
  if (expected !== null && expected !== version) throw new BusinessError('VERSION_CONFLICT', { version });
}
