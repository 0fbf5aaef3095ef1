/** The faults that a run must find: each takes the place of one part, and none of them is anywhere near production. */
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type Stripe from 'stripe';
import type { StripeClient } from '../../adapters/stripe/client';

export const plants = ['no-stripe-key', 'no-version-guard', 'relay-before-store'] as const;
/** Those that a money run finds, without a kill. */
export const moneyPlants = [
  'held-in-campaign-currency',
  'refund-not-cut',
  'first-closed-dispute-lifts',
  'inquiry-as-dispute',
] as const;
export type MoneyPlant = (typeof moneyPlants)[number];
export type Plant = (typeof plants)[number] | MoneyPlant;

/** Stripe's client that forgets every idempotency key. */
export function keyless(stripe: StripeClient): StripeClient {
  const { checkout, refunds } = stripe;
  const [open, refund] = [checkout.sessions.create.bind(checkout.sessions), refunds.create.bind(refunds)];
  checkout.sessions.create = ((params: Stripe.Checkout.SessionCreateParams) => open(params)) as typeof open;
  refunds.create = ((params: Stripe.RefundCreateParams) => refund(params)) as typeof refund;
  return stripe;
}

/** The projection's SQL without its guard: whichever comes last wins. */
const withoutGuard = `
  DO $$ DECLARE
    guarded text := pg_get_functiondef('write_campaign'::regproc);
    bare text := replace(guarded,
      'NOT only_newer OR c.version = 0 OR (c.updated_at, c.version) <= (r.updated_at, r.version)', 'true');
  BEGIN
    IF bare = guarded THEN RAISE EXCEPTION 'the guard is written in other words'; END IF;
    EXECUTE bare;
  END $$`;

/** A trigger before each row that a table takes. */
const before = (name: string, when: string, body: string) => `
  DO $plant$ BEGIN
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ ${body} $$;
    CREATE TRIGGER ${name} BEFORE ${when} FOR EACH ROW EXECUTE FUNCTION ${name}();
  END $plant$`;

/** What was paid is always taken to be of the currency that was asked for. */
const inCampaignCurrency = before(
  'planted_currency',
  'INSERT OR UPDATE ON payments',
  'BEGIN NEW.received_currency := CASE WHEN NEW.received_currency IS NULL THEN NULL ELSE NEW.currency END; RETURN NEW; END',
);

/** Every dispute of a payment is taken to be its first one: whichever is closed, closes it. */
const oneDispute = before(
  'planted_dispute',
  'INSERT ON inbox',
  `DECLARE first jsonb; BEGIN
    IF NEW.kind LIKE 'charge.dispute.%' THEN
      SELECT payload #> '{data,object,id}' INTO first FROM inbox
      WHERE key = NEW.key AND kind LIKE 'charge.dispute.%' ORDER BY id LIMIT 1;
      IF first IS NOT NULL THEN NEW.payload := jsonb_set(NEW.payload, '{data,object,id}', first); END IF;
    END IF;
    RETURN NEW; END`,
);

/** The bank's question is taken to be a dispute, and its end to be one that was won. */
const noInquiry = before(
  'planted_inquiry',
  'INSERT ON inbox',
  `DECLARE status text := NEW.payload #>> '{data,object,status}'; BEGIN
    IF NEW.kind LIKE 'charge.dispute.%' AND status LIKE 'warning_%' THEN
      NEW.payload := jsonb_set(NEW.payload, '{data,object,status}',
        to_jsonb(CASE status WHEN 'warning_closed' THEN 'won' ELSE 'needs_response' END));
    END IF;
    RETURN NEW; END`,
);

/** What the owner of the database runs for a plant. */
export const plantedSql: Partial<Record<Plant, string>> = {
  'no-version-guard': withoutGuard,
  'held-in-campaign-currency': inCampaignCurrency,
  'first-closed-dispute-lifts': oneDispute,
  'inquiry-as-dispute': noInquiry,
};

/** A refund that is larger than what is left is refused for good: nobody looks what is left. */
export const refusedForGood: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    async execute(input, next) {
      if (info.activityType !== 'createRefund') return next(input);
      return next(input).catch((error: unknown) => {
        if (!(error instanceof ApplicationFailure) || error.type !== 'REFUND_TOO_LARGE') throw error;
        throw ApplicationFailure.nonRetryable('It is too large.', 'PROVIDER_REFUSED');
      });
    },
  },
});
