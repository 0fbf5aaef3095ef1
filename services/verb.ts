/** A use case: its action in the permission table, and what it does. `call` is the one door to it. */
import { BusinessError } from '../domain/errors';
import { type Action, type Reach, reachOf, scopeOf } from '../domain/permissions';
import type { Allowed, Caller, Context } from './context';

export interface Verb<Input, Output> {
  /** Null: anyone may, signed in or not. */
  action: Action | null;
  call(ctx: Context, input: Input): Promise<Output>;
}

type Who = Pick<Caller, 'role' | 'apiKey'>;

/**
 * How far the caller's permission reaches.
 * @throws FORBIDDEN by his role; API_KEY_REFUSED and API_KEY_SCOPE by the key he came with.
 */
export function allow(action: Action, { role, apiKey }: Who): Reach {
  const [reach, scope] = [reachOf(action, role), scopeOf(action)];
  if (apiKey && scope === null) throw new BusinessError('API_KEY_REFUSED');
  if (!reach) throw new BusinessError('FORBIDDEN');
  if (apiKey && scope !== null && !apiKey.scopes.includes(scope)) {
    throw new BusinessError('API_KEY_SCOPE', { needed_scope: scope });
  }
  return reach;
}

/** For what is open to all, and shows more to those who may: whether a permission reaches anyone's things. */
export function reachesAny(action: Action, caller: Who | null): boolean {
  try {
    return caller !== null && allow(action, caller) === 'any';
  } catch (error) {
    if (error instanceof BusinessError) return false;
    throw error;
  }
}

/** A use case that needs a permission; refused with UNAUTHENTICATED, or as `allow` says, before `run` sees it. */
export function verb<Input, Output>(
  action: Action,
  run: (ctx: Allowed, input: Input) => Promise<Output>,
): Verb<Input, Output> {
  return {
    action,
    async call(ctx, input) {
      if (!ctx.caller) throw new BusinessError('UNAUTHENTICATED');
      return run({ ...ctx, caller: ctx.caller, reach: allow(action, ctx.caller) }, input);
    },
  };
}

/** A use case that is open to all: sign-in, price list, signed webhooks. */
export function publicVerb<Input, Output>(
  run: (ctx: Context, input: Input) => Promise<Output>,
): Verb<Input, Output> {
  return { action: null, call: run };
}

/** Whose things alone the caller reaches; null where his permission reaches anyone's. For SQL of our own. */
export function ownerOf({ caller, reach }: Pick<Allowed, 'caller' | 'reach'>): string | null {
  return reach === 'any' ? null : caller.userId;
}

/**
 * The one way to keep to what is the caller's: part of a `where`, empty where his permission reaches anyone's.
 * What it leaves out does not exist for him: NOT_FOUND.
 */
export function ownedBy<Column extends string>(
  ctx: Pick<Allowed, 'caller' | 'reach'>,
  column: Column,
): Partial<Record<Column, string>> {
  const owner = ownerOf(ctx);
  return owner === null ? {} : ({ [column]: owner } as Record<Column, string>);
}
