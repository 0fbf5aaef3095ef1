/** The relay: moves what Postgres holds for the outside to where it belongs; several side by side are safe. */
import { type Instant, MINUTE, SECOND } from '../../domain/time';
import type { Database, Transaction } from '../../infra/database';
import type { Logger } from '../../infra/log';
import type { OutboxEvent } from '../../prisma/generated/client';
import type { NamedEvent } from '../../schemas/stripe-events';
import type { Reservation } from '../../store/reservations';
import { confirmCampaigns } from './confirm';
import { relayInbox } from './inbox';
import { type Loop, type LoopOptions, startLoop } from './loop';
import { deliverMessages } from './messages';
import { startReservations } from './reservations';
import { sweepStripe } from './sweep';
import { tellEvents } from './tell';
import type { WorkflowClient } from './workflow-client';

/** Hears every event once, in order per key: what it writes commits with the mark that it heard. */
export type Consumer = (tx: Transaction, event: OutboxEvent) => Promise<void>;

export interface RelayDeps {
  db: Database;
  workflows: WorkflowClient;
  consumers: readonly Consumer[];
  /** Sends a batch of mails and messages that are due; answers how many it tried. */
  sendDue(): Promise<number>;
  /** Stripe's events since an instant, oldest first. */
  listStripeEvents(since: Instant): Promise<NamedEvent[]>;
  /** Whose a payment intent is, as Stripe has it; nulls for one that is not ours. */
  ownerOfIntent(intentId: string): Promise<{ campaignId: string | null; paymentId: string | null }>;
  /** Starts the workflow of a reserved campaign, or finds it there. */
  startCampaign(reservation: Reservation): Promise<unknown>;
  timeScale: number;
  log: Logger;
  now(): Instant;
  random(): number;
}

const SWEEP_EVERY = 5 * MINUTE;

/** Starts every loop; `stop` lets each finish the step it is in. */
export function startRelay(deps: RelayDeps): Loop {
  const steps: Pick<LoopOptions, 'name' | 'step' | 'rest'>[] = [
    { name: 'inbox', step: () => relayInbox(deps) },
    { name: 'confirm', step: () => confirmCampaigns(deps) },
    { name: 'tell', step: () => tellEvents(deps) },
    { name: 'messages', step: deliverMessages(deps, 'new') },
    { name: 'messages-again', step: deliverMessages(deps, 'failed') },
    { name: 'deliver', step: () => deps.sendDue() },
    { name: 'reservations', step: startReservations(deps), rest: [SECOND, 10 * SECOND] },
    { name: 'sweep', step: () => sweepStripe(deps), rest: every(SWEEP_EVERY / deps.timeScale) },
  ];
  const loops = steps.map((step) => startLoop({ ...step, random: deps.random, log: deps.log }));
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

/** A squeezed run still leaves the outside a second's rest. */
function every(duration: number): [number, number] {
  const rest = Math.max(SECOND, duration);
  return [rest, rest];
}
