/** A use case: its action in the permission table, and what it does. `call` is the one door to it. */
import { BusinessError } from '../domain/errors';
import { type Action, scopeOf } from '../domain/permissions';
import type { Allowed, Context } from './context';

export interface Verb<Input, Output> {
  /** Null: anyone may, signed in or not. */
  action: Action | null;
  call(ctx: Context, input: Input): Promise<Output>;
}

/** A use case that needs a permission; refused with UNAUTHENTICATED or FORBIDDEN before `run` sees it. */
export function verb<Input, Output>(
  action: Action,
  run: (ctx: Allowed, input: Input) => Promise<Output>,
): Verb<Input, Output> {
  return {
    action,
    async call(ctx, input) {
      if (!ctx.caller) throw new BusinessError('UNAUTHENTICATED');
      const scope = scopeOf(action, ctx.caller.role);
      if (!scope) throw new BusinessError('FORBIDDEN');
      return run({ ...ctx, caller: ctx.caller, scope }, input);
    },
  };
}

/** A use case that is open to all: sign-in, price list, signed webhooks. */
export function publicVerb<Input, Output>(
  run: (ctx: Context, input: Input) => Promise<Output>,
): Verb<Input, Output> {
  return { action: null, call: run };
}
