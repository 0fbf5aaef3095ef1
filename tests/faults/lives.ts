/** Whole lives of campaigns as their people live them: over HTTP, with a customer who pays at Stripe. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { campaignWorkflowId } from '../../contracts/campaign';
import { paymentWorkflowId } from '../../contracts/payment';
import type { Phase } from '../../domain/campaign/phases';
import { CampaignAnswer } from '../../schemas/campaigns';
import type { Answer, Client } from './client';

type Campaign = z.output<typeof CampaignAnswer>;

/** What lives need of the world around them. */
export interface World {
  advertiser: Client;
  admin: Client;
  mediaId: string;
  /** A control of the Stripe simulator. */
  stripe(path: string, body?: unknown): Promise<Response>;
  /** The payment intent of the campaign's payment. */
  intentOf(campaignId: string): Promise<string>;
  /** A refund of the campaign's payment that is so at Stripe: pending while the bank has not decided on it. */
  refundOf(campaignId: string, status: 'pending' | 'succeeded'): Promise<string | null>;
  /** Holds an activity of a workflow until the answer is called. */
  hold(workflowId: string, activity: string): () => void;
  /** As much as the ad server would have counted: at most this value in minor units; all when null. */
  deliver(campaignId: string, value: number | null): Promise<void>;
  /** Puts minor units into the advertiser's wallet, once a campaign. */
  fund(campaignId: string, value: number): Promise<unknown>;
  /** Calendar dates in the account's zone. */
  day(fromToday: number): string;
  /** People think between two steps. */
  think(): Promise<void>;
}

const BUDGET = 10_000;
const PATIENCE_MS = 240_000;
const CATCH_UP_MS = 60_000;
/** Outlasts a failed attempt or two, and the first looks at whether a refund has arrived. */
const BANK_MS = 8_000;
const Session = z.object({ session: z.object({ session_id: z.string() }).nullable() });
const Id = z.object({ id: z.string() });
/** Of the API's own answer, what anyone here looks at. */
export const PaymentList = z.object({
  items: z.array(
    z.looseObject({
      ...{ id: z.string(), received_currency: z.string().nullable(), status: z.string(), held: z.boolean() },
      ...{ received: z.int(), refunded: z.int(), refundable: z.int() },
    }),
  ),
});
type Paid = z.output<typeof PaymentList>['items'][number];

/** One campaign, seen by its advertiser and its admin. */
export class Life {
  campaignId = '';
  private creativeId = '';
  /** Called once its id is known. */
  onCreated: () => void = () => {};
  /** Versions that were answered with success: each must be in the timeline at the end. */
  readonly acknowledged: number[] = [];

  constructor(
    readonly kind: Kind,
    private readonly world: World,
  ) {}

  /** The change that its people are asking for. */
  get doing(): string | null {
    return this.world.advertiser.doing ?? this.world.admin.doing;
  }

  async live(): Promise<void> {
    await kinds[this.kind](this);
  }

  async create(
    over: { start_date?: string; make_good?: string; budget_lifetime?: number } = {},
  ): Promise<void> {
    const body = {
      id: randomUUID(),
      name: `A life: ${this.kind}`,
      objective: 'traffic',
      targeting: { industry: 'retail', coverage_type: 'national', places: [{ country: 'US' }] },
      budget_lifetime: BUDGET,
      end_date: this.world.day(900),
      ...over,
    };
    const made = await this.world.advertiser.done('POST', '/campaigns', body, 'create');
    this.campaignId = CampaignAnswer.parse(made).id;
    this.onCreated();
    const group = await this.asAdvertiser('POST', `/campaigns/${this.campaignId}/ad-groups`, { name: 'All' });
    const creative = {
      headline: 'Fresh bread',
      description: 'At seven.',
      destination_url: 'https://shop.example/bread',
      media_id: this.world.mediaId,
    };
    const path = `/ad-groups/${Id.parse(group).id}/creatives`;
    this.creativeId = Id.parse(await this.asAdvertiser('POST', path, creative)).id;
  }

  submit(): Promise<Campaign> {
    return this.change('submit', {});
  }

  async approveMedia(): Promise<void> {
    const { revision } = await this.look();
    const body = { campaign_id: this.campaignId, revision: revision?.hash, decision: 'approved' };
    await this.order(this.world.admin, `/media/${this.world.mediaId}/review`, body, 'review media');
  }

  async decide(decision: 'approved' | 'rejected'): Promise<void> {
    const { revision } = await this.look();
    const body = { revision: revision?.hash, decision, reason: 'So decided.' };
    await this.order(this.world.admin, `/campaigns/${this.campaignId}/review`, body, 'review');
  }

  /** The open session, or a new one; null when nothing is due (any more). */
  async checkout(): Promise<string | null> {
    for (;;) {
      const body = { campaign_id: this.campaignId };
      const path = '/payment/create-checkout-session';
      const answer = await this.world.advertiser.ask('POST', path, body, 'checkout');
      if (answer.code === 'NOTHING_DUE') return null;
      if (answer.code === 'WRONG_PHASE') {
        if ((await this.look()).amount_due === 0) return null;
        await sleep(500);
        continue;
      }
      if (answer.code) throw new Error(`no checkout: ${JSON.stringify(answer.body)}`);
      const { session } = Session.parse(answer.body);
      await this.world.think();
      if (session) return session.session_id;
      await sleep(500);
    }
  }

  /** False when Stripe takes no payment of this session (any more). */
  async payAtStripe(session: string): Promise<boolean> {
    return (await this.world.stripe(`sessions/${session}/pay`, {})).ok;
  }

  async pay(): Promise<void> {
    for (;;) {
      const session = await this.checkout();
      if (session === null || (await this.payAtStripe(session))) break;
    }
    await this.until('nothing is due', ({ amount_due }) => amount_due === 0);
  }

  /** Lets a bank debit it: answers the session once the bank is at work on it. */
  async payFromBank(): Promise<string> {
    for (;;) {
      const session = await this.checkout();
      if (session === null) throw new Error('nothing was due');
      const { ok } = await this.world.stripe(`sessions/${session}/pay`, { method: 'bank_debit' });
      if (!ok) continue;
      await this.until('the bank is at work', ({ payment }) => payment === 'processing');
      return session;
    }
  }

  async debitArrives(session: string): Promise<void> {
    await this.world.stripe(`sessions/${session}/settle`, { succeeded: true });
  }

  /** Does something while an activity of the campaign can't end. */
  async during(activity: string, work: () => Promise<unknown>): Promise<void> {
    const release = this.world.hold(campaignWorkflowId(this.campaignId), activity);
    await work().finally(release);
  }

  /** Does something while an activity of the campaign's payment can't begin. */
  async duringItsPayment(activity: string, work: () => Promise<unknown>): Promise<void> {
    const [payment] = await this.payments();
    const release = this.world.hold(paymentWorkflowId(payment?.id ?? ''), activity);
    await work().finally(release);
  }

  /** What goes back to a bank account is on its way for a while: long enough to be asked for. */
  async refundArrives(): Promise<void> {
    const refund = await this.refundAt('pending');
    await sleep(BANK_MS);
    await this.atStripe(`refunds/${refund}/settle`, { succeeded: true });
  }

  /** Weeks later the customer's bank sends back what had arrived. */
  async refundComesBack(): Promise<void> {
    await this.atStripe(`refunds/${await this.refundAt('succeeded')}/fail`);
    await this.untilPaid('its refund came back', ([{ refundable } = { refundable: 0 }]) => refundable > 0);
  }

  private async refundAt(status: 'pending' | 'succeeded'): Promise<string> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const refund = await this.world.refundOf(this.campaignId, status);
      if (refund) return refund;
      if (Date.now() > deadline) throw new Error('nothing was given back');
      await sleep(500);
    }
  }

  async payFromWallet(): Promise<void> {
    await this.world.fund(this.campaignId, BUDGET);
    const body = { campaign_id: this.campaignId };
    await this.order(this.world.advertiser, '/payment/pay-from-wallet', body, 'pay from wallet');
  }

  /** As somebody would in Stripe's own dashboard: all of the campaign's payment, or a part of it. */
  async refundAtStripe(part: { amount?: number; webhook?: 'drop' } = {}): Promise<void> {
    const { webhook, ...body } = part;
    const intent = await this.world.intentOf(this.campaignId);
    await this.atStripe(`intents/${intent}/refund${webhook ? `?mode=${webhook}` : ''}`, body);
  }

  /** The customer's bank disputes an amount of the payment, or only asks about it. Returns Stripe's id of that. */
  async dispute(amount: number, inquiry = false): Promise<string> {
    const intent = await this.world.intentOf(this.campaignId);
    return Id.parse(await this.atStripe(`intents/${intent}/dispute`, { amount, inquiry })).id;
  }

  async bankDecides(dispute: string, won: boolean): Promise<void> {
    await this.atStripe(`disputes/${dispute}/close`, { won });
  }

  async bankEscalates(inquiry: string): Promise<void> {
    await this.atStripe(`disputes/${inquiry}/escalate`);
  }

  private async atStripe(control: string, body: object = {}): Promise<unknown> {
    const answer = await this.world.stripe(control, body);
    if (!answer.ok) throw new Error(`Stripe refuses ${control}: ${await answer.text()}`);
    return answer.json();
  }

  /** Pays what is due in a currency that nobody asked for. */
  async payInAnotherCurrency(): Promise<void> {
    const session = await this.checkout();
    await this.atStripe(`sessions/${session}/pay`, { currency: 'eur' });
    await this.until('the payment is held', ({ payment }) => payment === 'held');
  }

  /** An admin gives back all that can be given back of the payments that are so. */
  async adminRefunds(which: (payment: Paid) => boolean): Promise<void> {
    const isBack = (payments: Paid[]) =>
      payments.filter(which).every(({ received, refunded }) => received === refunded);
    for (const { id } of (await this.payments()).filter(which)) {
      const answer = await this.world.admin.ask('POST', `/payments/${id}/refund`, { reason: 'So decided.' });
      if (answer.code) throw new Error(`the refund was refused: ${JSON.stringify(answer.body)}`);
    }
    await this.untilPaid('it is given back', isBack);
  }

  async untilPaid(what: string, isSo: (payments: Paid[]) => boolean): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!isSo(await this.payments())) {
      if (Date.now() > deadline) throw new Error(`still not so: ${what}`);
      await sleep(300);
    }
  }

  private async payments(): Promise<Paid[]> {
    const path = `/payments?campaign_id=${this.campaignId}&limit=100`;
    return PaymentList.parse(await this.world.admin.done('GET', path)).items;
  }

  change(verb: string, body: unknown): Promise<Campaign> {
    return this.order(this.world.advertiser, `/campaigns/${this.campaignId}/${verb}`, body, verb);
  }

  /**
   * Asks again, as a new request, where the campaign is not yet as it was shown: a row may be a moment ahead of its
   * workflow, whose task died after it had written the row.
   */
  private async order(who: Client, path: string, body: unknown, name: string): Promise<Campaign> {
    const deadline = Date.now() + CATCH_UP_MS;
    for (;;) {
      const answer = await who.ask('POST', path, body, name);
      if (answer.code === 'WRONG_PHASE' && Date.now() < deadline) {
        await sleep(500);
        continue;
      }
      if (answer.code) throw new Error(`${name} was refused: ${JSON.stringify(answer.body)}`);
      await this.world.think();
      return this.note(answer.body);
    }
  }

  /** Dates become instants when they are asked for: after an outage they may be too near. */
  async flight(dates: { start_date?: string; end_date?: string }): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      const path = `/campaigns/${this.campaignId}/flight`;
      const answer: Answer = await this.world.advertiser.ask('POST', path, dates, 'flight');
      if (answer.code === null) return void this.note(answer.body);
      // It is over: what was asked for came by itself.
      if (answer.code === 'CAMPAIGN_CLOSED') return;
      if (answer.code === 'WRONG_PHASE') await sleep(500);
      if (tries === 20) throw new Error(`the flight was refused: ${JSON.stringify(answer.body)}`);
    }
  }

  async revise(): Promise<void> {
    const path = `/creatives/${this.creativeId}`;
    await this.asAdvertiser('PATCH', path, { headline: 'Fresher bread' });
    await this.submit();
    await this.decide('approved');
  }

  deliver(value: number | null): Promise<void> {
    return this.world.deliver(this.campaignId, value);
  }

  enters(phase: Phase): Promise<Campaign> {
    return this.until(`it is ${phase}`, (campaign) => campaign.phase === phase);
  }

  async until(what: string, isSo: (campaign: Campaign) => boolean): Promise<Campaign> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const campaign = await this.look();
      if (isSo(campaign)) return campaign;
      if (Date.now() > deadline) throw new Error(`still not so: ${what}; it is ${campaign.phase}`);
      await sleep(300);
    }
  }

  day(fromToday: number): string {
    return this.world.day(fromToday);
  }

  private async look(): Promise<Campaign> {
    const { advertiser } = this.world;
    return CampaignAnswer.parse(await advertiser.done('GET', `/campaigns/${this.campaignId}`));
  }

  private note(body: unknown): Campaign {
    const campaign = CampaignAnswer.parse(body);
    this.acknowledged.push(campaign.version);
    return campaign;
  }

  private async asAdvertiser(method: string, path: string, body: unknown): Promise<unknown> {
    const answer = await this.world.advertiser.done(method, path, body, 'edit');
    await this.world.think();
    return answer;
  }
}

async function toReview(life: Life, over?: Parameters<Life['create']>[0]): Promise<void> {
  await life.create(over);
  await life.submit();
}

async function toApproval(life: Life, over?: Parameters<Life['create']>[0]): Promise<void> {
  await toReview(life, over);
  await life.approveMedia();
  await life.pay();
  await life.enters('pending_approval');
}

async function toActive(life: Life, over?: Parameters<Life['create']>[0]): Promise<void> {
  await toApproval(life, over);
  await life.decide('approved');
  await life.enters('active');
}

/** A few seconds are left of today. */
async function toItsEnd(life: Life): Promise<void> {
  await life.flight({ end_date: life.day(0) });
  await life.enters('completed');
}

export const kinds = {
  async standard(life) {
    await toActive(life);
    await life.deliver(null);
    await toItsEnd(life);
  },
  async scheduled(life) {
    await toApproval(life, { start_date: life.day(400) });
    await life.decide('approved');
    await life.enters('scheduled');
    await life.flight({ start_date: life.day(1) });
    await life.enters('active');
    await life.deliver(null);
    await toItsEnd(life);
  },
  async underDelivered(life) {
    await toActive(life);
    await life.deliver(4_000);
    await toItsEnd(life);
  },
  async extended(life) {
    await toActive(life, { make_good: 'extend' });
    await life.deliver(2_500);
    const { end_at: before } = await life.until('it has an end', ({ end_at }) => end_at !== null);
    await life.flight({ end_date: life.day(0) });
    const soon = Date.now() + 60_000;
    await life.until('it is extended', ({ end_at }) => end_at !== before && Date.parse(end_at ?? '') > soon);
    await toItsEnd(life);
  },
  async cancelled(life) {
    await toApproval(life);
    await life.change('cancel', { reason: 'No longer wanted.' });
    await life.enters('cancelled');
  },
  async rejected(life) {
    await toApproval(life);
    await life.decide('rejected');
    await life.enters('rejected');
  },
  async unpaid(life) {
    await toReview(life);
    await life.approveMedia();
    await life.checkout();
    await life.change('cancel', { reason: 'Too dear.' });
    await life.enters('cancelled');
  },
  async fromWallet(life) {
    await toReview(life);
    await life.approveMedia();
    await life.payFromWallet();
    await life.enters('pending_approval');
    await life.change('cancel', { reason: 'No longer wanted.' });
    await life.enters('cancelled');
  },
  async fromBank(life) {
    await toReview(life);
    await life.approveMedia();
    await life.debitArrives(await life.payFromBank());
    await life.enters('pending_approval');
    await life.change('cancel', { reason: 'No longer wanted.' });
    await life.enters('cancelled');
    await life.refundArrives();
  },
  async paidWhileClosing(life) {
    await toReview(life);
    await life.approveMedia();
    const session = await life.payFromBank();
    let answered: Promise<unknown> | undefined;
    await life.during('projectCampaign', async () => {
      answered = life.change('cancel', { reason: 'Too slow.' });
      await sleep(600);
      await life.debitArrives(session);
      await sleep(1_000);
    });
    await answered;
    await life.enters('cancelled');
    await life.refundArrives();
  },
  async withdrawn(life) {
    await toApproval(life);
    await life.during('activateCampaign', async () => {
      await life.decide('approved');
      await life.enters('activating');
      await life.change('cancel', { reason: 'No longer wanted.' });
    });
    await life.enters('cancelled');
  },
  async refundedAtStripe(life) {
    await toActive(life);
    await life.refundAtStripe();
    await life.until('it is paused', ({ status, delivery }) => status === 'paused' && delivery === 'paused');
    await life.change('cancel', { reason: 'It was refunded.' });
    await life.enters('cancelled');
  },
  async refundedNearCancel(life) {
    await toApproval(life);
    await life.refundAtStripe({ amount: 2_500, webhook: 'drop' });
    await life.change('cancel', { reason: 'No longer wanted.' });
    await life.enters('cancelled');
  },
  async disputedTwice(life) {
    await toActive(life);
    await life.deliver(1_000);
    const [first, second] = [await life.dispute(3_000), await life.dispute(2_000)];
    await life.until(
      'it is held',
      ({ payment, delivery }) => payment === 'disputed' && delivery === 'paused',
    );
    await life.bankDecides(first, true);
    await sleep(1_500);
    await life.until('it is held still', ({ payment }) => payment === 'disputed');
    await life.bankDecides(second, false);
    await life.enters('cancelled');
  },
  async disputedWhileRefunding(life) {
    await toApproval(life);
    let dispute = '';
    await life.duringItsPayment('createRefund', async () => {
      await life.change('cancel', { reason: 'No longer wanted.' });
      await life.enters('cancelled');
      dispute = await life.dispute(4_000);
    });
    await sleep(BANK_MS);
    await life.bankDecides(dispute, false);
  },
  async disputedAtItsEnd(life) {
    await toActive(life);
    await life.deliver(4_000);
    let dispute = '';
    await life.duringItsPayment('createRefund', async () => {
      await toItsEnd(life);
      dispute = await life.dispute(5_000);
    });
    await sleep(1_500);
    await life.bankDecides(dispute, true);
  },
  async inquired(life) {
    await toActive(life);
    const inquiry = await life.dispute(10_000, true);
    await life.change('budget', { budget_lifetime: 8_000 });
    await life.untilPaid('a part went back', ([payment]) => payment?.refunded === 2_000);
    await life.bankEscalates(inquiry);
    await life.until(
      'it is held',
      ({ payment, delivery }) => payment === 'disputed' && delivery === 'paused',
    );
    await life.bankDecides(inquiry, true);
    await life.until('it delivers', ({ delivery }) => delivery === 'delivering');
    await life.deliver(4_000);
    await toItsEnd(life);
  },
  async heldCurrency(life) {
    await toReview(life);
    await life.approveMedia();
    await life.payInAnotherCurrency();
    await life.pay();
    await life.adminRefunds(({ held }) => held);
    await life.decide('approved');
    await life.enters('active');
    await life.deliver(null);
    await toItsEnd(life);
  },
  async refundCameBack(life) {
    await toApproval(life);
    await life.change('cancel', { reason: 'No longer wanted.' });
    await life.enters('cancelled');
    await life.refundComesBack();
    await life.adminRefunds(() => true);
  },
  async paidTwice(life) {
    await toApproval(life);
    await life.change('budget', { budget_lifetime: 15_000 });
    const stale = await life.checkout();
    await life.change('budget', { budget_lifetime: 20_000 });
    if (stale) await life.payAtStripe(stale);
    await life.pay();
    await life.decide('approved');
    await life.enters('active');
    await life.deliver(null);
    await toItsEnd(life);
  },
  async changed(life) {
    await toActive(life);
    await life.revise();
    await life.change('pause', { reason: 'A look first.' });
    await life.until('it is paused', ({ status, delivery }) => status === 'paused' && delivery === 'paused');
    await life.change('resume', {});
    await life.until('it delivers', ({ delivery }) => delivery === 'delivering');
    await life.change('budget', { budget_lifetime: 8_000 });
    await life.deliver(3_000);
    await life.change('cancel', { reason: 'Enough.' });
    await life.enters('cancelled');
  },
} satisfies Record<string, (life: Life) => Promise<void>>;
export type Kind = keyof typeof kinds;
