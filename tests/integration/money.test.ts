/** Every way in which money can go wrong, over HTTP against the whole system; each moves each cent exactly once. */
import { z } from 'zod';
import {
  type Campaign,
  type Payment,
  type Person,
  type Session,
  TARGETING,
  until,
} from '../../bin/demo/driver';
import { type WholeSystem, wholeSystem } from './system';

jest.setTimeout(60_000);

let whole: WholeSystem;
beforeAll(async () => {
  whole = await wholeSystem();
}, 120_000);
afterEach(() => whole.sim(z.unknown(), 'webhooks', { mode: 'normal' }));
afterAll(() => whole?.close());

const Intent = z.object({ id: z.string(), metadata: z.object({ payment_id: z.string() }).partial() });
const Refund = z.object({ id: z.string(), payment_intent: z.string(), status: z.string() });
const Thing = z.looseObject({ id: z.string() });
const pay = ({ session_id }: Session, body: object = {}) =>
  whole.sim(Thing, `sessions/${session_id}/pay`, body);

/** Stripe's payment intent of a payment. */
async function intentOf({ payment_id }: Pick<Session, 'payment_id'>): Promise<string> {
  const intents = await whole.objects(Intent, 'payment_intent');
  const found = intents.find(({ metadata }) => metadata.payment_id === payment_id);
  if (!found) throw new Error(`no intent of payment ${payment_id}`);
  return found.id;
}

/** The bank has taken back what was debited: its refund is pending until then. */
async function refundArrives(session: Session): Promise<void> {
  const intent = await intentOf(session);
  const pending = await until(
    async () => (await whole.objects(Refund, 'refund')).filter((one) => one.payment_intent === intent),
    (refunds) => refunds.some(({ status }) => status === 'pending'),
    (refunds) => JSON.stringify(refunds),
  );
  for (const { id } of pending) await whole.sim(Thing, `refunds/${id}/settle`, { succeeded: true });
}

/** Waits until all refunds of a campaign have come to an end and its payments are so. */
function settled(who: Person, id: string, isSo: (payments: Payment[]) => boolean): Promise<Payment[]> {
  const isOpen = ({ refunds }: Payment) =>
    refunds.some(({ status }) => status === 'requested' || status === 'processing');
  return until(
    () => whole.driver.payments(who, id),
    (payments) => isSo(payments) && !payments.some(isOpen),
    (payments) => JSON.stringify(payments),
  );
}

/** The field at which a request is refused as not valid; its status and code where it is not. */
async function refusedAt(address: string, body: object, token: string): Promise<string> {
  const answer = await whole.driver.call('POST', address, { token, body });
  const Refused = z.object({
    code: z.literal('VALIDATION_FAILED'),
    errors: z.array(z.object({ path: z.string() })),
  });
  const refused = Refused.safeParse(answer.body);
  return answer.status === 422 && refused.success ? (refused.data.errors[0]?.path ?? '') : answer.text;
}

/** What Stripe gave back of a payment. */
async function intentRefunds(payment: Payment) {
  const Given = z.object({ amount: z.int(), metadata: z.object({ payment_id: z.string().optional() }) });
  const all = await whole.objects(Given, 'refund');
  return all.filter(({ metadata }) => metadata.payment_id === payment.id);
}

const total = (payments: Payment[], member: 'received' | 'refunded') =>
  payments.reduce((sum, payment) => sum + payment[member], 0);
const inPhase = (who: Person, id: string, phase: Campaign['phase']) =>
  whole.driver.until(who, id, (campaign) => campaign.phase === phase);
const refund = (payment: Payment, body: object = {}) =>
  whole.driver.call('POST', `/payments/${payment.id}/refund`, {
    token: whole.admin.token,
    body: { reason: 'An admin decided.', ...body },
  });

describe('what was paid and not delivered goes back, once', () => {
  test('a campaign that is cancelled after its payment', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.paid(ada, admin);
    expect((await driver.act(ada, id, 'cancel', { reason: 'Sold out' })).phase).toBe('cancelled');
    const [payment] = await settled(ada, id, (payments) => total(payments, 'refunded') > 0);
    expect(payment).toMatchObject({ status: 'refunded', received: 50_000, refunded: 50_000, refundable: 0 });
    expect(payment?.refunds).toHaveLength(1);
  });

  test('a campaign that an admin rejects', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.paid(ada, admin);
    const rejected = await driver.decide(admin, id, { decision: 'rejected', reason: 'Not for us' });
    expect(rejected).toMatchObject({ phase: 'rejected', amount_paid: 0 });
    const [payment] = await settled(ada, id, (payments) => total(payments, 'refunded') > 0);
    expect(payment).toMatchObject({ status: 'refunded', refunded: 50_000 });
  });

  test('a flight that is over before the campaign is approved', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.paid(ada, admin);
    await whole.endFlight(ada, id);
    await inPhase(ada, id, 'expired');
    await settled(ada, id, ([payment]) => payment?.status === 'refunded');
  });

  test('a flight that delivers little: only what was delivered is kept', async () => {
    const { driver, admin, viewer } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    for (const ad of await viewer.adsOf(id, 20)) await viewer.show(ad);
    await whole.endFlight(ada, id);
    await inPhase(ada, id, 'completed');
    const payments = await settled(ada, id, (found) => total(found, 'refunded') > 0);
    const report = await driver.call('GET', `/campaigns/${id}/report`, { token: ada.token });
    const { impressions, billed_units, delivered } = z
      .object({ impressions: z.int(), billed_units: z.int(), delivered: z.int() })
      .parse(report.body);
    expect({ impressions, billed_units }).toEqual({ impressions: 20, billed_units: 20 });
    expect(delivered).toBeGreaterThan(0);
    expect(total(payments, 'received') - total(payments, 'refunded')).toBe(delivered);
  });
});

describe('money that nobody waits for any more', () => {
  test('a payment whose webhook comes after the cancel is found by the cancel and given back', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await whole.sim(z.unknown(), 'webhooks', { mode: 'hold' });
    await pay(session);
    await driver.act(ada, id, 'cancel');
    await whole.sim(z.unknown(), 'webhooks/flush', { reversed: true });
    const [payment] = await settled(ada, id, ([found]) => found?.status === 'refunded');
    expect(payment).toMatchObject({ received: 50_000, refunded: 50_000 });
    expect(payment?.refunds).toHaveLength(1);
  });

  test('a bank debit that succeeds after the cancel is booked and given back', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await driver.press(session, 'debit');
    await driver.until(ada, id, ({ payment }) => payment === 'processing');
    const again = await driver.call('POST', '/payment/create-checkout-session', {
      token: ada.token,
      body: { campaign_id: id },
    });
    expect(again.body).toMatchObject({ code: 'PAYMENT_PROCESSING' });
    await driver.act(ada, id, 'cancel');
    await whole.sim(Thing, `sessions/${session.session_id}/settle`, { succeeded: true });
    await refundArrives(session);
    const [payment] = await settled(ada, id, ([found]) => found?.status === 'refunded');
    expect(payment).toMatchObject({ received: 50_000, refunded: 50_000 });
  });

  test('a bank debit that fails lets the campaign ask again', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await driver.press(session, 'debit');
    await driver.until(ada, id, ({ payment }) => payment === 'processing');
    await whole.sim(Thing, `sessions/${session.session_id}/settle`, { succeeded: false });
    await driver.until(ada, id, ({ payment }) => payment === 'due');
    const next = await driver.checkout(ada, id);
    expect(next.session_id).not.toBe(session.session_id);
    await driver.press(next, 'pay');
    expect((await inPhase(ada, id, 'pending_approval')).amount_paid).toBe(50_000);
  });

  test('a debit for a raised budget that succeeds after the campaign has completed goes back', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    await driver.act(ada, id, 'budget', { budget_lifetime: 60_000 });
    const session = await driver.checkout(ada, id);
    await driver.press(session, 'debit');
    await driver.until(ada, id, ({ payment }) => payment === 'processing');
    await whole.endFlight(ada, id);
    await inPhase(ada, id, 'completed');
    await whole.sim(Thing, `sessions/${session.session_id}/settle`, { succeeded: true });
    await refundArrives(session);
    const payments = await settled(ada, id, (found) => total(found, 'refunded') === 60_000);
    expect(total(payments, 'received')).toBe(60_000);
  });

  test('a checkout that is open when the campaign completes can take no money', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    await driver.act(ada, id, 'budget', { budget_lifetime: 60_000 });
    const session = await driver.checkout(ada, id);
    await whole.endFlight(ada, id);
    await inPhase(ada, id, 'completed');
    await expect(pay(session)).rejects.toThrow('expired');
    const payments = await settled(ada, id, (found) => total(found, 'refunded') === 50_000);
    expect(payments.map(({ status }) => status).sort()).toEqual(['expired', 'refunded']);
  });

  test('of two sessions that are paid, the one for an older amount counts too', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    await driver.act(ada, id, 'budget', { budget_lifetime: 60_000 });
    const first = await driver.checkout(ada, id);
    await whole.sim(z.unknown(), 'webhooks', { mode: 'hold' });
    await pay(first);
    await driver.act(ada, id, 'budget', { budget_lifetime: 75_000 });
    // The first is found paid when it is to be closed; the repeat opens the second.
    await driver.call('POST', '/payment/create-checkout-session', {
      token: ada.token,
      body: { campaign_id: id },
    });
    const second = await driver.checkout(ada, id);
    expect(second.session_id).not.toBe(first.session_id);
    await pay(second);
    await whole.sim(z.unknown(), 'webhooks/flush', { reversed: true });
    await driver.until(ada, id, ({ budget_lifetime }) => budget_lifetime === 75_000);
    const payments = await settled(ada, id, (found) => total(found, 'received') === 75_000);
    const shown = payments.map(({ id: payment, received, refunded }) => [payment, received, refunded]);
    expect(shown).toContainEqual([first.payment_id, 10_000, 0]);
    expect(shown).toContainEqual([second.payment_id, 15_000, 0]);
  });
});

describe('what is not as it was asked for', () => {
  test.each([
    ['amount', { amount: 40_000 }],
    ['currency', { currency: 'eur' }],
  ])('a wrong %s is held; an admin gives it back, and the campaign can be paid', async (_, wrong) => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    await pay(await driver.checkout(ada, id), wrong);
    const held = await driver.until(ada, id, ({ payment }) => payment === 'held');
    expect(held).toMatchObject({ phase: 'awaiting_payment', amount_paid: 0, amount_due: 50_000 });
    const [payment] = await driver.payments(ada, id);
    expect(payment).toMatchObject({ held: true, refunded: 0 });
    if (payment) expect((await refund(payment)).status).toBe(202);
    await settled(ada, id, ([found]) => found?.status === 'refunded');
    await driver.until(ada, id, ({ payment: state }) => state === 'due');
    await driver.press(await driver.checkout(ada, id), 'pay');
    await inPhase(ada, id, 'pending_approval');
  });

  test('a held payment of another currency goes back in its own, and leaves the good money alone', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    await pay(await driver.checkout(ada, id), { currency: 'eur' });
    await driver.until(ada, id, ({ payment }) => payment === 'held');
    await driver.press(await driver.checkout(ada, id), 'pay');
    await inPhase(ada, id, 'pending_approval');
    const both = await driver.payments(ada, id);
    const held = both.find((payment) => payment.held);
    expect(held).toMatchObject({ currency: 'USD', received_currency: 'EUR', refundable: 50_000 });
    if (held) expect((await refund(held)).body).toMatchObject({ amount: 50_000, currency: 'EUR' });
    await settled(ada, id, (found) => total(found, 'refunded') === 50_000);
    expect(await driver.read(ada, id)).toMatchObject({ amount_paid: 50_000 });
    expect(await whole.contradictions()).toEqual([]);
    await driver.act(ada, id, 'cancel');
    const payments = await settled(ada, id, (found) => total(found, 'refunded') === 100_000);
    expect(
      payments.flatMap(({ refunds }) => refunds.map(({ amount, currency }) => [amount, currency])),
    ).toEqual(
      expect.arrayContaining([
        [50_000, 'EUR'],
        [50_000, 'USD'],
      ]),
    );
  });

  test('a wrong currency that a cancel finds is held too, and not taken for what was asked', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await whole.sim(z.unknown(), 'webhooks', { mode: 'hold' });
    await pay(session, { currency: 'eur' });
    expect(await driver.act(ada, id, 'cancel')).toMatchObject({ phase: 'cancelled', payment: 'held' });
    const [payment] = await driver.payments(ada, id);
    expect(payment).toMatchObject({ held: true, received: 50_000, refunded: 0 });
    if (payment) expect((await refund(payment)).status).toBe(202);
    await settled(ada, id, ([found]) => found?.status === 'refunded');
    await whole.sim(z.unknown(), 'webhooks/flush');
  });

  test('a declined card leaves the checkout open', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await driver.press(session, 'decline');
    expect((await driver.checkout(ada, id)).session_id).toBe(session.session_id);
    await driver.press(session, 'pay');
    await inPhase(ada, id, 'pending_approval');
  });
});

describe('disputes and refunds that others make', () => {
  async function disputed() {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await driver.press(session, 'pay');
    await inPhase(ada, id, 'pending_approval');
    await driver.decide(admin, id);
    await inPhase(ada, id, 'active');
    const dispute = await whole.sim(Thing, `intents/${await intentOf(session)}/dispute`);
    const held = await driver.until(ada, id, ({ payment }) => payment === 'disputed');
    expect(held.holds).toMatchObject([{ by: 'dispute' }]);
    const [payment] = await settled(ada, id, ([found]) => found?.status === 'disputed');
    if (!payment) throw new Error('there is no payment');
    expect((await refund(payment)).body).toMatchObject({ code: 'PAYMENT_DISPUTED' });
    return { ada, id, dispute };
  }

  test('a dispute that is won: delivery goes on, and nothing was lost', async () => {
    const { ada, id, dispute } = await disputed();
    await whole.sim(Thing, `disputes/${dispute.id}/close`, { won: true });
    await whole.driver.until(ada, id, ({ delivery }) => delivery === 'delivering');
    const [payment] = await settled(ada, id, ([found]) => found?.status === 'paid');
    expect(payment).toMatchObject({ refunded: 0, refundable: 50_000, disputes: [{ status: 'won' }] });
  });

  test('a dispute that is lost ends the campaign, and is never refunded as well', async () => {
    const { ada, id, dispute } = await disputed();
    await whole.sim(Thing, `disputes/${dispute.id}/close`, { won: false });
    await inPhase(ada, id, 'cancelled');
    const [payment] = await settled(ada, id, ([found]) => found?.disputes[0]?.status === 'lost');
    expect(payment).toMatchObject({ refunded: 0, refundable: 0, refunds: [] });
    if (payment) expect((await refund(payment)).body).toMatchObject({ code: 'REFUND_TOO_LARGE' });
  });

  test("a refund made in Stripe's dashboard lowers what can go back; the rest goes back on a cancel", async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await driver.press(session, 'pay');
    await inPhase(ada, id, 'pending_approval');
    await whole.sim(Thing, `intents/${await intentOf(session)}/refund`, { amount: 20_000 });
    await driver.until(ada, id, ({ amount_paid }) => amount_paid === 30_000);
    const [payment] = await settled(ada, id, ([found]) => found?.refunded === 20_000);
    if (!payment) throw new Error('there is no payment');
    expect((await refund(payment, { amount: 40_000 })).body).toMatchObject({ code: 'REFUND_TOO_LARGE' });
    await driver.act(ada, id, 'cancel');
    const [after] = await settled(ada, id, ([found]) => found?.status === 'refunded');
    expect(after).toMatchObject({ refunded: 50_000 });
    expect(after?.refunds.map(({ origin, amount }) => [origin, amount]).sort()).toEqual([
      ['adflight', 30_000],
      ['provider', 20_000],
    ]);
  });

  test("a refund in Stripe's dashboard whose webhook is lost: a cancel gives back what is left", async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await driver.press(session, 'pay');
    await inPhase(ada, id, 'pending_approval');
    await whole.sim(Thing, `intents/${await intentOf(session)}/refund?mode=drop`, { amount: 10_000 });
    await driver.act(ada, id, 'cancel');
    const [payment] = await settled(ada, id, ([found]) => found?.refunded === 50_000);
    expect(payment?.refunds.map(({ origin, amount, status }) => [origin, amount, status]).sort()).toEqual([
      ['adflight', 40_000, 'succeeded'],
      ['provider', 10_000, 'succeeded'],
    ]);
  });

  test('so does a lowered budget, and the campaign counts what could not go back', async () => {
    const { driver, admin, viewer } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    for (const ad of await viewer.adsOf(id, 20)) await viewer.show(ad);
    const [paid] = await driver.payments(ada, id);
    if (!paid) throw new Error('there is no payment');
    const intent = await intentOf({ payment_id: paid.id });
    await whole.sim(Thing, `intents/${intent}/refund?mode=drop`, { amount: 990 });
    await driver.act(ada, id, 'budget', { budget_lifetime: 1_000 });
    const [after] = await settled(
      ada,
      id,
      ([found]) => found?.refunds.filter(({ status }) => status === 'succeeded').length === 2,
    );
    const left = (after?.received ?? 0) - (after?.refunded ?? 0);
    // What was shown stays; without it ten cents would be left.
    expect(left).toBeGreaterThan(10);
    await driver.until(ada, id, ({ amount_paid }) => amount_paid === left);
    await whole.endFlight(ada, id);
    await inPhase(ada, id, 'completed');
  });

  test('a refund that the bank returns after the campaign is over can be made again', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.approvedDraft(ada, admin);
    const session = await driver.checkout(ada, id);
    await driver.press(session, 'pay');
    await inPhase(ada, id, 'pending_approval');
    await driver.act(ada, id, 'cancel');
    await settled(ada, id, ([found]) => found?.status === 'refunded');
    const intent = await intentOf(session);
    const made = (await whole.objects(Refund, 'refund')).find((one) => one.payment_intent === intent);
    await whole.sim(Thing, `refunds/${made?.id}/fail`);
    const [back] = await settled(ada, id, ([found]) => found?.refunds[0]?.status === 'failed');
    expect(back).toMatchObject({ status: 'paid', refunded: 0, refundable: 50_000 });
    for (const userId of [ada.id, admin.id])
      await until(
        () => whole.db.notification.findMany({ where: { userId, campaignId: id } }),
        (found) => found.some(({ title }) => /refund (failed|did not go through)/i.test(title)),
        (found) => JSON.stringify(found.map(({ title }) => title)),
      );
    if (back) expect((await refund(back)).status).toBe(202);
    const [again] = await settled(ada, id, ([found]) => found?.status === 'refunded');
    expect(again?.refunds.map(({ status }) => status)).toEqual(['failed', 'succeeded']);
  });

  test('two disputes of one payment: delivery waits for the last, and what neither took goes back', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    const [paid] = await driver.payments(ada, id);
    const intentId = await intentOf({ payment_id: paid?.id ?? '' });
    const one = await whole.sim(Thing, `intents/${intentId}/dispute`, { amount: 10_000 });
    const other = await whole.sim(Thing, `intents/${intentId}/dispute`, { amount: 20_000 });
    await settled(ada, id, ([found]) => found?.disputes.length === 2);
    await whole.sim(Thing, `disputes/${one.id}/close`, { won: true });
    await settled(ada, id, ([found]) => found?.disputes.some(({ status }) => status === 'won') === true);
    expect(await driver.read(ada, id)).toMatchObject({ payment: 'disputed', holds: [{ by: 'dispute' }] });
    await whole.sim(Thing, `disputes/${other.id}/close`, { won: false });
    expect(await inPhase(ada, id, 'cancelled')).toMatchObject({ payment: 'paid' });
    const [payment] = await settled(ada, id, ([found]) => found?.refunded === 30_000);
    expect(payment).toMatchObject({ received: 50_000, refundable: 0 });
  });

  test('an inquiry stops neither delivery nor refunds', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    const [paid] = await driver.payments(ada, id);
    const intentId = await intentOf({ payment_id: paid?.id ?? '' });
    const inquiry = await whole.sim(Thing, `intents/${intentId}/dispute`, { inquiry: true });
    const [asked] = await settled(ada, id, ([found]) => found?.disputes[0]?.status === 'inquiry');
    expect(await driver.read(ada, id)).toMatchObject({ payment: 'paid', holds: [] });
    if (asked) expect((await refund(asked, { amount: 1_000 })).status).toBe(202);
    await settled(ada, id, ([found]) => found?.refunded === 1_000);
    await whole.sim(Thing, `disputes/${inquiry.id}/escalate`);
    await driver.until(ada, id, ({ payment }) => payment === 'disputed');
    await whole.sim(Thing, `disputes/${inquiry.id}/close`, { won: true });
    await driver.until(ada, id, ({ delivery }) => delivery === 'delivering');
  });

  test("a full refund from Stripe's dashboard stops delivery", async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    const [paid] = await driver.payments(ada, id);
    await whole.sim(Thing, `intents/${await intentOf({ payment_id: paid?.id ?? '' })}/refund`);
    const held = await driver.until(ada, id, ({ delivery }) => delivery === 'paused');
    expect(held).toMatchObject({ status: 'paused', amount_paid: 0, holds: [{ by: 'refund' }] });
    await settled(ada, id, ([found]) => found?.status === 'refunded');
  });

  test('what an admin gives back of a running campaign is no longer delivered for', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    const [paid] = await driver.payments(ada, id);
    if (!paid) throw new Error('there is no payment');
    // Stripe's own word of the refund comes last.
    await whole.sim(z.unknown(), 'webhooks', { mode: 'hold' });
    expect((await refund(paid, { amount: 20_000 })).status).toBe(202);
    const less = await driver.until(ada, id, ({ amount_paid }) => amount_paid === 30_000);
    expect(less).toMatchObject({ status: 'active', budget_lifetime: 30_000, holds: [] });
    const line = await whole.db.houseLineItem.findUniqueOrThrow({ where: { campaignId: id } });
    const worth = Number(line.units * line.unitPriceMicros) / 10_000;
    expect([Math.ceil(worth), worth <= 30_000]).toEqual([30_000, true]);
    await whole.sim(z.unknown(), 'webhooks/flush');
    await settled(ada, id, ([found]) => found?.refunded === 20_000);
    const audited = await whole.db.auditEntry.findFirst({
      where: { targetId: paid.id, action: 'refund.requested' },
    });
    expect(audited).toMatchObject({
      actorKind: 'admin',
      actorId: admin.id,
      address: expect.stringContaining('127.0.0.1'),
      before: { received: 50_000, refunded: 0, lost: 0, disputed: false },
      after: { received: 50_000, refunded: 20_000, amount: 20_000 },
    });
    await whole.endFlight(ada, id);
    await inPhase(ada, id, 'completed');
    await settled(ada, id, ([found]) => found?.status === 'refunded');
  });

  test('a lowered budget gives the difference back, and the rest after the flight', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id } = await driver.active(ada, admin);
    const lowered = await driver.act(ada, id, 'budget', { budget_lifetime: 30_000 });
    expect(lowered).toMatchObject({ budget_lifetime: 30_000, amount_paid: 30_000 });
    await settled(ada, id, (payments) => total(payments, 'refunded') === 20_000);
    await whole.endFlight(ada, id);
    await inPhase(ada, id, 'completed');
    await settled(ada, id, (payments) => total(payments, 'refunded') === 50_000);
  });
});

describe('what Stripe does not take', () => {
  test('in dinars nothing has a last digit: what is delivered leaves an amount that can go back', async () => {
    const { driver, admin, viewer } = whole;
    const ada = await driver.register({ currency: 'KWD' });
    const { token } = ada;
    const odd = { ...TARGETING, objective: 'traffic', currency: 'KWD', budget_lifetime: 50_005 };
    expect(await refusedAt('/pricing/calculate', odd, token)).toBe('/budget_lifetime');
    const { id } = await driver.active(ada, admin);
    const [payment] = await driver.payments(ada, id);
    if (!payment) throw new Error('no payment');
    expect(await refusedAt(`/campaigns/${id}/budget`, { budget_lifetime: 49_995 }, token)).toBe(
      '/budget_lifetime',
    );
    const part = { reason: 'An admin decided.', amount: 1_005 };
    expect(await refusedAt(`/payments/${payment.id}/refund`, part, admin.token)).toBe('/amount');
    expect((await refund(payment, { amount: 1_000 })).status).toBe(202);
    for (const ad of await viewer.adsOf(id, 7)) await viewer.show(ad);
    await driver.act(ada, id, 'cancel', { reason: 'Sold out' });
    await inPhase(ada, id, 'cancelled');
    const payments = await settled(ada, id, (found) => total(found, 'refunded') > 1_000);
    const line = await whole.db.houseLineItem.findUniqueOrThrow({ where: { campaignId: id } });
    const worth = Number((line.delivered * line.unitPriceMicros) / 1_000n);
    const kept = total(payments, 'received') - total(payments, 'refunded');
    expect([kept, worth % 10 === 0]).toEqual([Math.floor(worth / 10) * 10, false]);
    const report = await driver.call('GET', `/campaigns/${id}/report`, { token });
    expect(report.body).toMatchObject({ delivered: kept, billed_units: 7 });
    expect((await intentRefunds(payment)).every(({ amount }) => amount % 10 === 0)).toBe(true);
  });

  test('a budget is changed while its payment is due: priced anew, charged as changed, and never too small', async () => {
    const { driver, admin } = whole;
    const ada = await whole.advertiser();
    const { id, quote_id: before } = await driver.approvedDraft(ada, admin);
    await driver.checkout(ada, id);
    for (const budget_lifetime of [49, 100_000_000])
      expect(await refusedAt(`/campaigns/${id}/budget`, { budget_lifetime }, ada.token)).toBe(
        '/budget_lifetime',
      );
    const changed = await driver.act(ada, id, 'budget', { budget_lifetime: 250_000 });
    expect(changed).toMatchObject({
      phase: 'awaiting_payment',
      amount_due: 250_000,
      budget_lifetime: 250_000,
    });
    expect(changed.quote_id).not.toBe(before);
    const quote = await driver.call('GET', `/pricing/quotes/${changed.quote_id}`, { token: ada.token });
    const { discounts, units } = z
      .object({ discounts: z.array(z.object({ kind: z.string() })), units: z.int() })
      .parse(quote.body);
    expect(discounts.map(({ kind }) => kind)).toContain('volume');
    await driver.press(await driver.checkout(ada, id), 'pay');
    expect(await inPhase(ada, id, 'pending_approval')).toMatchObject({ amount_paid: 250_000 });
    await driver.decide(admin, id);
    await inPhase(ada, id, 'active');
    const line = await whole.db.houseLineItem.findUniqueOrThrow({ where: { campaignId: id } });
    expect(Number(line.units)).toBe(units);
  });
});

test('rows, workflows, ledger and the books of Stripe agree on every cent of the suite', async () => {
  expect(await whole.contradictions()).toEqual([]);
  expect(await whole.db.ledgerTransaction.count()).toBeGreaterThan(30);
});
