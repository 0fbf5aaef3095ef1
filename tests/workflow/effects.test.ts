/** What a campaign does while a step of it runs, fails or hangs: it listens, takes back, and tells the truth. */
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
const calls = (drive: Drive) =>
  drive.outside.asked.map(({ name }) => name).filter((name) => name !== 'projectCampaign');

// Those that let time pass come first: a cancelled activity may stop the server's clock.

promise(
  'a provider that is away stops no cancel: delivery ends first, the session stays behind',
  async (drive) => {
    await drive.toActive();
    await drive.update('changeBudget', { budgetLifetime: 15_000 });
    await drive.checkout();
    drive.outside.reading = { billedUnits: 100, delivered: 1_000 };
    drive.outside.fail('expireCheckoutSession', 'outage');
    await drive.cancel();
    expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 1_000 });
    const names = calls(drive);
    expect(names.indexOf('finishCampaign')).toBeLessThan(names.indexOf('expireCheckoutSession'));
    expect(drive.outside.refunds).toMatchObject([{ amount: 9_000 }]);
  },
);

test('a pause that the platform never confirmed does not outlive the flight', async () => {
  const endAt = (await stage.env.currentTimeMs()) + HOUR;
  const play = async (drive: Drive) => {
    await drive.toActive();
    drive.outside.fail('setDelivery', 'outage');
    await drive.update('pause', { reason: 'Holidays.' });
    await drive.until(() => calls(drive).includes('setDelivery'));
    expect(await drive.result()).toMatchObject({ phase: 'completed' });
    expect(calls(drive).at(-1)).toBe('finishCampaign');
  };
  await withCampaign(stage, play, { brief: { endAt } });
});

promise('what the outside refuses while the campaign acts by itself is tried again', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  drive.outside.fail('expireCheckoutSession', 'PROVIDER_REFUSED', 2);
  await stage.env.sleep(14 * DAY + HOUR);
  expect(await drive.reaches('expired')).toMatchObject({ over: true });
  expect(drive.outside.args('expireCheckoutSession')).toHaveLength(3);
});

promise('a pause is answered while the platform is down, and shown when it is confirmed', async (drive) => {
  await drive.toActive();
  drive.outside.hang('setDelivery');
  const paused = await drive.update('pause', { reason: 'Holidays.' });
  expect(paused).toMatchObject({ status: 'paused', delivery: { wanted: false, confirmed: true } });
  await drive.edit('Another name');
  expect(drive.events()).not.toContain('campaign.paused');
  drive.outside.heal('setDelivery');
  expect(await drive.sees('campaign.paused')).toMatchObject({
    delivery: { wanted: false, confirmed: false },
  });
});

promise('a resume overtakes a pause that the platform has not confirmed', async (drive) => {
  await drive.toActive();
  drive.outside.hang('setDelivery');
  await drive.update('pause', { reason: 'Holidays.' });
  await drive.until(() => drive.outside.args('setDelivery').length === 1);
  await drive.update('resume', {});
  await drive.until(() => drive.outside.args('setDelivery').length === 2);
  drive.outside.heal('setDelivery');
  expect(await drive.sees('campaign.delivery_confirmed')).toMatchObject({ status: 'active', holds: [] });
  expect(drive.outside.args('setDelivery').map(([, wanted]) => wanted)).toEqual([false, true]);
  expect(drive.events()).not.toContain('campaign.paused');
});

promise('a pause that the platform refused for good can be asked for again', async (drive) => {
  await drive.toActive();
  drive.outside.fail('setDelivery', 'PROVIDER_REFUSED', 1);
  await drive.update('pause', { reason: 'Holidays.' });
  await drive.until(() => drive.outside.args('setDelivery').length === 1);
  await drive.update('resume', {});
  await drive.update('pause', { reason: 'Holidays again.' });
  await drive.sees('campaign.paused');
});

promise('holds of several kinds: delivery is wanted again when the last is lifted', async (drive) => {
  await drive.toActive();
  await drive.update('pause', { reason: 'Holidays.' });
  await drive.update('pause', { reason: 'Looks odd.' }, 'admin');
  await drive.update('pause', { reason: 'Costs too much.' }, 'rule');
  await drive.deliveryEvent('account_disabled');
  const own = await drive.update('resume', {});
  expect(own.holds.map(({ by }) => by)).toEqual(['admin', 'account_disabled']);
  expect(await refusal(drive.update('resume', {}))).toBe('NOT_HELD');
  expect(await drive.update('resume', {}, 'admin')).toMatchObject({ holds: [{ by: 'account_disabled' }] });
  expect(await refusal(drive.update('resume', {}, 'admin'))).toBe('NOT_HELD');
  await drive.deliveryEvent('account_enabled');
  expect(await drive.until(({ delivery }) => delivery.wanted && delivery.confirmed)).toMatchObject({
    holds: [],
  });
});

promise('an admin may retry an activation that failed', async (drive) => {
  drive.outside.fail('activateCampaign', 'PROVIDER_REFUSED', 1);
  await drive.toApproval();
  await drive.review('approved');
  expect(await drive.reaches('activation_failed')).toMatchObject({ waitingFor: 'admin', amountPaid: 10_000 });
  await drive.update('retryActivation', { choice: 'retry' }, 'admin');
  await drive.reaches('active');
  expect(calls(drive).slice(-3)).toEqual(['activateCampaign', 'withdrawCampaign', 'activateCampaign']);
});

promise('of two cancels accepted in one task the second is refused', async (drive) => {
  await drive.toApproval();
  const codes = await drive.inOneTask(() => [refusal(drive.cancel()), refusal(drive.cancel())]);
  expect(codes.sort()).toEqual(['CAMPAIGN_CLOSED', null]);
  expect(drive.outside.refunds).toMatchObject([{ amount: 10_000 }]);
});

promise('a payment that comes in the closing task is handed on to its own workflow', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  await drive.inOneTask<unknown>(() => [
    drive.cancel(),
    drive.paymentEvent('paid', { paymentId: 'p1', amount: 1 }),
  ]);
  await drive.result();
  expect(drive.outside.forwarded).toMatchObject([{ kind: 'paid', paymentId: 'p1' }]);
});

promise('money in a task that also brought an update is posted by a regular activity', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  const [attempt] = drive.payments();
  const about = { paymentId: attempt?.paymentId ?? '', amount: 10_000 };
  await drive.inOneTask<unknown>(() => [drive.edit('Another name'), drive.paymentEvent('paid', about)]);
  await drive.reaches('pending_approval');
  expect(await drive.scheduled('projectCampaign')).toBe(1);
});

promise('money that only a signal brought is posted locally', async (drive) => {
  await drive.toApproval();
  expect(await drive.scheduled('projectCampaign')).toBe(0);
});

promise('a row that cannot be written locally is written by a regular activity', async (drive) => {
  drive.outside.fail('projectCampaign', 'outage', 3);
  expect(await drive.edit('Another name')).toMatchObject({ version: 2 });
  expect(await drive.scheduled('projectCampaign')).toBe(1);
  expect(drive.events()).toEqual(['campaign.created', 'campaign.edited']);
});

promise(
  'a row that the database refuses for good is tried again, and the campaign lives on',
  async (drive) => {
    drive.outside.fail('projectCampaign', 'INTERNAL', 3);
    expect(await drive.edit('Another name')).toMatchObject({ version: 2 });
    expect(drive.events()).toEqual(['campaign.created', 'campaign.edited']);
  },
  { timeScale: 60_000 },
);

promise(
  'a payment whose effect is refused is not forgotten, and stops nobody else',
  async (drive) => {
    await drive.toActive();
    await drive.update('changeBudget', { budgetLifetime: 15_000 });
    await drive.checkout();
    drive.outside.fail('setBudget', 'UNAVAILABLE', 3);
    await drive.paymentEvent('paid');
    await drive.edit('Another name');
    await drive.until((view) => view.amountPaid === 15_000);
    expect(drive.outside.args('setBudget')).toHaveLength(4);
    expect(drive.events().filter((event) => event === 'payment.received')).toHaveLength(2);
  },
  { timeScale: 600 },
);

promise('a step at work shows nothing of itself before it is decided', async (drive) => {
  await drive.toActive();
  const before = await drive.state();
  drive.outside.hang('setBudget');
  const lowered = await drive.post('changeBudget', { budgetLifetime: 8_000 });
  expect(await drive.state()).toEqual(before);
  drive.outside.heal('setBudget');
  expect(await lowered.answer).toMatchObject({ brief: { budgetLifetime: 8_000 } });
});

promise('what cannot wait for a running step is told BUSY, what can waits', async (drive) => {
  await drive.toPayment();
  drive.outside.hang('createCheckoutSession');
  const checkout = await drive.post('requestCheckout', {
    successUrl: 'https://a.test',
    cancelUrl: 'https://a.test',
  });
  const edit = await drive.post('editCampaign', { changes: { name: 'Waits' } });
  expect(await refusal(drive.checkout())).toBe('BUSY');
  expect(await refusal(drive.update('payFromWallet', {}))).toBe('BUSY');
  drive.outside.heal('createCheckoutSession');
  expect((await checkout.answer).checkout).toMatchObject({ sessionId: 'cs_1' });
  expect(await edit.answer).toMatchObject({ brief: { name: 'Waits' } });
});

promise(
  'a checkout that cannot be opened is refused, and its session closed if it was made',
  async (drive) => {
    await drive.toPayment();
    drive.outside.fail('createCheckoutSession', 'PROVIDER_REFUSED', 1);
    expect(await refusal(drive.checkout())).toBe('PROVIDER_REFUSED');
    expect(drive.outside.args('expireCheckoutSession')).toEqual([['cs_1']]);
    expect((await drive.checkout()).checkout).toMatchObject({ sessionId: 'cs_2' });
  },
);

promise('a cancel during the checkout call closes the session that was made under its key', async (drive) => {
  await drive.toPayment();
  drive.outside.hang('createCheckoutSession');
  const checkout = await drive.post('requestCheckout', {
    successUrl: 'https://a.test',
    cancelUrl: 'https://a.test',
  });
  await drive.until(() => calls(drive).includes('createCheckoutSession'));
  const cancelled = await drive.post('cancel', { reason: 'No.' });
  drive.outside.heal('createCheckoutSession');
  expect(await refusal(checkout.answer)).toBe('WRONG_PHASE');
  expect(await cancelled.answer).toMatchObject({ phase: 'cancelled' });
  expect(calls(drive)).toEqual(['createCheckoutSession', 'createCheckoutSession', 'expireCheckoutSession']);
});

promise('a cancel whose clearing up fails is heard all the same', async (drive) => {
  await drive.toPayment();
  drive.outside.hang('createCheckoutSession');
  await drive.post('requestCheckout', { successUrl: 'https://a.test', cancelUrl: 'https://a.test' });
  await drive.until(() => calls(drive).includes('createCheckoutSession'));
  const cancelled = await drive.post('cancel', { reason: 'No.' });
  drive.outside.fail('createCheckoutSession', 'PROVIDER_REFUSED');
  expect(await cancelled.answer).toMatchObject({ phase: 'cancelled' });
});

promise('a cancel during activation removes what was made and refunds once', async (drive) => {
  drive.outside.hang('activateCampaign');
  await drive.toApproval();
  await drive.review('approved');
  await drive.until(() => calls(drive).includes('activateCampaign'));
  drive.outside.reading = { billedUnits: 0, delivered: 0 };
  await drive.cancel();
  expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 0 });
  const undone = ['activateCampaign', 'withdrawCampaign', 'finishCampaign', 'requestRefund'];
  expect(calls(drive).slice(-4)).toEqual(undone);
  expect(drive.outside.refunds).toMatchObject([{ amount: 10_000 }]);
});

promise('a cancel during an activation that delivered already keeps what was delivered', async (drive) => {
  drive.outside.hang('activateCampaign');
  await drive.toApproval();
  await drive.review('approved');
  await drive.until(() => calls(drive).includes('activateCampaign'));
  drive.outside.reading = { billedUnits: 300, delivered: 3_000 };
  await drive.cancel();
  expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 3_000 });
  expect(drive.outside.refunds).toMatchObject([{ amount: 7_000 }]);
  expect(drive.outside.projections.flatMap(({ movements }) => movements).at(-1)).toMatchObject({
    kind: 'spend',
  });
});

promise(
  'a failed activation that is refunded finds its way barred, should it still arrive',
  async (drive) => {
    drive.outside.fail('activateCampaign', 'PROVIDER_REFUSED');
    await drive.toApproval();
    await drive.review('approved');
    await drive.reaches('activation_failed');
    await drive.update('retryActivation', { choice: 'refund' }, 'admin');
    expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 0 });
    expect(drive.outside.args('withdrawCampaign').map((args) => args[1])).toEqual([false, true]);
  },
);

promise('a provider that refuses to close a session for good stops no cancel either', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  drive.outside.fail('expireCheckoutSession', 'PROVIDER_REFUSED');
  expect(await drive.cancel()).toMatchObject({ phase: 'cancelled', amountPaid: 0 });
});

promise(
  'of many who wait for an effect the late are told to come again, and a cancel is heard',
  async (drive) => {
    drive.outside.hang('activateCampaign');
    await drive.toApproval();
    await drive.review('approved');
    await drive.until(() => calls(drive).includes('activateCampaign'));
    for (let n = 0; n < 5; n += 1) await drive.post('editCampaign', { changes: { name: `Name ${n}` } });
    expect(await refusal(drive.edit('One too many'))).toBe('BUSY');
    const { answer } = await drive.post('cancel', { reason: 'No.' });
    await answer;
    expect(await drive.result()).toMatchObject({ phase: 'cancelled' });
  },
);

promise('a cancel in the Temporal UI is a cancel by ops: refunded, and closed in order', async (drive) => {
  await drive.toApproval();
  await drive.handle.cancel();
  expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 0 });
  expect(drive.outside.projections.at(-1)?.decision.actor.kind).toBe('ops');
  expect(drive.outside.refunds).toMatchObject([{ amount: 10_000 }]);
});
