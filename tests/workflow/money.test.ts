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
  const [older, newer] = drive.payments();
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
    expect(await refusal(drive.update('resume', {}))).toBe('NOT_HELD');
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
    await drive.sees('campaign.paused');
    await drive.paymentEvent('dispute_closed', { disputeId: 'dp_1', won: false });
    expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 0 });
    expect(drive.events()).toContain('payment.dispute_lost');
    noRefund(drive);
  });

  promise('that is lost in part gives back what was neither lost nor delivered', async (drive) => {
    drive.outside.reading = { billedUnits: 400, delivered: 4_000 };
    await drive.toActive();
    const dispute = { disputeId: 'dp_1', won: false, amount: 3_000 };
    await drive.paymentEvent('dispute_closed', dispute);
    expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 4_000 });
    expect(drive.outside.refunds).toMatchObject([{ amount: 3_000 }]);
  });

  promise('that is lost in part before the campaign ran: what else was paid goes back', async (drive) => {
    await drive.toApproval();
    const [first] = drive.payments();
    await drive.update('changeBudget', { budgetLifetime: 15_000 });
    await drive.update('payFromWallet', {});
    const dispute = { paymentId: first?.paymentId ?? '', disputeId: 'dp_1', won: false, amount: 3_000 };
    await drive.paymentEvent('dispute_closed', dispute);
    expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 0 });
    expect(drive.outside.refunds).toMatchObject([{ amount: 5_000 }, { amount: 7_000 }]);
  });

  promise('is one of two: delivery waits for the last', async (drive) => {
    await drive.toActive();
    await drive.paymentEvent('disputed', { disputeId: 'dp_1', amount: 2_000 });
    await drive.sees('campaign.paused');
    await drive.paymentEvent('disputed', { disputeId: 'dp_2', amount: 3_000 });
    await drive.paymentEvent('dispute_closed', { disputeId: 'dp_1', amount: 2_000, won: true });
    await drive.sees('payment.dispute_won');
    expect((await drive.state()).view).toMatchObject({ payment: 'disputed', holds: [{ by: 'dispute' }] });
    await drive.paymentEvent('dispute_closed', { disputeId: 'dp_2', amount: 3_000, won: true });
    await drive.sees('campaign.delivery_confirmed');
    expect((await drive.state()).view).toMatchObject({ payment: 'paid', holds: [] });
    expect(drive.events().filter((event) => event.startsWith('payment.dispute'))).toHaveLength(4);
  });

  promise('that comes before its payment holds delivery all the same', async (drive) => {
    await drive.toPayment();
    await drive.checkout();
    await drive.paymentEvent('disputed', { disputeId: 'dp_1' });
    await drive.paymentEvent('paid');
    await drive.reaches('pending_approval');
    expect((await drive.state()).view).toMatchObject({ payment: 'disputed', holds: [{ by: 'dispute' }] });
  });

  promise('that outlives the campaign does not leave it disputed', async (drive) => {
    await drive.toActive();
    await drive.paymentEvent('disputed', { disputeId: 'dp_1' });
    await drive.sees('campaign.paused');
    await drive.update('cancel', { reason: 'Enough.' });
    expect(await drive.result()).toMatchObject({ phase: 'cancelled', payment: 'paid' });
  });

  promise('of money that the campaign does not count is none of its affair', async (drive) => {
    await drive.toApproval();
    const [counted] = drive.payments();
    await drive.update('changeBudget', { budgetLifetime: 15_000 });
    await drive.checkout();
    const extra = drive.payments().at(-1);
    drive.outside.sessionEnd = { outcome: 'paid', intentId: 'pi_2', amount: 5_000, currency: 'USD' };
    await drive.update('changeBudget', { budgetLifetime: 10_000 });
    await drive.paymentEvent('paid', { paymentId: extra?.paymentId ?? '', amount: 5_000 });
    await drive.sees('payment.refunded');
    const about = { paymentId: extra?.paymentId ?? '', disputeId: 'dp_9', amount: 5_000 };
    await drive.paymentEvent('disputed', about);
    await drive.paymentEvent('dispute_closed', { ...about, won: false });
    await drive.sees('payment.dispute_lost');
    expect((await drive.state()).view).toMatchObject({
      phase: 'pending_approval',
      holds: [],
      amountPaid: 10_000,
    });
    expect(counted?.counted).toBe(true);
  });

  promise('that is lost closes the session of a raise that nobody paid', async (drive) => {
    await drive.toActive();
    const [paid] = drive.payments();
    await drive.update('changeBudget', { budgetLifetime: 15_000 });
    await drive.checkout();
    const dispute = { paymentId: paid?.paymentId ?? '', disputeId: 'dp_1', won: false };
    await drive.paymentEvent('dispute_closed', dispute);
    expect(await drive.result()).toMatchObject({ phase: 'cancelled', checkout: null });
    expect(drive.outside.args('expireCheckoutSession')).toEqual([['cs_2']]);
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
  promise('or by an admin is seen beside those of the campaign itself', async (drive) => {
    await drive.toActive();
    await drive.update('changeBudget', { budgetLifetime: 8_000 });
    const [paid] = drive.payments();
    const about = { paymentId: paid?.paymentId ?? '', amount: 1_000, byOthers: 1_000 };
    const told = await drive.paymentEvent('refunded', about);
    await drive.until((view) => view.amountPaid === 7_000);
    await drive.tell({ ...told, eventId: 'evt_again' });
    await drive.paymentEvent('refunded', { paymentId: about.paymentId, amount: 3_000 });
    await heard(drive);
    expect((await drive.state()).view).toMatchObject({ amountPaid: 7_000, brief: { budgetLifetime: 7_000 } });
  });

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

  promise(
    'before the campaign asked for more than was left: what could not be given counts once',
    async (drive) => {
      await drive.toActive();
      await drive.update('changeBudget', { budgetLifetime: 6_000 });
      const [paid] = drive.payments();
      const about = { paymentId: paid?.paymentId ?? '', amount: 6_000, byOthers: 3_000, shortfall: 1_000 };
      const told = await drive.paymentEvent('refunded', about);
      await drive.until((view) => view.amountPaid === 4_000);
      await drive.tell({ ...told, eventId: 'evt_again' });
      await heard(drive);
      expect((await drive.state()).view).toMatchObject({
        amountPaid: 4_000,
        brief: { budgetLifetime: 4_000 },
      });
    },
  );
});

promise('a refund that its payment could not give in full is told, and counts as paid', async (drive) => {
  await drive.toActive();
  await drive.update('changeBudget', { budgetLifetime: 6_000 });
  const [paid] = drive.payments();
  const about = { paymentId: paid?.paymentId ?? '', amount: 3_000, byOthers: 0, shortfall: 1_000 };
  const told = await drive.paymentEvent('refunded', about);
  expect(await drive.sees('payment.refund_reduced')).toMatchObject({ amountPaid: 7_000 });
  const before = await heard(drive);
  await drive.tell({ ...told, eventId: 'evt_again' });
  expect(await heard(drive)).toBe(before + 1);
  await drive.paymentEvent('refunded', { ...about, amount: 10_000, byOthers: 7_000 });
  await drive.until((view) => view.amountPaid === 0);
});

promise('a refund of more than is left, heard of late by its payment, leaves nothing paid', async (drive) => {
  await drive.toActive();
  await drive.update('changeBudget', { budgetLifetime: 6_000 });
  const [paid] = drive.payments();
  const about = { paymentId: paid?.paymentId ?? '', amount: 8_000, byOthers: 8_000 };
  await drive.paymentEvent('refunded', about);
  await drive.until((view) => view.amountPaid === 0);
  await drive.paymentEvent('refunded', { ...about, amount: 10_000, shortfall: 2_000 });
  await drive.sees('payment.refund_reduced');
  expect((await drive.state()).view.amountPaid).toBe(0);
});
