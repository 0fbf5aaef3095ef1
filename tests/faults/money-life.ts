/** One campaign to whose money everything happens that its plan says; whoever refuses an act is written down, not minded. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { overridableHolds } from '../../contracts/campaign';
import { isOver, type Phase, phases } from '../../domain/campaign/phases';
import { formatMoney } from '../../domain/money';
import type { Database } from '../../infra/database';
import { CampaignAnswer } from '../../schemas/campaigns';
import type { Answer } from './client';
import { Life, PaymentList, type World } from './lives';
import type { Act, Plan, Way } from './money-plan';

const Session = z.object({
  session: z.object({ session_id: z.string(), payment_id: z.string() }).nullable(),
});
const Paid = z.looseObject({ payment_intent: z.string() });
const Thing = z.looseObject({ id: z.string(), amount: z.int(), status: z.string(), created: z.int() });
type Thing = z.output<typeof Thing>;
const Charge = z.looseObject({ amount_captured: z.int(), amount_refunded: z.int(), currency: z.string() });
const View = z.looseObject({ phase: z.enum(phases), payment: z.string() });

const isUndecided = /needs_response|under_review/;
const SETTLED_WITHIN_MS = 20_000;
/** Longer than the squeezed rest of a day, and than any webhook is late. */
const OVER_WITHIN_MS = 45_000;

export interface MoneyWorld extends World {
  db: Database;
  /** Stripe's API as the application reads it: the objects of a list, newest first. */
  list(path: string): Promise<unknown[]>;
}

export class MoneyLife {
  readonly said: string[] = [];
  private readonly life: Life;
  private readonly sessions: string[] = [];
  private readonly intents: string[] = [];
  private paidAsAsked = false;
  /** A bank debit's refund is pending for a while. */
  private debited = false;

  constructor(
    readonly plan: Plan,
    private readonly world: MoneyWorld,
  ) {
    this.life = new Life('standard', world);
  }

  /** Empty until it is created. */
  get campaignId(): string {
    return this.life.campaignId;
  }

  async live(): Promise<void> {
    await this.life.create({ budget_lifetime: this.plan.budget });
    await this.life.submit();
    await this.life.approveMedia();
    for (const act of this.plan.acts) {
      const done = await this.perform(act).catch((error: unknown) => {
        if (error instanceof Refused) return error.message;
        throw error;
      });
      this.said.push(`${describe(act)}: ${done}`);
    }
  }

  private perform(act: Act): Promise<string> {
    switch (act.act) {
      case 'pay':
        return this.pay(act);
      case 'debit':
        return this.debit(act.arrives);
      case 'open_checkout':
        return this.checkout();
      case 'budget':
        return this.change('budget', {
          budget_lifetime: Math.max(1_000, Math.round(this.plan.budget * act.factor)),
        });
      case 'admin_refunds':
        return this.adminRefunds(act);
      case 'dashboard_refunds':
        return this.ofWhatIsLeft(act, (intent, amount) =>
          this.stripe(`intents/${intent}/refund`, { amount }, act.way),
        );
      case 'dispute':
      case 'inquiry':
        return this.ofWhatIsLeft(act, (intent, amount) =>
          this.stripe(`intents/${intent}/dispute`, { amount, inquiry: act.act === 'inquiry' }, act.way),
        );
      case 'answer':
        return this.ofDispute(act.which, /needs_response$/, (id) =>
          this.stripe(`disputes/${id}/respond`, {}, act.way),
        );
      case 'escalate':
        return this.ofDispute(act.which, /^warning_(?!closed)/, (id) =>
          this.stripe(`disputes/${id}/escalate`, {}, act.way),
        );
      case 'close':
        return this.ofDispute(act.which, isUndecided, (id) =>
          this.stripe(`disputes/${id}/close`, { won: act.won }, act.way),
        );
      case 'close_all':
        return this.closeAll(act);
      case 'refund_fails':
        return this.ofRefund(act.which, 'succeeded', (id) => this.stripe(`refunds/${id}/fail`, {}, act.way));
      case 'refund_is_canceled':
        return this.cancelRefund(act);
      case 'pause':
      case 'resume':
        return this.change(act.act, {}, act.by);
      case 'override':
        return this.override();
      case 'deliver':
        return this.deliver(act.all ? null : act.part);
      case 'approve':
      case 'reject':
        return this.decide(act.act === 'approve' ? 'approved' : 'rejected');
      case 'cancel':
        return this.change('cancel', { reason: 'No longer wanted.' });
      case 'end_flight':
        return this.endFlight();
      case 'flush':
        return this.flush(act.reversed);
      case 'wait':
        return sleep(act.ms, 'over');
      case 'settle':
        return this.settle();
      case 'paid':
        return this.paid();
    }
  }

  private async checkout(): Promise<string> {
    const body = { campaign_id: this.campaignId };
    for (let tries = 0; ; tries += 1) {
      const answer = await this.world.advertiser.ask('POST', '/payment/create-checkout-session', body);
      const { session } = Session.parse(accepted(answer));
      if (session) {
        if (this.sessions.at(-1) !== session.session_id) this.sessions.push(session.session_id);
        return session.session_id;
      }
      if (tries === 20) throw new Refused('no session came');
      await sleep(300);
    }
  }

  private async pay(act: Extract<Act, { act: 'pay' }>): Promise<string> {
    const newest = this.sessions.at(-1);
    const session = act.how === 'stale' && newest ? newest : await this.checkout();
    const asked = act.how === 'other_amount' ? await this.sumOf(session) : 0;
    const body =
      act.how === 'other_currency'
        ? { currency: act.currency.toLowerCase() }
        : act.how === 'other_amount'
          ? { amount: Math.max(100, Math.round(asked * act.part)) + 1 }
          : {};
    const { payment_intent } = Paid.parse(await this.stripe(`sessions/${session}/pay`, body, act.way));
    this.intents.push(payment_intent);
    this.paidAsAsked ||= act.how === 'right';
    return payment_intent;
  }

  private async sumOf(session: string): Promise<number> {
    const { amount } = await this.world.db.payment.findFirstOrThrow({ where: { sessionId: session } });
    return Number(amount);
  }

  private async debit(arrives: boolean): Promise<string> {
    const session = await this.checkout();
    const body = { method: 'bank_debit' };
    const { payment_intent } = Paid.parse(await this.stripe(`sessions/${session}/pay`, body, 'normal'));
    this.intents.push(payment_intent);
    this.debited = true;
    this.paidAsAsked ||= arrives;
    await sleep(200);
    await this.stripe(`sessions/${session}/settle`, { succeeded: arrives }, 'normal');
    return payment_intent;
  }

  /** Of a payment that Stripe has money of: that money's amount, or a part of it, goes into something. */
  private async ofWhatIsLeft(
    { which, part, all }: { which: number; part: number; all: boolean },
    work: (intent: string, amount: number) => Promise<unknown>,
  ): Promise<string> {
    const intent = choose(this.intents, which);
    const charge = z.array(Charge).parse(await this.world.list(`charges?payment_intent=${intent}`))[0];
    if (!charge) throw new Refused('nothing was charged');
    const left = charge.amount_captured - charge.amount_refunded;
    const amount = all ? left : Math.max(1, Math.floor(left * part));
    if (left === 0) throw new Refused('nothing is left');
    await work(intent, amount);
    return `${formatMoney(amount, charge.currency.toUpperCase())} of ${intent}`;
  }

  private async things(kind: 'refunds' | 'disputes', of: (thing: Thing) => boolean): Promise<Thing[]> {
    const found: Thing[] = [];
    for (const intent of this.intents)
      found.push(
        ...z.array(Thing).parse(await this.world.list(`${kind}?payment_intent=${intent}&limit=100`)),
      );
    return found.filter(of);
  }

  private async ofDispute(
    which: number,
    status: RegExp,
    work: (id: string) => Promise<unknown>,
  ): Promise<string> {
    const { id, amount } = choose(await this.things('disputes', (one) => status.test(one.status)), which);
    await work(id);
    return `${id} of ${amount}`;
  }

  private async closeAll({ which, way }: { which: number; way: Way }): Promise<string> {
    const open = await this.things('disputes', ({ status }) => isUndecided.test(status));
    const said: string[] = [];
    for (const [index, { id, amount }] of open.entries()) {
      const won = (index + Math.round(which)) % 2 === 0;
      await this.stripe(`disputes/${id}/close`, { won }, way);
      said.push(`${id} of ${amount} ${won ? 'won' : 'lost'}`);
    }
    return said.join(', ') || 'none was open';
  }

  private async ofRefund(
    which: number,
    status: string,
    work: (id: string) => Promise<unknown>,
  ): Promise<string> {
    const { id, amount } = choose(await this.things('refunds', (one) => one.status === status), which);
    await work(id);
    return `${id} of ${amount}`;
  }

  /** A refund that was just asked for is on its way to Stripe for a moment. */
  private async cancelRefund({ which, way }: { which: number; way: Way }): Promise<string> {
    for (let tries = this.debited ? 24 : 0; ; tries -= 1) {
      const pending = await this.things('refunds', ({ status }) => status === 'pending');
      if (pending.length === 0 && tries > 0) await sleep(250);
      else return this.ofRefund(which, 'pending', (id) => this.stripe(`refunds/${id}/cancel`, {}, way));
    }
  }

  private async adminRefunds(act: Extract<Act, { act: 'admin_refunds' }>): Promise<string> {
    const path = `/payments?campaign_id=${this.campaignId}&limit=100`;
    const { items } = PaymentList.parse(await this.world.admin.done('GET', path));
    const payments = items.filter(({ received, held }) => received > 0 && held === act.held);
    const { id, refundable, received_currency } = choose(payments, act.which);
    const amount = act.all ? undefined : Math.max(1, Math.floor(refundable * act.part));
    const body = { reason: 'An admin decided.', ...(amount && { amount }) };
    accepted(await this.world.admin.ask('POST', `/payments/${id}/refund`, body));
    const sum = formatMoney(amount ?? refundable, received_currency ?? this.plan.currency);
    return `${amount ? '' : 'all, '}${sum} of ${id}`;
  }

  private async change(
    verb: string,
    body: object,
    by: 'advertiser' | 'admin' = 'advertiser',
  ): Promise<string> {
    const answer = await this.world[by].ask('POST', `/campaigns/${this.campaignId}/${verb}`, body);
    const { phase, payment, holds } = CampaignAnswer.parse(accepted(answer));
    return [phase, payment, ...holds.map((hold) => hold.by)].join(' ');
  }

  private async override(): Promise<string> {
    const answer = await this.world.admin.done('GET', `/campaigns/${this.campaignId}`);
    const held = CampaignAnswer.parse(answer).holds.map(({ by }) => by);
    const holds = overridableHolds.filter((by) => held.includes(by));
    if (holds.length === 0) throw new Refused('nothing holds it that can be overridden');
    return this.change('resume', { override: { holds, reason: 'We bear it.' } }, 'admin');
  }

  private async decide(decision: 'approved' | 'rejected'): Promise<string> {
    const { revision } = CampaignAnswer.parse(
      await this.world.admin.done('GET', `/campaigns/${this.campaignId}`),
    );
    const body = { revision: revision?.hash, decision, reason: 'So decided.' };
    const said = await this.change('review', body, 'admin');
    if (decision === 'approved') await this.becomes((phase) => phase !== 'activating', SETTLED_WITHIN_MS);
    return said;
  }

  private async deliver(part: number | null): Promise<string> {
    const item = await this.world.db.houseLineItem.findUnique({ where: { campaignId: this.campaignId } });
    if (item?.status !== 'active') throw new Refused('it does not deliver');
    const value = part === null ? null : Math.floor(this.plan.budget * part);
    await this.world.deliver(this.campaignId, value);
    return value === null ? 'all' : formatMoney(value, this.plan.currency);
  }

  private async endFlight(): Promise<string> {
    await this.change('flight', { end_date: this.world.day(0) });
    // One that nobody paid waits for another flight.
    return this.becomes((phase) => isOver(phase) || phase === 'awaiting_payment', OVER_WITHIN_MS);
  }

  private async flush(reversed: boolean): Promise<string> {
    for (const intent of this.intents) await this.stripe('webhooks/flush', { reversed, intent }, 'normal');
    return 'sent';
  }

  /** Until its payment is heard of, however it was told: one that is held back is let go. */
  private async paid(): Promise<string> {
    await this.flush(false);
    if (!this.paidAsAsked) return 'nothing was paid as it was asked for';
    return this.becomes((phase) => phase !== 'awaiting_payment', SETTLED_WITHIN_MS);
  }

  /** Until all that was told is heard, and acted on as far as it goes by itself. */
  private async settle(): Promise<string> {
    const deadline = Date.now() + SETTLED_WITHIN_MS;
    const id = this.campaignId;
    for (let quiet = 0; quiet < 2; ) {
      const [{ waiting }] = z.tuple([z.object({ waiting: z.coerce.number() })]).parse(
        await this.world.db.$queryRaw`SELECT
          (SELECT count(*) FROM inbox WHERE handled_at IS NULL AND key IN (
            SELECT intent_id FROM payments WHERE campaign_id = ${id}::uuid
            UNION SELECT session_id FROM payments WHERE campaign_id = ${id}::uuid))
          + (SELECT count(*) FROM refunds r JOIN payments p ON p.id = r.payment_id
            WHERE p.campaign_id = ${id}::uuid AND r.status IN ('reserved', 'requested', 'processing') AND NOT p.disputed) AS waiting`,
      );
      quiet = waiting === 0 ? quiet + 1 : 0;
      if (Date.now() > deadline) return `${waiting} still wait`;
      await sleep(250);
    }
    return 'quiet';
  }

  private async becomes(isSo: (phase: Phase) => boolean, withinMs: number): Promise<string> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const row = await this.world.db.campaign.findUniqueOrThrow({ where: { id: this.campaignId } });
      const { phase } = View.parse(row.view);
      if (isSo(phase) || Date.now() > deadline) return phase;
      await sleep(250);
    }
  }

  private async stripe(control: string, body: object, way: Way): Promise<unknown> {
    const late = way === 'late' ? '?delay_ms=2500' : '';
    const mode = { normal: '', late, dropped: '?mode=drop', twice: '?mode=duplicate', held: '?mode=hold' }[
      way
    ];
    const answer = await this.world.stripe(`${control}${mode}`, body);
    if (answer.ok) return answer.json();
    throw new Refused(`Stripe refuses: ${await answer.text()}`);
  }
}

/** Said no to: a thing that may happen. */
class Refused extends Error {}

function accepted({ code, status, body }: Answer): unknown {
  if (code === null) return body;
  throw new Refused(`refused: ${status} ${code}`);
}

function choose<T>(from: readonly T[], which: number): T {
  const one = from[Math.floor(which * from.length)];
  if (one === undefined) throw new Refused('there is none');
  return one;
}

function describe({ act, ...rest }: Act): string {
  const parts = Object.entries(rest).map(([name, value]) =>
    typeof value === 'number' ? `${name} ${Math.round(value * 100) / 100}` : `${name} ${value}`,
  );
  return [act, ...parts].join(', ');
}
