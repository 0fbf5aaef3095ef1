/** What a campaign needs of the place where it runs; a channel each implements it. Every call may come twice. */
import type { ActivationRequest, DeliveryReading } from '../contracts/campaign';
import type { Instant } from '../domain/time';

export interface CampaignPlatform {
  /** Makes the campaign's objects, or finds them; on a failure part-way removes what it made, newest first. */
  activate(request: ActivationRequest): Promise<string[]>;
  /** @param forGood nothing may be started under this campaign any more, not even by a late attempt. */
  withdraw(campaignId: string, forGood: boolean): Promise<void>;
  /** @returns what the platform now does. */
  setDelivery(campaignId: string, wanted: boolean): Promise<boolean>;
  /**
   * Minor units; a paid campaign also names the units that its lifetime budget bought.
   * @throws BUDGET_BELOW_DELIVERED unless it is a cut
   */
  setBudget(campaignId: string, budget: PlatformBudget): Promise<void>;
  setFlight(campaignId: string, flight: { startAt: Instant | null; endAt: Instant | null }): Promise<void>;
  setRevision(campaignId: string, hash: string): Promise<void>;
  readDelivery(campaignId: string): Promise<DeliveryReading>;
  /** Stops for good. @returns what was delivered, which is final. */
  stop(campaignId: string): Promise<DeliveryReading>;
}

export interface PlatformBudget {
  lifetime: number | null;
  daily: number | null;
  units: number | null;
  unitPriceMicros: number | null;
  currency: string;
  /** Units go down to what was delivered where they can't go further: what is promised beyond is taken back. */
  isCut?: boolean;
}
