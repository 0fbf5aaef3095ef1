/** Makes an API key: the only time that it is shown. */
import { BusinessError, type FieldError } from '../../domain/errors';
import { type Role, type Scope, scopesOf } from '../../domain/permissions';
import { DAY } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { lockAdvertiser } from '../ad-groups/campaign';
import { audit } from '../audit';
import { tellOwner } from '../auth/account-mail';
import type { Allowed } from '../context';
import { refuseAtLimit } from '../plan-limits';
import { repeatableId } from '../repeatable';
import { verb } from '../verb';
import { type ApiKey, toApiKey, usable } from './api-key';
import { hashKey, mintKey, prefixOf } from './secret';

interface Input {
  name: string;
  scopes: readonly Scope[];
  expiresAt: Date | null;
}

/** @throws VALIDATION_FAILED for a scope that his role gives no use of or an end in the past, PLAN_LIMIT_REACHED. */
export const createApiKey = verb<Input, ApiKey & { key: string }>('apikeys.manage', async (ctx, input) => {
  const errors = [...uselessScopes(input.scopes, ctx.caller.role)];
  if (input.expiresAt && input.expiresAt.getTime() <= ctx.now()) {
    errors.push({ path: '/expires_at', message: 'Must be in the future.' });
  }
  if (errors.length > 0) throw new BusinessError('VALIDATION_FAILED', { errors });
  const key = mintKey();
  const row = await inTransaction(ctx.db, async (tx) => {
    const { plan } = await lockAdvertiser(tx, ctx.caller.userId);
    await refuseDisabled(tx, ctx);
    const again = await replaceUnseen(tx, ctx, key);
    if (again) return again;
    const use = await tx.apiKey.count({ where: usable(ctx.caller.userId, ctx.now()) });
    refuseAtLimit(plan, 'apiKeys', use);
    return insert(tx, ctx, input, key);
  });
  return { ...toApiKey(row), key };
});

/** One who was disabled a moment ago must not find a new key when he is let in again. */
async function refuseDisabled(tx: Transaction, { caller }: Allowed): Promise<void> {
  const active = await tx.user.count({ where: { id: caller.userId, isActive: true } });
  if (active === 0) throw new BusinessError('UNAUTHENTICATED');
}

function uselessScopes(scopes: readonly Scope[], role: Role): FieldError[] {
  const useful = scopesOf(role);
  return scopes.flatMap((scope, n) =>
    useful.includes(scope)
      ? []
      : [{ path: `/scopes/${n}`, message: 'Your role gives no use of this scope.' }],
  );
}

/**
 * Only a crash between the key's making and its answer brings the same Idempotency-Key here twice. The first key was
 * shown to nobody: it gives way to this one.
 */
async function replaceUnseen(tx: Transaction, ctx: Allowed, key: string) {
  const { id } = repeatableId(ctx, 'api-key');
  if (id === undefined) return undefined;
  const [row] = await tx.apiKey.updateManyAndReturn({
    where: {
      ...{ id, userId: ctx.caller.userId, revokedAt: null, lastUsedAt: null },
      createdAt: { gt: new Date(ctx.now() - DAY) },
    },
    data: { prefix: prefixOf(key), hash: hashKey(key) },
  });
  return row;
}

async function insert(tx: Transaction, ctx: Allowed, { name, scopes, expiresAt }: Input, key: string) {
  const wanted = repeatableId(ctx, 'api-key');
  // After a day the Idempotency-Key names nothing any more: this is another key.
  const isTaken = wanted.id !== undefined && (await tx.apiKey.count({ where: { id: wanted.id } })) > 0;
  const row = await tx.apiKey.create({
    data: {
      ...(isTaken ? {} : wanted),
      userId: ctx.caller.userId,
      name,
      prefix: prefixOf(key),
      hash: hashKey(key),
      scopes: [...scopes],
      expiresAt,
      createdAt: new Date(ctx.now()),
    },
  });
  await audit(tx, ctx, {
    action: 'api_key.created',
    target: { kind: 'api_key', id: row.id },
    after: { name, prefix: row.prefix, scopes: row.scopes, expires_at: expiresAt?.toISOString() ?? null },
  });
  await tellOwner(tx, row.userId, { letter: 'api_key_created', about: name }, ctx.now());
  return row;
}
