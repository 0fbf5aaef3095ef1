/** What a campaign's workflow has done: its rows written, its platform moved, its payments told. Each is idempotent. */
import type { Client } from '@temporalio/client';
import { messagesToPayments } from '../adapters/temporal/payments';
import type { ActivationRequest, Channel, DeliveryReading, Projection, Target } from '../contracts/campaign';
import { BusinessError } from '../domain/errors';
import { paymentReceived } from '../domain/ledger';
import type { Instant } from '../domain/time';
import type { Database } from '../infra/database';
import { readLastEdit } from '../store/edits';
import { postTransaction } from '../store/ledger';
import { projectCampaign } from '../store/projection';
import { type ReportFacts, storeReport } from '../store/reports';
import { withTypedFailures } from './failures';
import type { CampaignPlatform, PlatformBudget } from './platform';

export interface WalletCharge {
  campaignId: string;
  advertiserId: string;
  paymentId: string;
  /** Minor units. */
  amount: number;
  currency: string;
}

export interface CampaignActivityDeps {
  db: Database;
  temporal: Client;
  platforms: Partial<Record<Channel, CampaignPlatform>>;
  timeScale: number;
}

export function createCampaignActivities({ db, temporal, platforms, timeScale }: CampaignActivityDeps) {
  const on = (channel: Channel): CampaignPlatform => {
    const found = platforms[channel];
    if (!found) throw new BusinessError('CHANNEL_UNAVAILABLE');
    return found;
  };
  return withTypedFailures({
    /** Row, timeline, outbox, payments, audit and ledger of one decision; an older version changes nothing. */
    async projectCampaign(projection: Projection): Promise<void> {
      await projectCampaign(db, projection);
    },

    /** When an ad group or creative of the campaign was last written (epoch ms), or null. */
    readLastEdit: (campaignId: string): Promise<Instant | null> => readLastEdit(db, campaignId),

    /** @throws INSUFFICIENT_FUNDS */
    async chargeWallet({ advertiserId, amount, ...charge }: WalletCharge): Promise<void> {
      await postTransaction(
        db,
        paymentReceived({ ...charge, wanted: amount, excess: 0, walletOf: advertiserId }),
      );
    },

    activateCampaign: (request: ActivationRequest): Promise<string[]> =>
      on(request.channel).activate(request),

    withdrawCampaign: (target: Target, forGood: boolean): Promise<void> =>
      on(target.channel).withdraw(target, forGood),

    setDelivery: (target: Target, wanted: boolean): Promise<boolean> =>
      on(target.channel).setDelivery(target, wanted),

    /** @throws BUDGET_BELOW_DELIVERED */
    setBudget: (target: Target, budget: PlatformBudget): Promise<void> =>
      on(target.channel).setBudget(target, budget),

    setFlight: (target: Target, flight: { startAt: Instant | null; endAt: Instant | null }): Promise<void> =>
      on(target.channel).setFlight(target, flight),

    setRevision: (target: Target, hash: string): Promise<void> =>
      on(target.channel).setRevision(target, hash),

    readDelivery: (target: Target): Promise<DeliveryReading> => on(target.channel).readDelivery(target),

    /** Stops delivery, reads what was delivered, and stores the final report: one call, since nothing may come between. */
    async finishCampaign(target: Target, facts: ReportFacts): Promise<DeliveryReading> {
      const reading = await on(target.channel).stop(target);
      await storeReport(db, target.campaignId, facts, reading);
      return reading;
    },

    ...messagesToPayments(temporal, timeScale),
  });
}
