/**
 * What a campaign needs of the place where it runs; a channel each implements it. Every call may come twice, and late:
 * what is wished in the name of objects that others have replaced changes nothing.
 */
import type { ActivationRequest, DeliveryReading, Target } from '../contracts/campaign';
import type { Instant } from '../domain/time';

export interface CampaignPlatform {
  /** Makes the campaign's objects, or finds them; on a failure part-way removes what it made, newest first. */
  activate(request: ActivationRequest): Promise<string[]>;
  /** @param forGood nothing may be started under this campaign any more, not even by a late attempt. */
  withdraw(target: Target, forGood: boolean): Promise<void>;
  /** @returns what the platform now does. */
  setDelivery(target: Target, wanted: boolean): Promise<boolean>;
  /**
   * Minor units; a paid campaign also names the units that its lifetime budget bought.
   * @throws BUDGET_BELOW_DELIVERED unless it is a cut
   */
  setBudget(target: Target, budget: PlatformBudget): Promise<void>;
  setFlight(target: Target, flight: { startAt: Instant | null; endAt: Instant | null }): Promise<void>;
  setRevision(target: Target, hash: string): Promise<void>;
  readDelivery(target: Target): Promise<DeliveryReading>;
  /** Stops for good. @returns what was delivered, which is final. */
  stop(target: Target): Promise<DeliveryReading>;
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
