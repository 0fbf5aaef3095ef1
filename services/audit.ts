/** Writes who did what to which thing, in the transaction of the change. */
import type { Origin } from '../contracts/campaign';
import type { Json } from '../domain/json';
import type { Transaction } from '../infra/database';
import type { Caller, Context } from './context';

export interface Actor {
  kind: 'user' | 'admin' | 'system';
  id: string;
  address: string | null;
  /** The key that he came with. */
  apiKeyId?: string;
}

/** As whom something is done: the caller of a request, or an actor of our own. */
export type Acting = Pick<Context, 'caller' | 'requestId' | 'now'> & { actor?: Actor };

interface AuditEntry {
  /** The trade's word for it: `user.role_changed`. */
  action: string;
  target: { kind: string; id: string };
  /** Who acted, where that is not the caller: the user who signs in. */
  actor?: Actor;
  /** What changed, without secrets. */
  before?: Json;
  after?: Json;
}

/** Fails the transaction when it can't be written: nothing changes unrecorded. */
export async function audit(
  tx: Transaction,
  ctx: Acting,
  { action, target, actor, before, after }: AuditEntry,
): Promise<void> {
  const { caller } = ctx;
  const who = actor ?? ctx.actor ?? (caller && actorOf(caller));
  if (!who) throw new Error(`${action} has no actor`);
  // Not createMany, whose plan Prisma makes anew at each call; the key is all that is read back.
  await tx.auditEntry.create({
    select: { id: true },
    data: {
      at: new Date(ctx.now()),
      actorKind: who.kind,
      actorId: who.id,
      address: who.address,
      apiKeyId: who.apiKeyId ?? null,
      requestId: ctx.requestId,
      action,
      targetKind: target.kind,
      targetId: target.id,
      ...(before !== undefined && before !== null && { before }),
      ...(after !== undefined && after !== null && { after }),
    },
  });
}

function actorOf(caller: Caller): Actor {
  return { kind: caller.role === 'admin' ? 'admin' : 'user', id: caller.userId, ...originOf(caller) };
}

/** Where a request came from, as it goes with a message to a workflow. */
export function originOf({ address, apiKey }: Caller): Origin {
  return { address, ...(apiKey && { apiKeyId: apiKey.id }) };
}
