/** Gives an endpoint a new secret; the one before it signs too for a day, so that no delivery is refused meanwhile. */
import { SECRET_OVERLAP } from '../../domain/webhooks';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { verb } from '../verb';
import { lockEndpoint, toEndpoint, type WithSecret } from './endpoint';
import { newSecret, openSecrets, sealSecret } from './secret';

/** @throws NOT_FOUND */
export const rotateSecret = verb<{ id: string }, WithSecret>('webhooks.manage', (ctx, { id }) =>
  inTransaction(ctx.db, async (tx) => {
    const before = await lockEndpoint(tx, ctx, id);
    const [previous] = openSecrets(ctx.config, before, ctx.now());
    const secret = newSecret();
    const previousUntil = new Date(ctx.now() + SECRET_OVERLAP);
    const row = await tx.webhookEndpoint.update({
      where: { id },
      data: {
        secret: sealSecret(ctx.config, id, secret),
        previousSecret: sealSecret(ctx.config, id, previous, 'previous_secret'),
        previousUntil,
        version: { increment: 1 },
        updatedAt: new Date(ctx.now()),
      },
    });
    const target = { kind: 'webhook_endpoint', id };
    const after = { previous_until: previousUntil.toISOString() };
    await audit(tx, ctx, { action: 'webhook_endpoint.secret_rotated', target, after });
    return { ...toEndpoint(row), secret };
  }),
);
