/** Where every way in ends: one who has proved who he is gets a sign-in, audited, and its pair of tokens. */
import { randomUUID } from 'node:crypto';
import { BusinessError } from '../../domain/errors';
import { networkOf } from '../../domain/network';
import { sessionEnd } from '../../domain/sessions';
import type { Transaction } from '../../infra/database';
import { REFRESH_LIFETIME } from '../../infra/tokens';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Context } from '../context';
import { challengeFor } from '../second-factor/challenge';
import { hashToken, issueTokens, type TokenPair } from './tokens';

export type SignedIn =
  | { kind: 'tokens'; pair: TokenPair }
  /** He has a second factor: the challenge and its code give the tokens. */
  | { kind: 'second_factor'; challenge: string };

export interface Proof {
  method: 'password' | 'google' | 'phone';
  /** The client's network address. */
  address: string;
  userAgent: string | null;
  /** Runs in the sign-in's transaction, the user's row locked: what the proof uses up, or a last look at it. */
  confirm?(tx: Transaction): Promise<void>;
}

/** @throws ACCOUNT_DISABLED, so call it only once the proof is right. */
export function signIn(ctx: Context, { id }: { id: string }, proof: Proof): Promise<SignedIn> {
  return onceProven(ctx, id, proof, async (tx) => {
    const challenge = await challengeFor(tx, ctx, id, proof.method);
    if (challenge !== null) return { kind: 'second_factor', challenge };
    return { kind: 'tokens', pair: await addSession(tx, ctx, id, proof) };
  });
}

/** For one who has proved his second factor too, or has none. @throws ACCOUNT_DISABLED */
export function startSession(ctx: Context, userId: string, proof: Proof): Promise<TokenPair> {
  return onceProven(ctx, userId, proof, (tx) => addSession(tx, ctx, userId, proof));
}

function onceProven<T>(
  { db }: Context,
  userId: string,
  { confirm }: Proof,
  then: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (tx) => {
    await lockActive(tx, userId);
    await confirm?.(tx);
    return then(tx);
  });
}

/** The session, its audit entry and its first pair of tokens. */
async function addSession(
  tx: Transaction,
  ctx: Context,
  userId: string,
  { method, address, userAgent }: Proof,
): Promise<TokenPair> {
  const at = ctx.now();
  const subject = { userId, sessionId: randomUUID() };
  const pair = await issueTokens(ctx, subject, { id: randomUUID(), issuedAt: at });
  await tx.session.create({
    data: {
      id: subject.sessionId,
      userId,
      refreshHash: hashToken(pair.refreshToken),
      method,
      userAgent: userAgent?.slice(0, 256) ?? null,
      address,
      network: networkOf(address),
      createdAt: new Date(at),
      rotatedAt: new Date(at),
      expiresAt: new Date(sessionEnd(at, at, REFRESH_LIFETIME)),
    },
  });
  await audit(tx, ctx, {
    action: 'session.started',
    target: { kind: 'session', id: subject.sessionId },
    actor: { kind: 'user', id: userId, address },
    after: { method },
  });
  return pair;
}

/** Against one who is disabled, or whose password is changed, at this very moment: no sign-in slips through. */
async function lockActive(tx: Transaction, userId: string): Promise<void> {
  const rows: unknown[] = await tx.$queryRaw`
    SELECT id FROM users WHERE id = ${userId}::uuid AND is_active FOR NO KEY UPDATE`;
  if (rows.length === 0) throw new BusinessError('ACCOUNT_DISABLED');
}
