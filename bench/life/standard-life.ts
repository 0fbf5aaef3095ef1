/** The standard life of a campaign, driven through the use cases: created, one image, submitted, approved, paid, approved. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Phase } from '../../domain/campaign/phases';
import { BusinessError } from '../../domain/errors';
import { DAY, iso } from '../../domain/time';
import { runDirectly } from '../../infra/database';
import { CreateCampaign } from '../../schemas/campaigns';
import { fromTargeting } from '../../schemas/targeting';
import { createAdGroup } from '../../services/ad-groups/create';
import { createCampaign } from '../../services/campaigns/create';
import { requestCheckout } from '../../services/campaigns/pay';
import { reviewCampaign, reviewMedia } from '../../services/campaigns/review';
import { submitCampaign } from '../../services/campaigns/submit';
import type { Deps } from '../../services/context';
import { createCreative } from '../../services/creatives/create';
import { workflowClient } from '../../worker/relay/workflow-client';
import { type Cast, callAs, TARGETING } from './cast';

export interface Flight {
  /** Days from now to its first day; null starts at approval. */
  startsIn: number | null;
  /** Whole days from now to its last. */
  lasts: number;
}

/** What a client sends to create it. */
export function wireBody(
  { budget }: Cast,
  { startsIn, lasts }: Flight,
  now: number,
): z.input<typeof CreateCampaign> {
  const date = (days: number) => iso(now + days * DAY).slice(0, 10);
  const { objective, ...targeting } = fromTargeting(TARGETING);
  return {
    name: 'Standard life',
    objective,
    targeting,
    budget_lifetime: budget,
    start_date: startsIn === null ? null : date(startsIn),
    end_date: date(lasts),
  };
}

/**
 * Lives until an admin has approved the campaign; the rest is the clock's. Returns its id.
 * @throws what any of the use cases throws: none of them is expected to.
 */
export async function live(deps: Deps, cast: Cast, flight: Flight): Promise<string> {
  const asAdvertiser = () => callAs(deps, cast.advertiser);
  const asAdmin = () => callAs(deps, cast.admin);
  const body = CreateCampaign.parse(wireBody(cast, flight, deps.now()));
  const { campaignId } = await createCampaign.call(asAdvertiser(), body);
  const group = { name: 'All', targeting: {}, bidStrategy: 'manual', bidAmount: null } as const;
  const adGroup = await createAdGroup.call(asAdvertiser(), {
    campaignId,
    fields: { ...group, status: 'active' },
  });
  const words = { headline: 'Fresh bread', description: 'At seven.', callToAction: 'Learn More' };
  await createCreative.call(asAdvertiser(), {
    adGroupId: adGroup.id,
    fields: {
      ...words,
      destinationUrl: 'https://shop.example/',
      mediaId: cast.mediaId,
      weight: 1,
      status: 'active',
    },
  });
  const { submitted } = await submitCampaign.call(asAdvertiser(), {
    campaignId,
    quoteId: null,
    expectedVersion: null,
  });
  const decision = { revision: submitted?.hash ?? '', decision: 'approved', reason: null } as const;
  await reviewMedia.call(asAdmin(), { campaignId, mediaId: cast.mediaId, ...decision });
  const urls = { successUrl: null, cancelUrl: null };
  const { checkout } = await requestCheckout.call(asAdvertiser(), { campaignId, ...urls });
  if (!checkout) throw new BusinessError('OUTCOME_UNKNOWN');
  await workflowClient(deps.temporal, deps.config.ADFLIGHT_TIME_SCALE).signalCampaign(campaignId, {
    eventId: `evt_${randomUUID()}`,
    kind: 'paid',
    paymentId: checkout.paymentId,
    sessionId: checkout.sessionId,
    intentId: `pi_${checkout.paymentId}`,
    amount: cast.budget,
    currency: 'usd',
    at: deps.now(),
  });
  await reaches(deps, campaignId, 'pending_approval');
  await reviewCampaign.call(asAdmin(), { campaignId, ...decision });
  return campaignId;
}

const Rows = z.tuple([z.object({ phase: z.string() })]);

/**
 * Waits until the campaign's row says so: reading it costs the workflow nothing.
 * @throws after half a minute.
 */
export async function reaches({ db }: Pick<Deps, 'db'>, id: string, phase: Phase): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const rows = await runDirectly(db, 'SELECT phase FROM campaigns WHERE id = $1', [id]);
    const [row] = Rows.parse(rows);
    if (row.phase === phase) return;
    if (Date.now() > deadline) throw new Error(`campaign ${id} is ${row.phase}, and should be ${phase}`);
    await sleep(200);
  }
}
