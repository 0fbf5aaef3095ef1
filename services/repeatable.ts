/** Ids that make creating something repeatable: the same request under the same Idempotency-Key names the same thing. */
import { uuidV5 } from '../infra/uuid';
import type { Allowed } from './context';

/** Undefined without a key: the database then chooses. `kind` keeps things of different kinds and parents apart. */
export function repeatableId({ caller, idempotencyKey }: Allowed, kind: string): { id?: string } {
  return idempotencyKey === null ? {} : { id: uuidV5(caller.userId, `${kind}:${idempotencyKey}`) };
}
