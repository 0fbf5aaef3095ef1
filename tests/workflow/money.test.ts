/** A campaign and its money: what counts, what goes back, and what repeats, delays and disputes must not change. */
import { DAY, HOUR } from '../../domain/time';
import { type Drive, refusal } from './drive';
import { openStage, type Stage, type Wishes, withCampaign } from './environment';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close());

const promise = (name: string, play: (drive: Drive) => Promise<void>, wishes: Wishes = {}) =>
  test(name, () => withCampaign(stage, play, wishes));
const now = () => stage.env.currentTimeMs();
/** Every message before has been heard once this is answered. */
const heard = async (drive: Drive) => (await drive.edit('A name')).version;
const noRefund = (drive: Drive) => expect(drive.outside.refunds).toEqual([]);

promise('a second request for checkout returns the open session', async (drive) => {
  await drive.toPayment();
  const first = await drive.checkout();
  const second = await drive.checkout();
  expect(second).toEqual(first);
  expect(drive.outside.args('createCheckoutSession')).toHaveLength(1);
});

promise('a session about to end is let go before there is another', async (drive) => {
  drive.outside.sessionExpiresAt = (await now()) + HOUR;
  await drive.toPayment();
  await drive.checkout();
  await stage.env.sleep(HOUR - 60_000);
  drive.outside.sessionExpiresAt += DAY;
  expect((await drive.checkout()).checkout).toMatchObject({ sessionId: 'cs_2' });
  const order = drive.outside.asked.map(({ name }) => name).filter((name) => name.includes('Checkout'));
  expect(order).toEqual(['createCheckoutSession', 'expireCheckoutSession', 'createCheckoutSession']);
});

promise('two sessions paid: one counts, the other goes back once', async (drive) => {
  drive.outside.sessionExpiresAt = (await now()) + HOUR;
  await drive.toPayment();
  await drive.checkout();
  await stage.env.sleep(2 * HOUR);
  await drive.checkout();
  const [older, newer] = await drive.payments();
  const first = await drive.paymentEvent('paid', { paymentId: older?.paymentId ?? '' });
  await drive.reaches('pending_approval');
  const second = await drive.paymentEvent('paid', { paymentId: newer?.paymentId ?? '' });
  await drive.sees('payment.excess');
  await drive.tell(second);
  await drive.tell(first);
  await heard(drive);
  expect(drive.outside.refunds).toMatchObject([{ amount: 10_000 }]);
  expect(drive.outside.args('requestRefund')).toMatchObject([[{ paymentId: newer?.paymentId }, {}]]);
  expect((await drive.state()).view).toMatchObject({ amountPaid: 10_000, payment: 'paid' });
});

promise('a session found paid when another is asked for counts, and no other is made', async (drive) => {
  drive.outside.sessionExpiresAt = (await now()) + HOUR;
  await drive.toPayment();
  await drive.checkout();
  await stage.env.sleep(2 * HOUR);
  drive.outside.sessionEnd = { outcome: 'paid', intentId: 'pi_1', amount: 10_000, currency: 'USD' };
  expect(await drive.checkout()).toMatchObject({ phase: 'pending_approval', amountPaid: 10_000 });
  expect(drive.outside.args('createCheckoutSession')).toHaveLength(1);
});

test.each([
  ['amount', { amount: 9_000 }],
  ['currency', { currency: 'eur' }],
])('a payment in the wrong %s is held for an admin and counts for nothing', (_what, wrong) =>
  withCampaign(stage, async (drive) => {
    await drive.toPayment();
    await drive.checkout();
    await drive.paymentEvent('paid', wrong);
    await drive.sees('payment.held');
    const { view } = await drive.state();
    expect(view).toMatchObject({
      phase: 'awaiting_payment',
      payment: 'held',
      amountPaid: 0,
      amountDue: 10_000,
    });
    noRefund(drive);
  }),
);

promise('payment events that come twice, late or out of order change nothing', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  const paid = await drive.paymentEvent('paid');
  await drive.reaches('pending_approval');
  const before = await heard(drive);
  await drive.tell(paid);
  await drive.tell({ ...paid, eventId: 'evt_again' });
  for (const kind of ['processing', 'failed', 'expired'] as const) await drive.paymentEvent(kind);
  expect(await heard(drive)).toBe(before + 1);
  noRefund(drive);
});

promise('a payment that failed or expired first still counts when it is paid', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  await drive.paymentEvent('processing');
  await drive.paymentEvent('failed');
  await drive.paymentEvent('paid');
  await drive.reaches('pending_approval');
});

promise('the event of a payment that the campaign does not know is handed on', async (drive) => {
  const event = await drive.paymentEvent('paid', { paymentId: 'another' });
  await heard(drive);
  expect(drive.outside.forwarded).toEqual([event]);
});

promise('the wallet pays at once, and an empty wallet changes nothing', async (drive) => {
  await drive.toPayment();
  drive.outside.fail('chargeWallet', 'INSUFFICIENT_FUNDS');
  const before = (await drive.state()).view;
  expect(await refusal(drive.update('payFromWallet', {}))).toBe('INSUFFICIENT_FUNDS');
  expect((await drive.state()).view).toEqual(before);
  drive.outside.heal('chargeWallet');
  expect(await drive.update('payFromWallet', {})).toMatchObject({
    phase: 'pending_approval',
    amountPaid: 10_000,
  });
});

promise(
  'paying from the wallet closes the open session first; one paid just then counts instead',
  async (drive) => {
    await drive.toPayment();
    await drive.checkout();
    drive.outside.sessionEnd = { outcome: 'paid', intentId: 'pi_1', amount: 10_000, currency: 'USD' };
    expect(await drive.update('payFromWallet', {})).toMatchObject({ phase: 'pending_approval' });
    expect(drive.outside.args('chargeWallet')).toEqual([]);
  },
);

promise('a rejected campaign gets all its money back', async (drive) => {
  await drive.toApproval();
  expect(await drive.review('rejected')).toMatchObject({ phase: 'rejected', amountPaid: 0, over: true });
  expect(drive.outside.refunds).toMatchObject([{ amount: 10_000 }]);
});

promise('a cancelled campaign gets back what was not delivered, once', async (drive) => {
  drive.outside.reading = { billedUnits: 400, delivered: 4_000 };
  await drive.toActive();
  await drive.cancel();
  expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 4_000 });
  expect(drive.outside.refunds).toMatchObject([{ amount: 6_000 }]);
});

promise('a session that is paid while the campaign is cancelled goes back', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  drive.outside.sessionEnd = { outcome: 'paid', intentId: 'pi_1', amount: 10_000, currency: 'USD' };
  expect(await drive.cancel()).toMatchObject({ phase: 'cancelled', amountPaid: 0 });
  expect(drive.events().slice(-2)).toEqual(['payment.received', 'campaign.cancelled']);
  expect(drive.outside.refunds).toMatchObject([{ amount: 10_000 }]);
});

describe('a dispute', () => {
  promise('stops delivery; won, it lifts its hold', async (drive) => {
    await drive.toActive();
    await drive.paymentEvent('disputed', { disputeId: 'dp_1' });
    expect(await drive.sees('campaign.paused')).toMatchObject({ status: 'paused', payment: 'disputed' });
    expect(await refusal(drive.update('resume', {}, 'admin'))).toBe('NOT_HELD');
    await drive.paymentEvent('dispute_closed', { disputeId: 'dp_1', won: true });
    await drive.sees('campaign.delivery_confirmed');
    expect((await drive.state()).view).toMatchObject({ status: 'active', payment: 'paid', holds: [] });
  });

  promise('that is told twice, or after its end, stops nothing again', async (drive) => {
    await drive.toActive();
    const opened = await drive.paymentEvent('disputed', { disputeId: 'dp_1' });
    await drive.sees('campaign.paused');
    const closed = await drive.paymentEvent('dispute_closed', { disputeId: 'dp_1', won: true });
    await drive.sees('campaign.delivery_confirmed');
    const late = { ...opened, eventId: 'evt_2', disputeId: 'dp_2' };
    await drive.tell({ ...closed, eventId: 'evt_1', disputeId: 'dp_2' });
    const before = await heard(drive);
    for (const event of [opened, closed, late]) await drive.tell(event);
    expect(await heard(drive)).toBe(before + 1);
    expect((await drive.state()).view).toMatchObject({ payment: 'paid', holds: [] });
  });

  promise('that is lost ends the campaign without a refund', async (drive) => {
    drive.outside.reading = { billedUnits: 400, delivered: 4_000 };
    await drive.toActive();
    await drive.paymentEvent('disputed', { disputeId: 'dp_1' });
    await drive.paymentEvent('dispute_closed', { disputeId: 'dp_1', won: false });
    expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 0 });
    expect(drive.events()).toContain('payment.dispute_lost');
    noRefund(drive);
  });

  promise('that is lost before the campaign ran closes it at once', async (drive) => {
    await drive.toApproval();
    await drive.paymentEvent('disputed', { disputeId: 'dp_1' });
    await drive.paymentEvent('dispute_closed', { disputeId: 'dp_1', won: false });
    expect(await drive.result()).toMatchObject({ phase: 'cancelled' });
    noRefund(drive);
  });
});

describe("a refund made in the provider's dashboard", () => {
  promise('in full holds the campaign and leaves nothing to give back', async (drive) => {
    await drive.toActive();
    const event = await drive.paymentEvent('refunded', { amount: 10_000 });
    await drive.sees('campaign.paused');
    await drive.tell(event);
    expect((await drive.state()).view).toMatchObject({ holds: [{ by: 'refund' }], amountPaid: 0 });
    await drive.cancel();
    await drive.result();
    noRefund(drive);
  });

  promise('in part lowers what a cancel gives back', async (drive) => {
    drive.outside.reading = { billedUnits: 0, delivered: 0 };
    await drive.toActive();
    await drive.paymentEvent('refunded', { amount: 2_500 });
    await drive.sees('payment.refunded');
    expect((await drive.state()).view.holds).toEqual([]);
    await drive.cancel();
    await drive.result();
    expect(drive.outside.refunds).toMatchObject([{ amount: 7_500 }]);
  });

  promise('is not mistaken for one that the campaign asked for', async (drive) => {
    await drive.toActive();
    await drive.update('changeBudget', { budgetLifetime: 8_000 });
    const before = await heard(drive);
    await drive.paymentEvent('refunded', { amount: 2_000 });
    expect(await heard(drive)).toBe(before + 1);
  });
});

describe('the budget', () => {
  promise('is raised once the difference is paid, not before', async (drive) => {
    await drive.toActive();
    const asked = await drive.update('changeBudget', { budgetLifetime: 15_000 });
    expect(asked).toMatchObject({ payment: 'due', amountDue: 5_000, brief: { budgetLifetime: 10_000 } });
    expect(drive.outside.args('setBudget')).toEqual([]);
    await drive.checkout();
    expect(drive.outside.args('createCheckoutSession').at(-1)).toMatchObject([{ amount: 5_000, n: 2 }]);
    await drive.paymentEvent('paid');
    const raised = await drive.until((view) => view.payment === 'paid');
    expect(raised).toMatchObject({ phase: 'active', amountPaid: 15_000, brief: { budgetLifetime: 15_000 } });
    expect(drive.outside.args('setBudget')).toMatchObject([[{}, { lifetime: 15_000, units: 1_500 }]]);
  });

  promise('may be raised from the wallet, also after it was used up', async (drive) => {
    await drive.toActive();
    await drive.deliveryEvent('budget_exhausted');
    await drive.sees('campaign.paused');
    await drive.update('changeBudget', { budgetLifetime: 15_000 });
    const raised = await drive.update('payFromWallet', {});
    expect(raised).toMatchObject({ status: 'active', amountPaid: 15_000, holds: [] });
    await drive.sees('campaign.delivery_confirmed');
  });

  promise('gives back what it is lowered by', async (drive) => {
    await drive.toActive();
    const lowered = await drive.update('changeBudget', { budgetLifetime: 8_000 });
    expect(lowered).toMatchObject({ amountPaid: 8_000, brief: { budgetLifetime: 8_000 } });
    expect(drive.outside.args('setBudget')).toMatchObject([[{}, { lifetime: 8_000, units: 800 }]]);
    expect(drive.outside.refunds).toMatchObject([{ amount: 2_000 }]);
  });

  promise('cannot go below what was delivered, and then nothing changed', async (drive) => {
    await drive.toActive();
    const { view } = await drive.state();
    drive.outside.fail('setBudget', 'BUDGET_BELOW_DELIVERED');
    const low = drive.update('changeBudget', { budgetLifetime: 100, budgetDaily: 50 });
    expect(await refusal(low)).toBe('BUDGET_BELOW_DELIVERED');
    expect((await drive.state()).view).toEqual(view);
    noRefund(drive);
  });

  promise('lowered and cancelled gives everything back in parts, never more than was paid', async (drive) => {
    drive.outside.reading = { billedUnits: 100, delivered: 1_000 };
    await drive.toActive();
    await drive.update('changeBudget', { budgetLifetime: 15_000 });
    await drive.update('payFromWallet', {});
    await drive.update('changeBudget', { budgetLifetime: 9_000 });
    await drive.cancel();
    await drive.result();
    const parts = drive.outside.refunds.map(({ amount }) => amount);
    expect(parts).toEqual([5_000, 1_000, 8_000]);
    expect(new Set(drive.outside.refunds.map(({ key }) => key)).size).toBe(3);
  });

  promise(
    'is not raised by a rule above the ceiling that its advertiser set',
    async (drive) => {
      await drive.toActive();
      const raise = (budgetLifetime: number) => drive.update('changeBudget', { budgetLifetime }, 'rule');
      expect(await refusal(raise(12_001))).toBe('BUDGET_CEILING');
      expect(await raise(12_000)).toMatchObject({ amountDue: 2_000 });
    },
    { brief: { budgetCeiling: 12_000 } },
  );

  promise('is never raised by a rule where no ceiling was set, but may be paced', async (drive) => {
    await drive.toActive();
    expect(await refusal(drive.update('changeBudget', { budgetLifetime: 10_001 }, 'rule'))).toBe(
      'BUDGET_CEILING',
    );
    expect(await drive.update('changeBudget', { budgetDaily: 400 }, 'rule')).toMatchObject({
      brief: { budgetDaily: 400, budgetLifetime: 10_000 },
    });
  });
});

describe('an optimization', () => {
  const apply = (drive: Drive, version: number, budgetDaily = 700) =>
    drive.update(
      'applyOptimization',
      { optimizationId: 'o1', expected: { version, budgetDaily: null }, budgetDaily },
      'rule',
    );

  promise('is refused when the world moved on, and can be undone when it was applied', async (drive) => {
    const { version } = await drive.toActive();
    await drive.edit('Another name');
    expect(await refusal(apply(drive, version))).toBe('OPTIMIZATION_STALE');
    const applied = await apply(drive, version + 1);
    expect(applied.brief.budgetDaily).toBe(700);
    expect(await refusal(apply(drive, applied.version))).toBe('CONFLICT');
    const undo = () => drive.update('undoOptimization', { optimizationId: 'o1' });
    expect((await undo()).brief.budgetDaily).toBeNull();
    expect(await refusal(undo())).toBe('NOT_FOUND');
  });

  promise('is not undone over a later change', async (drive) => {
    const { version } = await drive.toActive();
    await apply(drive, version);
    await drive.update('changeBudget', { budgetDaily: 300 });
    const undo = drive.update('undoOptimization', { optimizationId: 'o1' });
    expect(await refusal(undo)).toBe('OPTIMIZATION_STALE');
    expect((await drive.state()).view.brief.budgetDaily).toBe(300);
  });
});

promise('what was used up before a raise does not stop the raised campaign', async (drive) => {
  await drive.toActive();
  const before = await now();
  await drive.update('changeBudget', { budgetLifetime: 15_000 });
  await drive.update('payFromWallet', {});
  await drive.deliveryEvent('budget_exhausted', before - 1);
  await heard(drive);
  expect((await drive.state()).view.holds).toEqual([]);
});

promise('an account that came back is not lost again by an older message', async (drive) => {
  await drive.toActive();
  const then = await now();
  await drive.deliveryEvent('account_reconnected', then + 1);
  await drive.deliveryEvent('account_disconnected', then);
  await heard(drive);
  expect((await drive.state()).view.holds).toEqual([]);
  await drive.deliveryEvent('account_disconnected', then + 2);
  expect(await drive.sees('campaign.paused')).toMatchObject({ holds: [{ by: 'account_disconnected' }] });
});
