/** The outbox's consumer that tells people: an event becomes in-app rows and deliveries, each once. */
import { renderMail } from '../../adapters/mail/template';
import type { CampaignEvent } from '../../contracts/campaign';
import type { Notice, NotificationChannel } from '../../domain/notice';
import { isNotified, notices, noticesOf } from '../../domain/notifications';
import type { Transaction } from '../../infra/database';
import { uuidV5 } from '../../infra/uuid';
import type { OutboxEvent } from '../../prisma/generated/client';
import { mayMail } from '../../store/deliveries';
import type { Consumer } from '../relay/relay';
import { readFacts, type Told } from './facts';

/** The table has a row for every event of a campaign: the compiler says so. */
notices satisfies Record<CampaignEvent, readonly Notice[]>;

/** Namespace of our UUIDv5s: `<outbox id>:<user>` and `<outbox id>:<channel>:<recipient>`. */
const NAMESPACE = '8d3f6b0e-52a7-4c1b-9e64-0f7a2d91c5b3';

export interface NotificationDeps {
  /** The address of the dashboard, for links. */
  publicUrl: string;
  /** The admins' chat; null: no Telegram. */
  telegramChatId: string | null;
}

interface Person {
  id: string;
  email: string | null;
}

/** Writes in the consumer's transaction; an event told twice, in whole or in part, adds nothing. */
export function notificationConsumer(deps: NotificationDeps): Consumer {
  return async (tx, event) => {
    // Other consumers' events have payloads of their own.
    const told = isNotified(event.kind) ? await readFacts(tx, event) : null;
    if (!told) return;
    for (const notice of noticesOf(event.kind, told.facts)) {
      const people = await audience(tx, notice.audience, told.advertiserId);
      const letter = { event, told, notice, people };
      await tx.notification.createMany({ skipDuplicates: true, data: inAppRows(letter) });
      const data = deliveryRows(letter, await mailedAt(tx, letter), deps);
      await tx.delivery.createMany({ skipDuplicates: true, data });
    }
  };
}

/** One notice of an event, to the people of its audience. */
interface Letter {
  event: OutboxEvent;
  told: Told;
  notice: Notice;
  people: Person[];
}

async function audience(
  tx: Transaction,
  who: Notice['audience'],
  advertiserId: string | null,
): Promise<Person[]> {
  if (who === 'advertiser' && advertiserId === null) return [];
  const where =
    advertiserId === null || who === 'admins' ? { role: 'admin', isActive: true } : { id: advertiserId };
  return tx.user.findMany({ where, select: { id: true, email: true } });
}

function inAppRows({ event, told, notice, people }: Letter) {
  if (!notice.channels.includes('in_app')) return [];
  return people.map((person) => ({
    id: uuidV5(NAMESPACE, `${event.id}:${person.id}`),
    userId: person.id,
    type: event.kind,
    title: notice.title,
    message: notice.message(told.facts),
    campaignId: told.campaignId,
    createdAt: event.createdAt,
  }));
}

/** The email addresses that may be written to now. */
async function mailedAt(tx: Transaction, { event, notice, people }: Letter): Promise<string[]> {
  if (!notice.channels.includes('email')) return [];
  const addresses: string[] = [];
  for (const { email } of people)
    if (email !== null && (await mayMail(tx, email, event.createdAt.getTime()))) addresses.push(email);
  return addresses;
}

function deliveryRows(
  { event, told, notice }: Letter,
  addresses: readonly string[],
  { publicUrl, telegramChatId }: NotificationDeps,
) {
  const { title, channels } = notice;
  const message = notice.message(told.facts);
  const url = told.campaignId ? `${publicUrl}/campaigns/${told.campaignId}` : publicUrl;
  const label = told.campaignId ? 'Open the campaign' : 'Open Adflight';
  const row = (channel: NotificationChannel, recipient: string) => ({
    id: uuidV5(NAMESPACE, `${event.id}:${channel}:${recipient}`),
    channel,
    recipient,
    nextTryAt: event.createdAt,
    createdAt: event.createdAt,
  });
  const mail = renderMail({ title, message, link: { label, url }, home: publicUrl });
  const chats = channels.includes('telegram') && telegramChatId ? [telegramChatId] : [];
  return [
    ...addresses.map((address) => ({ ...row('email', address), ...mail })),
    ...chats.map((chat) => ({
      ...row('telegram', chat),
      subject: title,
      text: [title, message, url].join('\n\n'),
    })),
  ];
}
