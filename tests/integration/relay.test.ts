/** The relay: what is stored reaches its workflow or its reader, in order per key, whatever fails on the way. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { register } from 'prom-client';
import { z } from 'zod';
import { type CampaignSnapshot, campaignIdOf, type PaymentEvent } from '../../contracts/campaign';
import type { RefundRequest } from '../../contracts/payment';
import { BusinessError } from '../../domain/errors';
import type { Json } from '../../domain/json';
import { MINUTE, SECOND } from '../../domain/time';
import type { Database } from '../../infra/database';
import type { StripeEnvelope } from '../../schemas/stripe-events';
import { releaseAccount, stopAccount } from '../../store/account-stops';
import { readCursor } from '../../store/cursors';
import { receive } from '../../store/inbox';
import { appendEvent, releaseCampaign } from '../../store/outbox';
import { projectCampaign } from '../../store/projection';
import { inTransaction } from '../../store/transaction';
import { askForRefund } from '../../store/workflow-messages';
import { deliveryFactsConsumer } from '../../worker/delivery-facts';
import { confirmCampaigns } from '../../worker/relay/confirm';
import { relayInbox } from '../../worker/relay/inbox';
import { deliverMessages } from '../../worker/relay/messages';
import { type RelayDeps, startRelay } from '../../worker/relay/relay';
import { startReservations } from '../../worker/relay/reservations';
import { sweepStripe } from '../../worker/relay/sweep';
import { tellEvents } from '../../worker/relay/tell';
import type { WorkflowClient } from '../../worker/relay/workflow-client';
import { aCampaign, aDecision, aPayment, aProjection, aSnapshot } from '../fixtures/campaign';
import { freshDatabase } from './parts';
import { plantCampaigns } from './planted';

let db: Database;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ db, close } = await freshDatabase());
}, 60_000);
afterEach(() => close());

/** A stand-in for Temporal: which campaigns are open, what was signalled, and whether it is away. */
class FakeTemporal implements WorkflowClient {
  readonly open = new Map<string, CampaignSnapshot>();
  readonly toCampaigns: PaymentEvent[] = [];
  readonly toPayments: PaymentEvent[] = [];
  readonly ofDelivery: string[] = [];
  readonly refunds: string[] = [];
  away = false;
  /** Campaigns that can't be told. */
  readonly broken = new Set<string>();

  async signalCampaign(campaignId: string, event: PaymentEvent): Promise<boolean> {
    this.answer();
    // Some calls take longer: the order must not hang on their speed.
    await sleep(event.eventId.charCodeAt(5) % 4);
    if (this.open.has(campaignId)) this.toCampaigns.push(event);
    return this.open.has(campaignId);
  }
  async signal(workflowId: string, _name: string, payload: Json): Promise<boolean> {
    this.answer();
    const campaignId = campaignIdOf(workflowId) ?? '';
    if (this.broken.has(campaignId)) throw new Error('13 INTERNAL');
    const { kind } = z.object({ kind: z.string() }).parse(payload);
    if (this.open.has(campaignId)) this.ofDelivery.push(`${campaignId} ${kind}`);
    return this.open.has(campaignId);
  }
  async signalPayment(event: PaymentEvent): Promise<void> {
    this.answer();
    this.toPayments.push(event);
  }
  async requestRefund(paymentId: string, { key, amount }: RefundRequest): Promise<void> {
    this.answer();
    this.refunds.push(`${paymentId} ${key} ${amount}`);
  }
  async readCampaign(campaignId: string): Promise<CampaignSnapshot | null> {
    this.answer();
    return this.open.get(campaignId) ?? null;
  }
  private answer(): void {
    if (this.away) throw new Error('14 UNAVAILABLE');
  }
}

let temporal: FakeTemporal;
let clock: number;
let deps: RelayDeps;
beforeEach(() => {
  temporal = new FakeTemporal();
  clock = Date.now();
  deps = {
    db,
    workflows: temporal,
    consumers: [],
    sendDue: async () => 0,
    listStripeEvents: async () => [],
    ownerOfIntent: async () => ({ campaignId: null, paymentId: null }),
    startCampaign: async () => {},
    timeScale: 1,
    log: pino({ level: 'silent' }),
    now: () => clock,
    random: () => 0.5,
  };
});
const later = (duration: number) => {
  clock += duration;
};

function stripeEvent(type: string, object: object): StripeEnvelope {
  return {
    id: `evt_${randomUUID()}`,
    object: 'event',
    type,
    created: Math.floor(clock / 1_000),
    data: { object: { ...object } },
  };
}
function session(paymentId: string, campaignId: string, intent = `pi_${paymentId}`) {
  const event = stripeEvent('checkout.session.completed', {
    id: `cs_${paymentId}`,
    payment_intent: intent,
    amount_total: 10_000,
    currency: 'usd',
    payment_status: 'paid',
    metadata: { payment_id: paymentId, campaign_id: campaignId },
  });
  return { event, key: intent };
}
const stripeBox = (event: StripeEnvelope, key: string) =>
  receive(db, { source: 'stripe', externalId: event.id, kind: event.type, key, payload: event });
const box = () => db.inboxMessage.findMany({ orderBy: { id: 'asc' } });
/** The sum over all sources. */
async function parkedCount(): Promise<number> {
  const metric = await register.getSingleMetric('adflight_inbox_parked_total')?.get();
  return metric?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
}

describe('inbox', () => {
  test('a duplicated webhook is stored once and moves nothing twice', async () => {
    const { event, key } = session(randomUUID(), randomUUID());
    await expect(stripeBox(event, key)).resolves.toBe('stored');
    await expect(Promise.all([stripeBox(event, key), stripeBox(event, key)])).resolves.toEqual([
      'duplicate',
      'duplicate',
    ]);
    await relayInbox(deps);
    await relayInbox(deps);
    expect(temporal.toPayments).toHaveLength(1);
    await expect(stripeBox(event, key)).resolves.toBe('duplicate');
    await expect(relayInbox(deps)).resolves.toBe(0);
  });

  test('a receipt goes to its campaign, and to the payment itself when the campaign is over', async () => {
    const input = aCampaign();
    const paymentId = randomUUID();
    temporal.open.set(input.campaignId, aSnapshot(input, [aDecision(1)]));
    const { event, key } = session(paymentId, input.campaignId);
    await stripeBox(event, key);
    await relayInbox(deps);
    expect(temporal.toCampaigns).toMatchObject([
      { paymentId, kind: 'paid', amount: 10_000, currency: 'USD', eventId: event.id },
    ]);
    expect(temporal.toPayments).toEqual([]);

    temporal.open.clear();
    const late = session(paymentId, input.campaignId);
    await stripeBox(late.event, late.key);
    await relayInbox(deps);
    expect(temporal.toPayments).toMatchObject([{ paymentId, kind: 'paid', eventId: late.event.id }]);
    expect((await box()).map((message) => message.outcome)).toEqual([
      'signalled campaign',
      'signalled payment',
    ]);
  });

  test('a dispute finds its payment by the intent, and reaches both', async () => {
    const input = aCampaign();
    const payment = aPayment({ status: 'paid', received: 10_000, providerReference: 'pi_disputed' });
    await projectCampaign(db, aProjection(input, aDecision(1), { payments: [payment] }));
    temporal.open.set(input.campaignId, aSnapshot(input, [aDecision(1)]));
    const dispute = {
      id: 'dp_1',
      payment_intent: 'pi_disputed',
      amount: 10_000,
      currency: 'usd',
      status: 'needs_response',
    };
    await stripeBox(stripeEvent('charge.dispute.created', dispute), 'pi_disputed');
    await relayInbox(deps);
    const expected = [{ kind: 'disputed', paymentId: payment.paymentId, disputeId: 'dp_1' }];
    expect(temporal.toCampaigns).toMatchObject(expected);
    expect(temporal.toPayments).toMatchObject(expected);
  });

  test('a dispute that overtakes its payment is at once told to whom Stripe says it belongs', async () => {
    const [paymentId, campaignId] = [randomUUID(), randomUUID()];
    deps.ownerOfIntent = async (intentId) =>
      intentId === 'pi_early' ? { paymentId, campaignId } : { paymentId: null, campaignId: null };
    const object = { id: 'dp_1', amount: 10_000, currency: 'usd', status: 'needs_response' };
    for (const intent of ['pi_early', 'pi_foreign'])
      await stripeBox(stripeEvent('charge.dispute.created', { ...object, payment_intent: intent }), intent);
    await relayInbox(deps);
    expect(temporal.toPayments).toMatchObject([{ kind: 'disputed', paymentId, disputeId: 'dp_1' }]);
    expect((await box()).map(({ outcome }) => outcome)).toEqual([
      'signalled payment',
      'ignored: no payment of ours',
    ]);
  });

  test('while Temporal is away everything stays, then arrives in order per key', async () => {
    const input = aCampaign();
    temporal.open.set(input.campaignId, aSnapshot(input, [aDecision(1)]));
    const events = Array.from({ length: 5 }, () => session(randomUUID(), input.campaignId, 'pi_same'));
    for (const { event, key } of events) await stripeBox(event, key);
    temporal.away = true;
    for (let n = 0; n < 3; n += 1) {
      await expect(relayInbox(deps)).resolves.toBe(0);
      later(MINUTE);
    }
    expect((await box())[0]).toMatchObject({
      attempts: 3,
      handledAt: null,
      outcome: 'failed: 14 UNAVAILABLE',
    });
    temporal.away = false;
    for (let n = 0; n < 5; n += 1) await relayInbox(deps);
    expect(temporal.toCampaigns.map((event) => event.eventId)).toEqual(events.map(({ event }) => event.id));
  });

  test('a message that cannot be read holds up its own key and no other', async () => {
    const input = aCampaign();
    temporal.open.set(input.campaignId, aSnapshot(input, [aDecision(1)]));
    await stripeBox(stripeEvent('charge.refunded', { broken: true }), 'pi_a');
    const [behind, apart] = [
      session(randomUUID(), input.campaignId),
      session(randomUUID(), input.campaignId),
    ];
    await stripeBox(behind.event, 'pi_a');
    await stripeBox(apart.event, 'pi_b');
    for (let n = 0; n < 3; n += 1) {
      await relayInbox(deps);
      later(MINUTE);
    }
    expect(temporal.toCampaigns.map((event) => event.eventId)).toEqual([apart.event.id]);
    const [broken, waiting] = await box();
    expect(broken?.outcome).toMatch(/^failed: /);
    expect(waiting).toMatchObject({ attempts: 0, handledAt: null });
  });

  describe('what cannot be understood', () => {
    const broken = () => stripeEvent('charge.refunded', { payment_intent: 'pi_a', amount_refunded: 'much' });
    const tries = async (n: number) => {
      for (let done = 0; done < n; done += 1) {
        await relayInbox(deps);
        later(MINUTE);
      }
    };

    test('is parked after ten tries, told to admins, and lets those behind it go on, in order', async () => {
      const input = aCampaign();
      temporal.open.set(input.campaignId, aSnapshot(input, [aDecision(1)]));
      const event = broken();
      await stripeBox(event, 'pi_a');
      const behind = Array.from({ length: 3 }, () => session(randomUUID(), input.campaignId, 'pi_a'));
      for (const one of behind) await stripeBox(one.event, one.key);
      await tries(9);
      expect((await box())[0]).toMatchObject({ attempts: 9, parkedAt: null, handledAt: null });
      expect(temporal.toCampaigns).toEqual([]);
      const before = await parkedCount();
      await tries(4);
      const [parked] = await box();
      expect(parked).toMatchObject({ attempts: 10, parkedAt: expect.any(Date), handledAt: null });
      expect(parked?.outcome).toBe(
        'parked: /amount_refunded: Invalid input: expected number, received string; /currency: Invalid input: expected string, received undefined',
      );
      expect(temporal.toCampaigns.map(({ eventId }) => eventId)).toEqual(behind.map((one) => one.event.id));
      expect(await parkedCount()).toBe(before + 1);
      expect(await db.outboxEvent.findMany({ where: { kind: 'inbox.parked' } })).toMatchObject([
        { payload: { source: 'stripe', kind: 'charge.refunded', eventId: event.id } },
      ]);
      await tries(3);
      expect((await box())[0]?.attempts).toBe(10);
    });

    test('is never said of an outage, however long it lasts', async () => {
      const { event, key } = session(randomUUID(), randomUUID());
      await stripeBox(event, key);
      temporal.away = true;
      await tries(30);
      expect((await box())[0]).toMatchObject({ attempts: 30, parkedAt: null });
      const lost = new Proxy(db, {
        get: (target, name) =>
          name === 'payment'
            ? { findFirst: () => Promise.reject(new BusinessError('UNAVAILABLE')) }
            : Reflect.get(target, name),
      });
      temporal.away = false;
      await stripeBox(
        stripeEvent('charge.refunded', { payment_intent: 'pi_b', amount_refunded: 5, currency: 'usd' }),
        'pi_b',
      );
      for (let n = 0; n < 12; n += 1) {
        await relayInbox({ ...deps, db: lost });
        later(MINUTE);
      }
      expect(await box()).toMatchObject([
        { handledAt: expect.any(Date) },
        { attempts: 12, parkedAt: null, handledAt: null },
      ]);
    });

    test('is said of a final refusal of our own rules', async () => {
      const { event, key } = session(randomUUID(), randomUUID());
      await stripeBox(event, key);
      const refusing = {
        ...deps,
        workflows: { ...deps.workflows, signalCampaign: () => Promise.reject(new BusinessError('CONFLICT')) },
      };
      for (let n = 0; n < 10; n += 1) {
        await relayInbox(refusing);
        later(MINUTE);
      }
      expect((await box())[0]).toMatchObject({
        parkedAt: expect.any(Date),
        outcome: expect.stringMatching(/^parked: CONFLICT/),
      });
    });

    test('of two relays side by side one parks it, once', async () => {
      await stripeBox(broken(), 'pi_a');
      for (let n = 0; n < 12; n += 1) {
        await Promise.all([relayInbox(deps), relayInbox(deps)]);
        later(MINUTE);
      }
      expect((await box())[0]).toMatchObject({ attempts: 10, parkedAt: expect.any(Date) });
      expect(await db.outboxEvent.count({ where: { kind: 'inbox.parked' } })).toBe(1);
    });
  });

  test('kinds that mean nothing here, and intents that no payment of ours has, are kept and ignored', async () => {
    await stripeBox(stripeEvent('customer.created', { id: 'cus_1' }), 'cus_1');
    const thin = { id: 'evt_thin', object: 'v2.core.event', type: 'v2.core.account.updated' };
    await receive(db, {
      source: 'stripe',
      externalId: thin.id,
      kind: thin.type,
      key: thin.id,
      payload: thin,
    });
    await stripeBox(
      stripeEvent('charge.refunded', { payment_intent: 'pi_foreign', amount_refunded: 5, currency: 'usd' }),
      'pi_foreign',
    );
    await relayInbox(deps);
    expect((await box()).map(({ outcome, handledAt }) => [outcome, handledAt !== null])).toEqual([
      ['ignored', true],
      ['ignored', true],
      ['ignored: no payment of ours', true],
    ]);
  });

  test('two relays side by side send each message once and keep the order', async () => {
    const input = aCampaign();
    temporal.open.set(input.campaignId, aSnapshot(input, [aDecision(1)]));
    const events = Array.from({ length: 40 }, (_, n) =>
      session(randomUUID(), input.campaignId, `pi_${n % 8}`),
    );
    for (const { event, key } of events) await stripeBox(event, key);
    const drain = async () => {
      for (let idle = 0; idle < 3; ) idle = (await relayInbox(deps)) > 0 ? 0 : idle + 1;
    };
    await Promise.all([drain(), drain()]);
    expect(temporal.toCampaigns).toHaveLength(40);
    for (let n = 0; n < 8; n += 1) {
      const key = `pi_${n}`;
      expect(
        temporal.toCampaigns.filter((event) => event.intentId === key).map((event) => event.eventId),
      ).toEqual(events.filter((sent) => sent.key === key).map((sent) => sent.event.id));
    }
  });

  test('a relay that died with a message in hand leaves it to another', async () => {
    const input = aCampaign();
    temporal.open.set(input.campaignId, aSnapshot(input, [aDecision(1)]));
    const { event, key } = session(randomUUID(), input.campaignId);
    await stripeBox(event, key);
    const dead = {
      ...deps,
      workflows: { ...deps.workflows, signalCampaign: () => new Promise<boolean>(() => {}) },
    };
    void relayInbox(dead);
    await waitFor(async () => (await box())[0]?.attempts === 1);
    await expect(relayInbox(deps)).resolves.toBe(0);
    later(MINUTE);
    await expect(relayInbox(deps)).resolves.toBe(1);
    expect(temporal.toCampaigns).toHaveLength(1);
  });
});

describe('events of campaigns', () => {
  const told: string[] = [];
  beforeEach(() => {
    told.length = 0;
    deps.consumers = [
      async (_, event) => void told.push(`${event.key.slice(0, 8)}:${event.version ?? ''}:${event.kind}`),
    ];
  });
  const drain = async () => {
    while ((await tellEvents(deps)) > 0);
  };

  test('nothing is told before the workflow is seen to have decided it', async () => {
    const input = aCampaign();
    const one = aDecision(1);
    await projectCampaign(db, aProjection(input, one));
    await drain();
    expect(told).toEqual([]);
    // Too young: its update's own answer may be about to release it.
    await expect(confirmCampaigns(deps)).resolves.toBe(0);
    later(2 * SECOND);
    // No such workflow: the task that wrote the row was lost with its whole start.
    await expect(confirmCampaigns(deps)).resolves.toBe(0);
    await drain();
    expect(told).toEqual([]);
    temporal.open.set(input.campaignId, aSnapshot(input, [one]));
    later(MINUTE);
    await expect(confirmCampaigns(deps)).resolves.toBe(1);
    await drain();
    expect(told).toEqual(['campaign:1:campaign.edited']);
  });

  test('a decision of a lost task is never told: the row is corrected from the workflow', async () => {
    const input = aCampaign();
    const one = aDecision(1);
    await projectCampaign(db, aProjection(input, one));
    await projectCampaign(db, aProjection(input, aDecision(2, { event: 'campaign.approved', to: 'active' })));
    temporal.open.set(input.campaignId, aSnapshot(input, [one]));
    later(2 * SECOND);
    await confirmCampaigns(deps);
    await drain();
    expect(told).toEqual(['campaign:1:campaign.edited']);
    await expect(db.campaign.findUnique({ where: { id: input.campaignId } })).resolves.toMatchObject({
      version: 1,
      phase: 'draft',
    });
  });

  test('a version decided again in another way is told as it was decided', async () => {
    const input = aCampaign();
    await projectCampaign(db, aProjection(input, aDecision(1, { event: 'campaign.approved' })));
    temporal.open.set(input.campaignId, aSnapshot(input, [aDecision(1, { event: 'campaign.cancelled' })]));
    later(2 * SECOND);
    await confirmCampaigns(deps);
    await drain();
    expect(told).toEqual(['campaign:1:campaign.cancelled']);
  });

  test('while Temporal is away no event is told, and none is lost', async () => {
    const input = aCampaign();
    const decisions = [1, 2, 3].map((version) => aDecision(version));
    for (const decision of decisions) await projectCampaign(db, aProjection(input, decision));
    temporal.open.set(input.campaignId, aSnapshot(input, decisions));
    temporal.away = true;
    for (let n = 0; n < 4; n += 1) {
      later(MINUTE);
      await expect(confirmCampaigns(deps)).resolves.toBe(0);
    }
    await drain();
    expect(told).toEqual([]);
    temporal.away = false;
    later(MINUTE);
    await confirmCampaigns(deps);
    await drain();
    expect(told).toEqual([
      'campaign:1:campaign.edited',
      'campaign:2:campaign.edited',
      'campaign:3:campaign.edited',
    ]);
  });
});

describe('telling', () => {
  const append = (key: string, kind: string) =>
    inTransaction(db, (tx) => appendEvent(tx, { kind, key, payload: {} }, clock));
  const handled = () => db.outboxEvent.count({ where: { handledAt: { not: null } } });

  test('an event that fails holds up the later ones of its key, and no other key', async () => {
    const told: string[] = [];
    let broken = true;
    deps.consumers = [
      async (_, event) => {
        if (broken && event.kind === 'a1') throw new Error('not yet');
        told.push(event.kind);
      },
    ];
    for (const kind of ['a1', 'a2', 'b1', 'b2']) await append(kind.slice(0, 1), kind);
    for (let n = 0; n < 4; n += 1) await tellEvents(deps);
    expect([...new Set(told)]).toEqual(['b1', 'b2']);
    broken = false;
    later(MINUTE);
    told.length = 0;
    while ((await tellEvents(deps)) > 0);
    expect(told).toEqual(['a1', 'a2']);
    await expect(handled()).resolves.toBe(4);
  });

  test('what a consumer writes stands or falls with the mark, and two relays tell each event once', async () => {
    deps.consumers = [
      async (tx, event) =>
        void (await tx.cursor.create({ data: { name: `told-${event.id}`, value: event.kind } })),
      async (_, event) => {
        if (event.kind === 'bad' && event.attempts === 0) throw new Error('after the first has written');
      },
    ];
    for (let n = 0; n < 30; n += 1) await append(`k${n % 6}`, n === 7 ? 'bad' : 'good');
    const drain = async () => {
      for (let idle = 0; idle < 3; ) idle = (await tellEvents(deps)) > 0 ? 0 : idle + 1;
    };
    await Promise.all([drain(), drain()]);
    later(MINUTE);
    await Promise.all([drain(), drain()]);
    await expect(handled()).resolves.toBe(30);
    await expect(db.cursor.count({ where: { name: { startsWith: 'told-' } } })).resolves.toBe(30);
  });
});

test('a reservation whose workflow was never started is started; one that cannot be waits apart', async () => {
  const started: string[] = [];
  const [good, bad] = [aCampaign(), aCampaign()];
  const step = startReservations({
    ...deps,
    startCampaign: async ({ id }) => {
      if (id === bad.campaignId) throw new Error('14 UNAVAILABLE');
      started.push(id);
    },
  });
  for (const input of [bad, good])
    await projectCampaign(db, aProjection(input, aDecision(0), { view: { version: 0 } }));
  await expect(step()).resolves.toBe(0);
  later(2 * MINUTE);
  await expect(step()).resolves.toBe(1);
  await expect(step()).resolves.toBe(0);
  expect(started).toEqual([good.campaignId]);
});

describe('messages to workflows', () => {
  const [tryNew, tryFailed] = [() => deliverMessages(deps, 'new')(), () => deliverMessages(deps, 'failed')()];
  const tell = (kind: string, userId: string) =>
    inTransaction(db, (tx) => appendEvent(tx, { kind, key: `user:${userId}`, payload: { userId } }, clock));
  const waiting = () => db.workflowMessage.findMany({ orderBy: { id: 'asc' } });
  beforeEach(() => {
    deps.consumers = [deliveryFactsConsumer];
  });

  test('a campaign that is only reserved hears that its user was disabled as soon as it is started', async () => {
    const advertiserId = randomUUID();
    const theirs = () => aCampaign({ advertiserId });
    const [started, reserved, over] = [theirs(), theirs(), theirs()];
    await projectCampaign(db, aProjection(started, aDecision(1)));
    await projectCampaign(db, aProjection(reserved, aDecision(0), { view: { version: 0 } }));
    await projectCampaign(db, aProjection(over, aDecision(1), { view: { over: true } }));
    temporal.open.set(started.campaignId, aSnapshot(started, [aDecision(1)]));
    await tell('user.disabled', advertiserId);
    const [first, second] = [started, reserved].map(({ campaignId }) => `${campaignId} account_disabled`);

    await tellEvents(deps);
    expect(temporal.ofDelivery).toEqual([]);
    expect((await waiting()).map(({ target }) => target).sort()).toEqual(
      [started, reserved].map(({ campaignId }) => `campaign/${campaignId}`).sort(),
    );
    await tryNew();
    expect(temporal.ofDelivery).toEqual([first]);
    temporal.open.set(reserved.campaignId, aSnapshot(reserved, [aDecision(1)]));
    later(MINUTE);
    await tryFailed();
    expect(temporal.ofDelivery).toEqual([first, second]);
    expect(await waiting()).toEqual([]);
    later(MINUTE);
    expect([await tellEvents(deps), await tryNew(), await tryFailed()]).toEqual([0, 0, 0]);
  });

  test('a refund that was promised is asked of its payment, which may not run yet', async () => {
    const paymentId = randomUUID();
    const refund = { key: 'r1', amount: 500, exact: true, reason: 'x', requestedBy: 'u', requestId: 'q' };
    await inTransaction(db, (tx) => askForRefund(tx, paymentId, { ...refund, origin: { address: '::1' } }));
    temporal.away = true;
    await tryNew();
    expect(temporal.refunds).toEqual([]);
    temporal.away = false;
    later(MINUTE);
    await tryFailed();
    expect(temporal.refunds).toEqual([`${paymentId} r1 500`]);
    expect(await waiting()).toEqual([]);
  });

  test('those of one campaign come in their order, also when the first fails', async () => {
    const input = aCampaign();
    const { advertiserId, campaignId } = input;
    await projectCampaign(db, aProjection(input, aDecision(1)));
    temporal.open.set(campaignId, aSnapshot(input, [aDecision(1)]));
    temporal.broken.add(campaignId);
    await tell('user.disabled', advertiserId);
    await tell('user.enabled', advertiserId);
    await tellEvents(deps);
    await tellEvents(deps);
    await tryNew();
    expect([await tryNew(), await tryFailed()]).toEqual([0, 0]);
    expect(await waiting()).toMatchObject([{ attempts: 1, failure: '13 INTERNAL' }, { attempts: 0 }]);
    temporal.broken.clear();
    later(MINUTE);
    await tryFailed();
    await tryNew();
    expect(temporal.ofDelivery).toEqual([`${campaignId} account_disabled`, `${campaignId} account_enabled`]);
  });

  test('ten thousand are told, and those that fail hold up none of the others', async () => {
    const advertiserId = randomUUID();
    await plantCampaigns(db, advertiserId, 10_000);
    const ids = (await db.campaign.findMany({ select: { id: true }, orderBy: { id: 'asc' } })).map(
      ({ id }) => id,
    );
    const snapshot = aSnapshot(aCampaign(), [aDecision(1)]);
    for (const id of ids) temporal.open.set(id, snapshot);
    // The first to be told.
    for (const id of ids.slice(0, 200)) temporal.broken.add(id);
    await tell('account.stopped', advertiserId);
    const begun = performance.now();
    await expect(tellEvents(deps)).resolves.toBe(1);
    expect(performance.now() - begun).toBeLessThan(5_000);
    await expect(db.workflowMessage.count()).resolves.toBe(10_000);

    const relay = startRelay({ ...deps, now: Date.now });
    await waitFor(async () => (await db.workflowMessage.count()) === 200, 60_000);
    expect(new Set(temporal.ofDelivery).size).toBe(9_800);
    expect(await db.workflowMessage.count({ where: { failure: '13 INTERNAL' } })).toBe(200);
    temporal.broken.clear();
    await waitFor(async () => (await db.workflowMessage.count()) === 0, 60_000);
    await relay.stop();
    expect(new Set(temporal.ofDelivery).size).toBe(10_000);
  }, 180_000);

  test('a campaign that is created while its account is stopped hears of that, and of no stop that is over', async () => {
    const [stopped, free] = [aCampaign(), aCampaign()];
    for (const { advertiserId } of [stopped, free])
      await inTransaction(db, (tx) => stopAccount(tx, advertiserId, 'stopped', clock));
    await inTransaction(db, (tx) => releaseAccount(tx, free.advertiserId, 'stopped'));
    for (const input of [stopped, free]) {
      await projectCampaign(db, aProjection(input, aDecision(1, { event: 'campaign.created' })));
      await releaseCampaign(db, input.campaignId, 1);
    }
    await tellEvents(deps);
    expect(await waiting()).toMatchObject([
      { target: `campaign/${stopped.campaignId}`, payload: { kind: 'account_stopped', at: clock } },
    ]);
  });
});

test('the sweep stores what no webhook brought, and looks back over what Stripe lists late', async () => {
  const asked: number[] = [];
  const known = session(randomUUID(), randomUUID());
  const lost = session(randomUUID(), randomUUID());
  await stripeBox(known.event, known.key);
  deps.listStripeEvents = async (since) => {
    asked.push(clock - since);
    return [known.event, lost.event];
  };
  await sweepStripe(deps);
  expect((await box()).map((message) => message.externalId)).toEqual([known.event.id, lost.event.id]);
  expect((await box())[1]?.key).toBe(lost.key);
  later(5 * MINUTE);
  await sweepStripe(deps);
  expect(asked).toEqual([24 * 60 * MINUTE, 15 * MINUTE]);

  const cursor = await readCursor(db, 'stripe-events');
  deps.listStripeEvents = async () => {
    throw new Error('Stripe is away');
  };
  later(5 * MINUTE);
  await expect(sweepStripe(deps)).rejects.toThrow('Stripe is away');
  await expect(readCursor(db, 'stripe-events')).resolves.toBe(cursor);
});

test('the sweep stores an event that it cannot read, too, and those behind it', async () => {
  const { event, key } = session(randomUUID(), randomUUID());
  const strange = { id: 'evt_strange', object: 'v9.event', type: 'charge.refunded' };
  deps.listStripeEvents = async () => [strange, event];
  await sweepStripe(deps);
  expect(await box()).toMatchObject([
    { externalId: 'evt_strange', key: 'evt_strange' },
    { externalId: event.id, key },
  ]);
  for (let n = 0; n < 10; n += 1) {
    await relayInbox(deps);
    later(MINUTE);
  }
  expect(await box()).toMatchObject([{ parkedAt: expect.any(Date) }, { outcome: 'signalled payment' }]);
});

test('a running relay moves a webhook to its campaign, survives a failing part, and stops when asked', async () => {
  const input = aCampaign();
  temporal.open.set(input.campaignId, aSnapshot(input, [aDecision(1)]));
  const relay = startRelay({
    ...deps,
    now: Date.now,
    sendDue: async () => {
      throw new Error('the mail server is away');
    },
  });
  const { event, key } = session(randomUUID(), input.campaignId);
  await stripeBox(event, key);
  await waitFor(async () => temporal.toCampaigns.length === 1);
  await relay.stop();
  const more = session(randomUUID(), input.campaignId);
  await stripeBox(more.event, more.key);
  await sleep(1_200);
  expect(temporal.toCampaigns).toHaveLength(1);
});

async function waitFor(condition: () => Promise<boolean>, within = 5_000): Promise<void> {
  for (const deadline = Date.now() + within; !(await condition()); ) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await sleep(20);
  }
}
