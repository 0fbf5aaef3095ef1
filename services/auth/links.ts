/** Links that prove to whom a mailbox belongs: kept as a keyed hash, good for a while, used once. */
import { randomBytes, randomUUID } from 'node:crypto';
import { BusinessError } from '../../domain/errors';
import { DAY, HOUR, type Instant } from '../../domain/time';
import type { ServiceConfig } from '../../infra/config';
import type { Queryable, Transaction } from '../../infra/database';
import { deriveSecret, hmacHex, sameText } from '../../infra/signed-tokens';

const lifetimes = { verify_email: DAY, link_email: DAY, reset_password: HOUR } as const;
export type LinkPurpose = keyof typeof lifetimes;

export interface Link {
  id: string;
  purpose: LinkPurpose;
  email: string;
  userId: string;
  /** The sign-in that asked for it, where that is known. */
  sessionId: string | null;
}

/** Mails of one purpose to one address within an hour; who asks for more has those. */
const AN_HOUR = 5;

/** @returns the token for the link, `<id>.<256 random bits>`; null when enough were sent. */
export async function makeLink(
  tx: Transaction,
  config: ServiceConfig,
  { purpose, email, userId, sessionId }: Omit<Link, 'id'>,
  now: Instant,
): Promise<string | null> {
  const recent = { purpose, target: email, createdAt: { gt: new Date(now - HOUR) } };
  if ((await tx.verificationCode.count({ where: recent })) >= AN_HOUR) return null;
  const id = randomUUID();
  const secret = randomBytes(32).toString('base64url');
  await tx.verificationCode.create({
    data: {
      id,
      purpose,
      target: email,
      userId,
      sessionId,
      codeHash: hashOf(config.JWT_SECRET, id, secret),
      createdAt: new Date(now),
      expiresAt: new Date(now + lifetimes[purpose]),
    },
  });
  return `${id}.${secret}`;
}

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/;

/** @throws LINK_INVALID, the same for a wrong, used, expired and foreign one. */
export async function readLink<P extends LinkPurpose>(
  db: Queryable,
  config: ServiceConfig,
  { token, purposes }: { token: string; purposes: readonly P[] },
  now: Instant,
): Promise<Link & { purpose: P }> {
  const [, id = '', secret = ''] = TOKEN.exec(token) ?? [];
  const row = id === '' ? null : await db.verificationCode.findUnique({ where: { id } });
  const purpose = purposes.find((one) => one === row?.purpose);
  if (!row?.userId || !purpose || row.usedAt || row.expiresAt.getTime() <= now) {
    throw new BusinessError('LINK_INVALID');
  }
  const secrets = [config.JWT_SECRET, ...config.JWT_PREVIOUS_SECRETS];
  if (!secrets.some((key) => sameText(hashOf(key, id, secret), row.codeHash))) {
    throw new BusinessError('LINK_INVALID');
  }
  return { id, purpose, email: row.target, userId: row.userId, sessionId: row.sessionId };
}

/** Uses up the link, and with it every other that was sent to the same end. @throws LINK_INVALID */
export async function useLink(tx: Transaction, { id, purpose, userId }: Link, now: Instant): Promise<void> {
  const usedAt = new Date(now);
  const { count } = await tx.verificationCode.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: usedAt } },
    data: { usedAt },
  });
  if (count === 0) throw new BusinessError('LINK_INVALID');
  await tx.verificationCode.updateMany({ where: { userId, purpose, usedAt: null }, data: { usedAt } });
}

function hashOf(key: string, id: string, secret: string): string {
  return hmacHex(deriveSecret(key, 'mail-link'), `${id}:${secret}`);
}
