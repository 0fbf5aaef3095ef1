/** The life of a campaign on a clock that skips: what the product promises of each wait. */
import { DAY, HOUR, MINUTE } from '../../domain/time';
import { type Drive, refusal } from './drive';
import { openStage, type Stage, type Wishes, withCampaign } from './environment';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close());

const now = () => stage.env.currentTimeMs();
const promise = (
  name: string,
  play: (drive: Drive) => Promise<void>,
  wishes: () => Promise<Wishes> | Wishes = () => ({}),
) => test(name, async () => withCampaign(stage, play, await wishes()));
const startsIn = (days: number) => async () => ({ brief: { startAt: (await now()) + days * DAY } });
const endsIn = (days: number) => async () => ({ brief: { endAt: (await now()) + days * DAY } });

promise('the standard life runs from draft to final report', async (drive) => {
  await drive.toActive();
  expect(await drive.result()).toMatchObject({ phase: 'completed', payment: 'paid', amountPaid: 10_000 });
  expect(drive.events()).toEqual([
    'campaign.created',
    'campaign.submitted',
    'media.approved',
    'payment.requested',
    'payment.received',
    'campaign.approved',
    'campaign.activated',
    'campaign.completing',
    'campaign.completed',
  ]);
  expect(drive.outside.refunds).toEqual([]);
  expect(drive.outside.projections.at(-1)?.movements).toMatchObject([{ kind: 'spend', amount: 10_000 }]);
});

promise('an idle draft is reminded at 7 and 25 days and expires at 30', async (drive) => {
  const began = await now();
  expect(await drive.result()).toMatchObject({ phase: 'expired', over: true });
  const days = drive.outside.projections.map(({ decision }) => [
    decision.event,
    Math.floor((decision.at - began + HOUR) / DAY),
  ]);
  expect(days).toEqual([
    ['campaign.created', 0],
    ['campaign.reminded', 7],
    ['campaign.reminded', 25],
    ['campaign.expired', 30],
  ]);
});

promise('an edit starts the wait of a draft anew and costs no timer event', async (drive) => {
  await stage.env.sleep(5 * DAY);
  const timers = async () => [await drive.count('TIMER_STARTED'), await drive.count('TIMER_CANCELED')];
  const before = await timers();
  await drive.edit('Another name');
  expect(await timers()).toEqual(before);
  await stage.env.sleep(4 * DAY);
  expect(drive.events()).toEqual(['campaign.created', 'campaign.edited']);
  await stage.env.sleep(4 * DAY);
  await drive.sees('campaign.reminded');
});

promise('a draft whose creatives were edited is not idle', async (drive) => {
  drive.outside.lastEdit = (await now()) + 5 * DAY;
  await stage.env.sleep(11 * DAY);
  expect(drive.events()).toEqual(['campaign.created']);
  await stage.env.sleep(2 * DAY);
  await drive.sees('campaign.reminded');
});

promise('a review that waits is escalated after 24, 48 and 72 hours and never again', async (drive) => {
  await drive.submit();
  await stage.env.sleep(20 * DAY);
  const { timeline, phaseSince } = (await drive.state()).state;
  const overdue = timeline.filter(({ event }) => event === 'review.overdue');
  expect(overdue.map(({ at }) => Math.round((at - phaseSince) / HOUR))).toEqual([24, 48, 72]);
});

promise(
  'rejected media send the draft back with the reason; what was approved needs no second look',
  async (drive) => {
    await drive.submit(['m1', 'm2']);
    await drive.approveMedia('m1');
    const rejected = await drive.rejectMedia('m2', 'Too loud.');
    expect(rejected).toMatchObject({ phase: 'draft', status: 'draft' });
    expect(rejected.submitted?.media.map((m) => m.reason)).toEqual([null, 'Too loud.']);
    const again = await drive.submit(['m1', 'm3'], 'revision-2');
    expect(again).toMatchObject({ phase: 'media_review', review: 'media' });
    expect(again.submitted?.media.map((m) => m.decision)).toEqual(['approved', 'pending']);
    expect(await drive.approveMedia('m3', 'revision-2')).toMatchObject({ phase: 'awaiting_payment' });
  },
);

promise('every rejected item of a revision keeps its reason', async (drive) => {
  await drive.submit(['m1', 'm2']);
  await drive.rejectMedia('m1', 'Too loud.');
  const both = await drive.rejectMedia('m2', 'Too long.');
  expect(both.submitted?.media.map((m) => m.reason)).toEqual(['Too loud.', 'Too long.']);
});

promise('an unpaid campaign expires after 14 days, its session closed first', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  expect(await drive.result()).toMatchObject({ phase: 'expired', checkout: null });
  expect(drive.outside.args('expireCheckoutSession')).toEqual([['cs_1']]);
  expect(drive.outside.refunds).toEqual([]);
});

promise('a session that was paid just as the campaign was to expire counts', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  drive.outside.sessionEnd = { outcome: 'paid', intentId: 'pi_1', amount: 10_000, currency: 'USD' };
  await stage.env.sleep(14 * DAY + MINUTE);
  expect(await drive.reaches('pending_approval')).toMatchObject({ amountPaid: 10_000, payment: 'paid' });
  expect(drive.outside.refunds).toEqual([]);
});

promise('a campaign whose money the bank still moves does not expire', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  await drive.paymentEvent('processing');
  await drive.until((view) => view.payment === 'processing');
  expect(await refusal(drive.checkout())).toBe('PAYMENT_PROCESSING');
  await stage.env.sleep(16 * DAY);
  expect(await drive.reaches('awaiting_payment')).toMatchObject({ payment: 'processing' });
  expect(drive.outside.args('expireCheckoutSession')).toEqual([]);
  await drive.paymentEvent('paid');
  await drive.reaches('pending_approval');
});

promise('a bank debit that nobody told of is found when the campaign was to expire', async (drive) => {
  await drive.toPayment();
  await drive.checkout();
  drive.outside.sessionEnd = { outcome: 'processing', intentId: 'pi_1', amount: 10_000, currency: 'USD' };
  await stage.env.sleep(15 * DAY);
  await drive.sees('payment.processing');
  await drive.paymentEvent('failed');
  expect(await drive.result()).toMatchObject({ phase: 'expired' });
});

promise(
  'nobody can pay for a flight that is over, until its dates are changed',
  async (drive) => {
    await drive.toPayment();
    await stage.env.sleep(6 * DAY);
    expect(await refusal(drive.checkout())).toBe('FLIGHT_OVER');
    await drive.update('changeFlight', { endAt: (await now()) + 20 * DAY });
    expect((await drive.checkout()).checkout).toMatchObject({ sessionId: 'cs_1' });
  },
  endsIn(5),
);

promise(
  'paid but not approved by the end of its flight: refunded, then expired',
  async (drive) => {
    await drive.toApproval();
    expect(await drive.result()).toMatchObject({ phase: 'expired', amountPaid: 0 });
    expect(drive.outside.refunds).toMatchObject([
      { amount: 10_000, key: `${drive.input.campaignId}:refund:1` },
    ]);
    expect(drive.events().filter((event) => event === 'review.overdue')).toHaveLength(3);
  },
  endsIn(5),
);

promise(
  'an approved campaign waits for the start of its flight, and starts by itself',
  async (drive) => {
    await drive.toApproval();
    expect(await drive.review('approved')).toMatchObject({ phase: 'scheduled', waitingFor: 'start' });
    await stage.env.sleep(9 * DAY);
    expect(drive.outside.args('activateCampaign')).toEqual([]);
    await stage.env.sleep(2 * DAY);
    await drive.reaches('active');
  },
  startsIn(10),
);

promise(
  'a start that is moved is kept, earlier as well as later',
  async (drive) => {
    await drive.toApproval();
    await drive.review('approved');
    await drive.update('changeFlight', { startAt: (await now()) + 20 * DAY });
    await stage.env.sleep(15 * DAY);
    await drive.reaches('scheduled');
    await drive.update('changeFlight', { startAt: (await now()) + DAY });
    await stage.env.sleep(2 * DAY);
    await drive.reaches('active');
  },
  startsIn(10),
);

promise(
  'a campaign that is paused before its start begins paused',
  async (drive) => {
    await drive.toApproval();
    await drive.review('approved');
    await drive.update('pause', { reason: 'Not yet.' });
    await stage.env.sleep(11 * DAY);
    const view = await drive.reaches('active');
    expect(view).toMatchObject({ status: 'paused', delivery: { wanted: false, confirmed: false } });
    expect(drive.outside.args('activateCampaign')[0]?.[0]).toMatchObject({ wanted: false });
  },
  startsIn(10),
);

promise('an admin can refund what could not be started', async (drive) => {
  drive.outside.fail('activateCampaign', 'PROVIDER_REFUSED');
  await drive.toApproval();
  await drive.review('approved');
  await drive.reaches('activation_failed');
  expect(drive.outside.args('withdrawCampaign')).toHaveLength(1);
  await drive.update('retryActivation', { choice: 'refund' }, 'admin');
  expect(await drive.result()).toMatchObject({ phase: 'cancelled' });
  expect(drive.outside.refunds).toMatchObject([{ amount: 10_000 }]);
});

promise('what was not delivered by the end of the flight is refunded', async (drive) => {
  drive.outside.reading = { billedUnits: 700, delivered: 7_000 };
  await drive.toActive();
  expect(await drive.result()).toMatchObject({ phase: 'completed', amountPaid: 7_000 });
  expect(drive.outside.refunds).toMatchObject([{ amount: 3_000 }]);
  expect(drive.outside.projections.at(-1)?.movements).toMatchObject([{ kind: 'spend', amount: 7_000 }]);
});

promise(
  'a flight that under-delivered is extended once, by 30 days, when its advertiser chose so',
  async (drive) => {
    drive.outside.reading = { billedUnits: 700, delivered: 7_000 };
    await drive.toActive();
    const { endAt } = drive.input.brief;
    await drive.result();
    expect(drive.events().slice(-3)).toEqual([
      'campaign.extended',
      'campaign.completing',
      'campaign.completed',
    ]);
    const end = drive.outside.projections.at(-1);
    expect(end?.view.brief).toMatchObject({ endAt: (endAt ?? 0) + 30 * DAY, endDate: '2027-01-29' });
    expect((end?.decision.at ?? 0) - (endAt ?? 0)).toBeGreaterThanOrEqual(30 * DAY);
    expect(drive.outside.args('setFlight')).toHaveLength(1);
    expect(drive.outside.refunds).toMatchObject([{ amount: 3_000 }]);
  },
  () => ({ brief: { makeGood: 'extend', endDate: '2026-12-30' } }),
);

promise(
  'a flight that delivered every unit is not extended for what rounding left',
  async (drive) => {
    drive.outside.reading = { billedUnits: 1_000, delivered: 9_999 };
    await drive.toActive();
    expect(await drive.result()).toMatchObject({ phase: 'completed', amountPaid: 9_999 });
    expect(drive.events()).not.toContain('campaign.extended');
    expect(drive.outside.refunds).toMatchObject([{ amount: 1 }]);
  },
  () => ({ brief: { makeGood: 'extend' } }),
);

promise('a raise that nobody paid is closed before the flight ends', async (drive) => {
  await drive.toActive();
  await drive.update('changeBudget', { budgetLifetime: 15_000 });
  await drive.checkout();
  expect(await drive.result()).toMatchObject({ phase: 'completed', checkout: null });
  expect(drive.outside.args('expireCheckoutSession')).toEqual([['cs_2']]);
});

promise('pausing does not lengthen the flight', async (drive) => {
  await drive.toActive();
  await drive.update('pause', { reason: 'Holidays.' });
  await drive.sees('campaign.paused');
  await drive.result();
  expect(drive.outside.projections.at(-2)?.decision.at).toBeLessThan((drive.input.brief.endAt ?? 0) + MINUTE);
});

promise(
  'where the platform bills, nothing is due and nothing is refunded',
  async (drive) => {
    await drive.submit();
    expect(await drive.approveMedia()).toMatchObject({ phase: 'pending_approval', payment: 'not_due' });
    await drive.review('approved');
    await drive.reaches('active');
    expect(await drive.result()).toMatchObject({ phase: 'completed', amountPaid: 0 });
    expect(drive.outside.refunds).toEqual([]);
    expect(drive.outside.projections.at(-1)?.movements).toEqual([]);
  },
  () => ({ channel: 'sandbox' }),
);

promise(
  'squeezed time squeezes every wait',
  async (drive) => {
    const began = await now();
    await drive.result();
    const [, reminded] = drive.outside.projections;
    expect((reminded?.decision.at ?? 0) - began).toBeLessThan((7 * DAY) / 1_000 + MINUTE);
  },
  () => ({ timeScale: 1_000 }),
);
