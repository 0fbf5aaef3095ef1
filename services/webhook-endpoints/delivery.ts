/** A delivery as its endpoint's owner sees it: what was sent, and what each try came to. */
import type { Instant } from '../../domain/time';
import { DELIVERIES_KEPT } from '../../domain/webhooks';
import type { Database } from '../../infra/database';
import type { WebhookDelivery as Row, WebhookAttempt } from '../../prisma/generated/client';

/** Sent when its owner asks for it, to this endpoint alone, and tried once. */
export const TEST_EVENT = 'webhook.test';

export interface WebhookDelivery extends Row {
  tries: WebhookAttempt[];
}

/** Of a `find`: with every try, in turn. */
export const withTries = { tries: { orderBy: { n: 'asc' } } } as const;

/** With their tries, whatever became of them. @returns how many there were. */
export async function removeOldDeliveries(db: Database, now: Instant): Promise<number> {
  const old = { createdAt: { lt: new Date(now - DELIVERIES_KEPT) } };
  return (await db.webhookDelivery.deleteMany({ where: old })).count;
}
