/** What sources entitle users to, and the plan that follows: the best that is live. */
import { bestPlan } from '../../domain/entitlements';
import type { Plan } from '../../domain/plans';
import type { Instant } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { type Acting, type Actor, audit } from '../audit';
import type { Deps } from '../context';

interface Said {
  userId: string;
  /** Who says so: the partner platform. Each source has one word at a time. */
  source: 'partner';
  plan: Plan;
  isActive: boolean;
  validUntil: Instant | null;
  saidAt: Instant;
}

/** Sets what a source entitles a user to, and his plan by it. */
export async function setEntitlement(
  tx: Transaction,
  acting: Acting,
  { userId, source, plan, isActive, validUntil, saidAt }: Said,
): Promise<void> {
  const word = {
    plan,
    isActive,
    validUntil: validUntil === null ? null : new Date(validUntil),
    saidAt: new Date(saidAt),
  };
  await settlePlan(tx, acting, userId, () =>
    tx.entitlement.upsert({
      where: { userId_source: { userId, source } },
      create: { userId, source, ...word },
      update: word,
    }),
  );
}

/** Ends what has run out, a bounded number at a time. @returns how many users it concerned. */
export async function expireEntitlements({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<number> {
  const over = () => ({ isActive: true, validUntil: { lte: new Date(now()) } });
  const ended = await db.entitlement.findMany({
    where: over(),
    distinct: ['userId'],
    select: { userId: true },
    take: 500,
  });
  const actor: Actor = { kind: 'system', id: 'clock', address: null };
  for (const { userId } of ended) {
    const acting = { caller: null, requestId: 'housekeeping', now, actor };
    await inTransaction(db, (tx) =>
      settlePlan(tx, acting, userId, () =>
        tx.entitlement.updateMany({ where: { userId, ...over() }, data: { isActive: false } }),
      ),
    );
  }
  return ended.length;
}

/** Changes entitlements of a user under his lock, and follows with his plan. */
async function settlePlan(
  tx: Transaction,
  acting: Acting,
  userId: string,
  change: () => Promise<unknown>,
): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  await change();
  const before = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { entitlements: true } });
  const plan = bestPlan(
    before.entitlements.map((one) => ({ ...one, validUntil: one.validUntil?.getTime() ?? null })),
    acting.now(),
  );
  if (plan !== before.plan) await tx.user.update({ where: { id: userId }, data: { plan } });
  await audit(tx, acting, {
    action: 'plan.settled',
    target: { kind: 'user', id: userId },
    before: { plan: before.plan },
    after: {
      plan,
      entitlements: before.entitlements.map((one) => ({
        source: one.source,
        plan: one.plan,
        is_active: one.isActive,
        valid_until: one.validUntil?.toISOString() ?? null,
      })),
    },
  });
}
