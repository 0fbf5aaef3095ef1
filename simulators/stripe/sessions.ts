/** Checkout sessions: made by the API, paid, declined or abandoned by a customer, expired by either side or by time. */
import { z } from 'zod';
import { checkTotal } from './amounts';
import { type Desk, seconds, thing } from './desk';
import type { Charge, Intent, Metadata, Session } from './objects';
import { badParameter, forbidden, missing } from './refusal';

const text = z.string().min(1).max(5_000);
const integer = z.coerce.number().int();
export const metadata = z.record(z.string().max(40), z.string().max(500)).default({});

export const createSession = z.strictObject({
  mode: z.literal('payment'),
  line_items: z
    .array(
      z.strictObject({
        price_data: z.strictObject({
          currency: z.string().regex(/^[a-z]{3}$/),
          unit_amount: integer.min(1).max(99_999_999_999),
          product_data: z.strictObject({ name: text, description: text.optional() }),
        }),
        quantity: integer.min(1),
      }),
    )
    .min(1),
  success_url: text,
  cancel_url: text.optional(),
  client_reference_id: z.string().max(200).optional(),
  customer: text.optional(),
  customer_email: text.optional(),
  expires_at: integer.optional(),
  metadata,
  payment_intent_data: z.strictObject({ metadata, description: text.optional() }).optional(),
  payment_method_types: z.array(z.string()).optional(),
});

const HALF_HOUR = 1_800;
const DAY = 86_400;

export function openSession(desk: Desk, input: z.output<typeof createSession>): Session {
  const now = seconds(desk);
  const expiresAt = input.expires_at ?? now + DAY;
  // Stripe allows 30 minutes to 24 hours; a minute of grace covers clocks that differ.
  if (expiresAt < now + HALF_HOUR / desk.timeScale - 60 || expiresAt > now + DAY + 60)
    throw badParameter('expires_at', 'The `expires_at` timestamp must be 30 minutes to 24 hours from now.');
  const currencies = new Set(input.line_items.map((item) => item.price_data.currency));
  const [currency] = currencies;
  if (!currency || currencies.size > 1)
    throw badParameter('line_items', 'All line items must have one currency.');
  const total = input.line_items.reduce((sum, item) => sum + item.price_data.unit_amount * item.quantity, 0);
  checkTotal(total, currency);
  const base = thing(desk, 'cs_test', 'checkout.session');
  desk.memory.put('intent_plan', { id: base.id, metadata: input.payment_intent_data?.metadata ?? {} });
  return desk.memory.put('checkout.session', {
    ...base,
    mode: 'payment',
    status: 'open',
    payment_status: 'unpaid',
    amount_subtotal: total,
    amount_total: total,
    currency,
    url: `${desk.baseUrl()}/pay/${base.id}`,
    success_url: input.success_url,
    cancel_url: input.cancel_url ?? null,
    client_reference_id: input.client_reference_id ?? null,
    customer: input.customer ?? null,
    customer_email: input.customer_email ?? null,
    expires_at: expiresAt,
    payment_intent: null,
    metadata: input.metadata,
    payment_method_types: input.payment_method_types ?? ['card'],
  });
}

/** Reads a session; one whose time has come has expired by the time anyone looks. */
export function readSession(desk: Desk, id: string): Session {
  const session = desk.memory.get('checkout.session', id);
  if (!session) throw missing('checkout.session', id);
  return session.status === 'open' && session.expires_at <= seconds(desk) ? close(desk, session) : session;
}

export function expireSession(desk: Desk, id: string): Session {
  const session = readSession(desk, id);
  if (session.status !== 'open')
    throw forbidden(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    );
  return close(desk, session);
}

/** Expires all whose time has come; returns how many. */
export function expireDue(desk: Desk): number {
  const due = desk.memory
    .all('checkout.session')
    .filter((session) => session.status === 'open' && session.expires_at <= seconds(desk));
  for (const session of due) close(desk, session);
  return due.length;
}

function close(desk: Desk, session: Session): Session {
  const expired = desk.memory.put('checkout.session', { ...session, status: 'expired', url: null });
  desk.raise('checkout.session.expired', expired);
  return expired;
}

/** What the customer does on the page; `amount` and `currency` differ from the session's only to provoke. */
export interface Payment {
  method: 'card' | 'bank_debit';
  amount?: number | undefined;
  currency?: string | undefined;
}

export function pay(desk: Desk, id: string, payment: Payment): Session {
  const session = readSession(desk, id);
  if (session.status !== 'open') throw forbidden(`This Checkout Session is ${session.status}.`);
  const amount = payment.amount ?? session.amount_total;
  const currency = payment.currency ?? session.currency;
  const intent = desk.memory.put('payment_intent', {
    ...thing(desk, 'pi', 'payment_intent'),
    amount,
    amount_received: 0,
    currency,
    status: 'processing',
    customer: session.customer,
    latest_charge: null,
    metadata: desk.memory.get('intent_plan', id)?.metadata ?? {},
    last_payment_error: null,
  });
  const complete: Session = {
    ...session,
    status: 'complete',
    url: null,
    amount_total: amount,
    currency,
    payment_intent: intent.id,
    payment_status: payment.method === 'card' ? 'paid' : 'unpaid',
  };
  desk.memory.put('checkout.session', complete);
  if (payment.method === 'card') charge(desk, intent, 'card');
  desk.raise('checkout.session.completed', complete);
  return complete;
}

/** The bank's word on a debit, days after the page was left. */
export function settleDebit(desk: Desk, id: string, succeeded: boolean): Session {
  const session = readSession(desk, id);
  const intent = session.payment_intent ? desk.memory.get('payment_intent', session.payment_intent) : null;
  if (intent?.status !== 'processing') throw forbidden('No debit of this session is processing.');
  if (succeeded) charge(desk, intent, 'us_bank_account');
  else decline(desk, intent.currency, intent.amount, intent);
  const settled = desk.memory.put('checkout.session', {
    ...session,
    payment_status: succeeded ? 'paid' : 'unpaid',
  });
  desk.raise(`checkout.session.async_payment_${succeeded ? 'succeeded' : 'failed'}`, settled);
  return settled;
}

/** A declined card: the session stays open for another try. */
export function declineCard(desk: Desk, id: string): Session {
  const session = readSession(desk, id);
  if (session.status !== 'open') throw forbidden(`This Checkout Session is ${session.status}.`);
  decline(desk, session.currency, session.amount_total, null);
  return session;
}

function decline(desk: Desk, currency: string, amount: number, intent: Intent | null): void {
  const failed = desk.memory.put('payment_intent', {
    ...(intent ?? {
      ...thing(desk, 'pi', 'payment_intent'),
      amount,
      amount_received: 0,
      currency,
      customer: null,
      latest_charge: null,
      metadata: {} satisfies Metadata,
    }),
    status: 'requires_payment_method',
    last_payment_error: { type: 'card_error', code: 'card_declined', message: 'Your card was declined.' },
  });
  desk.raise('payment_intent.payment_failed', failed);
}

function charge(desk: Desk, intent: Intent, type: Charge['payment_method_details']['type']): Charge {
  const made = desk.memory.put('charge', {
    ...thing(desk, 'ch', 'charge'),
    amount: intent.amount,
    amount_captured: intent.amount,
    amount_refunded: 0,
    currency: intent.currency,
    payment_intent: intent.id,
    paid: true,
    captured: true,
    refunded: false,
    disputed: false,
    status: 'succeeded',
    payment_method_details: { type },
    metadata: intent.metadata,
  });
  const paid = desk.memory.put('payment_intent', {
    ...intent,
    status: 'succeeded',
    amount_received: intent.amount,
    latest_charge: made.id,
  });
  desk.raise('payment_intent.succeeded', paid);
  return made;
}
