/** Renames and revokes API keys. */
import { BusinessError } from '../../domain/errors';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import { forgetSessions } from '../auth/live-session';
import type { Allowed } from '../context';
import { verb } from '../verb';
import { expectVersion } from '../versions';
import { type ApiKey, toApiKey } from './api-key';

interface Renaming {
  id: string;
  name: string;
  /** The caller's If-Match. */
  expectedVersion: number | null;
}

/** @throws NOT_FOUND, also for another user's; VERSION_CONFLICT */
export const renameApiKey = verb<Renaming, ApiKey>('apikeys.manage', (ctx, { id, name, expectedVersion }) =>
  inTransaction(ctx.db, async (tx) => {
    const before = await lock(tx, ctx, id);
    expectVersion(expectedVersion, before.version);
    if (before.name === name) return toApiKey(before);
    const row = await tx.apiKey.update({ where: { id }, data: { name } });
    const target = { kind: 'api_key', id };
    await audit(tx, ctx, {
      action: 'api_key.renamed',
      target,
      before: { name: before.name },
      after: { name },
    });
    return toApiKey(row);
  }),
);

/** Ends a key for good: here at once, in every other process within a second. @throws NOT_FOUND */
export const revokeApiKey = verb<string, void>('apikeys.manage', async (ctx, id) => {
  await inTransaction(ctx.db, async (tx) => {
    const { name, prefix } = await lock(tx, ctx, id);
    await tx.apiKey.update({ where: { id }, data: { revokedAt: new Date(ctx.now()) } });
    const target = { kind: 'api_key', id };
    await audit(tx, ctx, { action: 'api_key.revoked', target, before: { name, prefix } });
  });
  forgetSessions(ctx.db);
});

async function lock(tx: Transaction, { caller }: Allowed, id: string) {
  await tx.$queryRaw`SELECT 1 AS locked FROM api_keys WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.apiKey.findFirst({ where: { id, userId: caller.userId, revokedAt: null } });
  if (!row) throw new BusinessError('NOT_FOUND');
  return row;
}
