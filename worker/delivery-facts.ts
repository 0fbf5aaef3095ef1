/** The outbox's consumer that tells campaigns what stops or allows their delivery: the event becomes messages to them. */
import { z } from 'zod';
import type { DeliveryEvent } from '../contracts/campaign';
import type { Transaction } from '../infra/database';
import type { OutboxEvent } from '../prisma/generated/client';
import { readAccountStop, type StopCause } from '../store/account-stops';
import { tellCampaign, tellCampaignsOf } from '../store/workflow-messages';
import type { Consumer } from './relay/relay';

const Exhausted = z.object({
  eventId: z.string(),
  kind: z.literal('budget_exhausted'),
  reason: z.string(),
  at: z.number(),
}) satisfies z.ZodType<DeliveryEvent>;
const User = z.object({ userId: z.uuid() });
const Created = z.object({ campaign: z.object({ campaignId: z.uuid(), advertiserId: z.uuid() }) });

type Fact = Pick<DeliveryEvent, 'kind' | 'reason'>;

const ofStop: Readonly<Record<StopCause, Fact>> = {
  disabled: { kind: 'account_disabled', reason: 'The account was disabled.' },
  stopped: { kind: 'account_stopped', reason: 'All campaigns of this account were stopped.' },
};
const ofUser: Readonly<Record<string, Fact>> = {
  'user.disabled': ofStop.disabled,
  'user.enabled': { kind: 'account_enabled', reason: 'The account is enabled again.' },
  'account.stopped': ofStop.stopped,
  'account.released': { kind: 'account_released', reason: 'The account may deliver again.' },
};

/** Told twice it changes nothing: a campaign holds for one reason once, and one that is over need not hear. */
export const deliveryFactsConsumer: Consumer = async (tx, event) => {
  if (event.kind === 'house.exhausted')
    await tellCampaign(tx, event.key.replace('campaign:', ''), Exhausted.parse(event.payload));
  if (event.kind === 'campaign.created') await tellNew(tx, event);
  const fact = ofUser[event.kind];
  if (!fact) return;
  const { userId } = User.parse(event.payload);
  const at = event.createdAt.getTime();
  await tellCampaignsOf(tx, userId, { ...fact, eventId: `outbox:${event.id}`, at });
};

/** A campaign that was created while its account is stopped holds like those that were there. */
async function tellNew(tx: Transaction, event: OutboxEvent): Promise<void> {
  const { campaignId, advertiserId } = Created.parse(event.payload).campaign;
  const stops = await readAccountStop(tx, advertiserId);
  for (const cause of ['disabled', 'stopped'] as const) {
    const at = stops[cause];
    if (at !== null)
      await tellCampaign(tx, campaignId, { ...ofStop[cause], eventId: `outbox:${event.id}:${cause}`, at });
  }
}
