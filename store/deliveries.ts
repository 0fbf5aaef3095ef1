/** Messages to people: whom one may be written to, and those with a code or a link, sealed until they are sent. */
import { randomUUID } from 'node:crypto';
import { unprovedMails } from '../domain/limits';
import type { Instant } from '../domain/time';
import type { ServiceConfig } from '../infra/config';
import type { Queryable, Transaction } from '../infra/database';
import { sealerOf } from '../infra/sealing';

interface SecretMessage {
  channel: 'email' | 'sms';
  /** An email address, or a phone in E.164. */
  recipient: string;
  /** In clear: it must name no secret. */
  subject: string;
  text: string;
  html?: string;
}

/** Where a sealed part of a delivery belongs: it opens nowhere else. */
export function deliveryPlace(id: string, part: 'text' | 'html'): string {
  return `deliveries/${id}/${part}`;
}

/** Sent by the worker once the transaction has committed; its words are emptied when that is done. */
export async function enqueueSecret(
  tx: Transaction,
  config: ServiceConfig,
  { channel, recipient, subject, text, html }: SecretMessage,
  now: Instant,
): Promise<void> {
  const id = randomUUID();
  const sealer = sealerOf(config);
  await tx.delivery.create({
    data: {
      id,
      channel,
      recipient,
      subject,
      text: sealer.seal(text, deliveryPlace(id, 'text')),
      html: html === undefined ? null : sealer.seal(html, deliveryPlace(id, 'html')),
      isSealed: true,
      nextTryAt: new Date(now),
      createdAt: new Date(now),
    },
  });
}

/** False once an address that nobody has proved got all the mails that it gets for now. */
export async function mayMail(db: Queryable, recipient: string, now: Instant): Promise<boolean> {
  const proved = { email: recipient, emailVerifiedAt: { not: null } };
  if ((await db.user.count({ where: proved })) > 0) return true;
  for (const { most, within } of unprovedMails) {
    const createdAt = { gt: new Date(now - within) };
    const got = await db.delivery.count({ where: { channel: 'email', recipient, createdAt } });
    if (got >= most) return false;
  }
  return true;
}
