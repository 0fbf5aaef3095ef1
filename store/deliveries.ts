/** Messages that hold a code or a link that signs in: sealed from the moment they are written until they are sent. */
import { randomUUID } from 'node:crypto';
import type { Instant } from '../domain/time';
import type { ServiceConfig } from '../infra/config';
import type { Transaction } from '../infra/database';
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
