/** What is changed in a campaign: its budget, its revisions, by people and rules, each against the version it was seen in. */
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

promise('a revision made while the campaign runs serves once it is approved, not before', async (drive) => {
  await drive.toActive();
  const submitted = await drive.submit(['m1', 'm2'], 'revision-2');
  expect(submitted).toMatchObject({ phase: 'active', review: 'media', liveRevision: 'revision-1' });
  expect(await refusal(drive.approveMedia('m2', 'revision-1'))).toBe('STALE_REVIEW');
  expect(drive.outside.args('setRevision')).toEqual([]);
  expect(await refusal(drive.review('approved', 'revision-2'))).toBe('STALE_REVIEW');
  expect(await drive.approveMedia('m2', 'revision-2')).toMatchObject({
    ...{ review: 'campaign', waitingFor: 'admin', liveRevision: 'revision-1' },
  });
  expect(drive.outside.args('setRevision')).toEqual([]);
  expect(await drive.review('approved', 'revision-2')).toMatchObject({
    ...{ phase: 'active', review: null, waitingFor: 'end', liveRevision: 'revision-2' },
  });
  expect(drive.outside.args('setRevision')).toMatchObject([[{}, 'revision-2']]);
  await drive.submit(['m3'], 'revision-3');
  const rejected = await drive.rejectMedia('m3', 'No.', 'revision-3');
  expect(rejected).toMatchObject({ liveRevision: 'revision-2', submitted: { hash: 'revision-2' } });
});

promise('new words with media that are approved need an admin all the same', async (drive) => {
  await drive.toActive();
  const words = await drive.submit(['m1'], 'revision-2');
  expect(words).toMatchObject({ review: 'campaign', waitingFor: 'admin', liveRevision: 'revision-1' });
  const kept = {
    phase: 'active',
    review: null,
    liveRevision: 'revision-1',
    submitted: { hash: 'revision-1' },
  };
  expect(await drive.review('rejected', 'revision-2')).toMatchObject(kept);
  expect(drive.outside.args('setRevision')).toEqual([]);
  expect(await refusal(drive.review('approved', 'revision-2'))).toBe('STALE_REVIEW');
  expect(await drive.submit(['m1'], 'revision-1')).toMatchObject(kept);
});

test('a later revision that nobody looks at is escalated like any wait, before the flight and during it', async () => {
  const startAt = (await now()) + 10 * DAY;
  const play = async (drive: Drive) => {
    await drive.toApproval();
    await drive.review('approved');
    await stage.env.sleep(startAt - 30 * HOUR - (await now()));
    const since = await now();
    expect(await drive.submit(['m1'], 'revision-2')).toMatchObject({
      phase: 'scheduled',
      waitingFor: 'admin',
    });
    await stage.env.sleep(5 * DAY);
    await drive.reaches('active');
    const overdue = drive.outside.projections.filter(({ decision }) => decision.event === 'review.overdue');
    expect(overdue.map(({ decision }) => [decision.from, Math.round((decision.at - since) / HOUR)])).toEqual([
      ['scheduled', 24],
      ['active', 48],
      ['active', 72],
    ]);
    expect(await drive.review('approved', 'revision-2')).toMatchObject({ waitingFor: 'end' });
  };
  await withCampaign(stage, play, { brief: { startAt } });
});

promise('a review names the revision that its admin saw', async (drive) => {
  await drive.toApproval();
  await drive.submit(['m2'], 'revision-2');
  expect(await refusal(drive.review('approved', 'revision-1'))).toBe('STALE_REVIEW');
  expect(await refusal(drive.review('approved', 'revision-2'))).toBe('STALE_REVIEW');
  await drive.approveMedia('m2', 'revision-2');
  expect(await drive.review('approved', 'revision-2')).toMatchObject({ liveRevision: 'revision-2' });
});

promise('a revision rejected before approval says why, and another may follow', async (drive) => {
  await drive.toApproval();
  await drive.submit(['m2'], 'revision-2');
  const rejected = await drive.rejectMedia('m2', 'Too loud.', 'revision-2');
  expect(rejected.submitted?.media).toMatchObject([{ mediaId: 'm2', reason: 'Too loud.' }]);
  await drive.submit(['m1'], 'revision-3');
  expect(await drive.review('approved', 'revision-3')).toMatchObject({ liveRevision: 'revision-3' });
});

promise('a caller who saw an older version is refused, and nothing changes', async (drive) => {
  const { version } = await drive.edit('Another name');
  const late = { expectedVersion: version - 1, changes: { name: 'Too late' } };
  expect(await refusal(drive.update('editCampaign', late))).toBe('VERSION_CONFLICT');
  const fresh = { expectedVersion: version, changes: { name: 'In time' } };
  expect(await drive.update('editCampaign', fresh)).toMatchObject({ brief: { name: 'In time' } });
});

promise('what it is priced for changes in a draft alone, and is submitted as it is', async (drive) => {
  const edit = (targeting: string) =>
    drive.update('editCampaign', { changes: { objective: 'sales', targeting } });
  const { version, brief } = await edit('west');
  expect(brief).toMatchObject({ objective: 'sales', targeting: 'west' });
  expect(drive.outside.projections.at(-1)?.decision).toMatchObject({ data: { targeting: 'west' } });
  const units = { billedUnit: 'impression', unitPriceMicros: 100_000, units: 1_000 } as const;
  const media = [{ mediaId: 'm1', decision: 'pending' as const, reason: null }];
  const submit = (targeting: string | null) =>
    drive.update('submit', {
      revision: { hash: 'revision-1', media },
      quote: { id: 'q1', total: 10_000, ...units },
      targeting,
    });
  for (const other of [null, 'east']) expect(await refusal(submit(other))).toBe('CONFLICT');
  expect((await drive.state()).state).toMatchObject({
    phase: 'draft',
    version,
    submitted: null,
    quote: null,
  });
  expect(await submit('west')).toMatchObject({ phase: 'media_review' });
  expect(await refusal(edit('east'))).toBe('WRONG_PHASE');
  await drive.rejectMedia('m1', 'Too loud.', 'revision-1');
  expect(await edit('east')).toMatchObject({ phase: 'draft', brief: { targeting: 'east' } });
});

promise('of two edits of one version that come together, one is refused', async (drive) => {
  const expectedVersion = (await drive.state()).state.version + 1;
  const edit = (name: string) =>
    refusal(drive.update('editCampaign', { expectedVersion, changes: { name } }));
  expect((await drive.inOneTask(() => [edit('A'), edit('B')])).sort()).toEqual(['VERSION_CONFLICT', null]);
});

describe('the budget of a campaign that waits for its payment', () => {
  const price = (total: number, units: number) => {
    const quote = {
      id: `q${total}`,
      total,
      billedUnit: 'impression',
      unitPriceMicros: 100_000,
      units,
    } as const;
    return { budgetLifetime: total, quote };
  };

  promise('can change after the provider refused the checkout, and is what is paid then', async (drive) => {
    await drive.toPayment();
    drive.outside.fail('createCheckoutSession', 'PROVIDER_REFUSED');
    expect(await refusal(drive.checkout())).toBe('PROVIDER_REFUSED');
    drive.outside.heal('createCheckoutSession');
    const changed = await drive.update('changeBudget', price(12_000, 1_300));
    expect(changed).toMatchObject({
      ...{ phase: 'awaiting_payment', payment: 'due', amountDue: 12_000, quoteId: 'q12000' },
      brief: { budgetLifetime: 12_000 },
    });
    await drive.checkout();
    expect(drive.outside.args('createCheckoutSession').at(-1)).toMatchObject([{ amount: 12_000, n: 2 }]);
    await drive.paymentEvent('paid');
    await drive.reaches('pending_approval');
    await drive.review('approved');
    await drive.reaches('active');
    expect(drive.outside.args('activateCampaign')).toMatchObject([
      [{ quote: { total: 12_000, units: 1_300 } }],
    ]);
  });

  promise('keeps the price of a unit where no other comes with it', async (drive) => {
    await drive.toPayment();
    await drive.update('changeBudget', { budgetLifetime: 20_000 });
    expect((await drive.state()).state.quote).toMatchObject({ id: 'q1', total: 20_000, units: 2_000 });
  });

  promise('replaces the open session; what is paid by the old one counts', async (drive) => {
    await drive.toPayment();
    await drive.checkout();
    const [old] = drive.payments();
    await drive.update('changeBudget', price(15_000, 1_500));
    await drive.paymentEvent('paid', { paymentId: old?.paymentId ?? '', amount: 10_000 });
    const part = await drive.until((view) => view.amountPaid === 10_000);
    expect(part).toMatchObject({ phase: 'awaiting_payment', amountDue: 5_000 });
    await drive.checkout();
    expect(drive.outside.args('createCheckoutSession').at(-1)).toMatchObject([{ amount: 5_000 }]);
    await drive.paymentEvent('paid');
    expect(await drive.reaches('pending_approval')).toMatchObject({ amountPaid: 15_000, amountDue: 0 });
  });

  promise(
    'lowered to what is paid, or below, needs no other payment, and gives the rest back',
    async (drive) => {
      await drive.toPayment();
      await drive.checkout();
      await drive.update('changeBudget', price(15_000, 1_500));
      await drive.paymentEvent('paid', { amount: 10_000 });
      await drive.until((view) => view.amountPaid === 10_000);
      expect(await drive.update('changeBudget', price(8_000, 800))).toMatchObject({
        ...{ phase: 'pending_approval', amountPaid: 8_000, amountDue: 0, payment: 'paid' },
      });
      expect(drive.outside.refunds).toMatchObject([{ amount: 2_000 }]);
    },
  );
});

describe('what the provider would not charge', () => {
  const refused = async (drive: Drive, budgetLifetime: number, as: 'user' | 'rule' = 'user') => {
    const before = (await drive.state()).state;
    const code = await refusal(drive.update('changeBudget', { budgetLifetime }, as));
    expect((await drive.state()).state).toEqual(before);
    return code;
  };

  promise('is no budget of a draft, nor of a campaign that waits for its payment', async (drive) => {
    expect(await refused(drive, 49)).toBe('VALIDATION_FAILED');
    expect(await refused(drive, 100_000_000)).toBe('VALIDATION_FAILED');
    expect(await drive.update('changeBudget', { budgetLifetime: 50 })).toMatchObject({ phase: 'draft' });
    await drive.toPayment();
    expect(await refused(drive, 49)).toBe('VALIDATION_FAILED');
    expect(await refused(drive, 100_000_000)).toBe('VALIDATION_FAILED');
  });

  promise('is no difference of a raise, but from the wallet by a rule', async (drive) => {
    await drive.toActive();
    expect(await refused(drive, 10_049)).toBe('VALIDATION_FAILED');
    expect(await refused(drive, 100_010_000)).toBe('VALIDATION_FAILED');
    expect(await drive.update('changeBudget', { budgetLifetime: 10_050 })).toMatchObject({ amountDue: 50 });
    expect(await drive.update('changeBudget', { budgetLifetime: 9_999 })).toMatchObject({ amountDue: 0 });
    await drive.update('editCampaign', { changes: { budgetCeiling: 10_050 } });
    expect(await drive.update('changeBudget', { budgetLifetime: 10_001 }, 'rule')).toMatchObject({
      amountDue: 2,
    });
  });

  promise(
    'is not asked of it: what is left can be paid from the wallet, or no longer be wanted',
    async (drive) => {
      await drive.toActive();
      await drive.update('changeBudget', { budgetLifetime: 15_000 });
      await drive.checkout();
      const [, early] = drive.payments();
      await drive.update('changeBudget', { budgetLifetime: 15_030 });
      await drive.paymentEvent('paid', { paymentId: early?.paymentId ?? '', amount: 5_000 });
      await drive.until((view) => view.amountDue === 30);
      expect(await refusal(drive.checkout())).toBe('AMOUNT_NOT_CHARGEABLE');
      expect(drive.outside.args('createCheckoutSession')).toHaveLength(2);
      const less = await drive.update('changeBudget', { budgetLifetime: 15_000 });
      expect(less).toMatchObject({ amountDue: 0, amountPaid: 15_000, brief: { budgetLifetime: 15_000 } });
    },
  );

  promise(
    'has no last digit in a currency with three decimals, also where a budget falls',
    async (drive) => {
      expect(await refused(drive, 10_005)).toBe('VALIDATION_FAILED');
      await drive.toPayment();
      await drive.update('payFromWallet', {});
      await drive.review('approved');
      await drive.reaches('active');
      for (const budget of [15_005, 9_995]) expect(await refused(drive, budget)).toBe('VALIDATION_FAILED');
      await drive.update('changeBudget', { budgetLifetime: 9_990 });
      expect(drive.outside.refunds).toMatchObject([{ amount: 10 }]);
    },
    { currency: 'KWD' },
  );
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

  promise('buys with small raises what one of their sum buys', async (drive) => {
    await drive.toActive();
    for (const budgetLifetime of [10_055, 10_110]) {
      await drive.update('changeBudget', { budgetLifetime });
      await drive.update('payFromWallet', {});
    }
    const bought = [
      { lifetime: 10_055, units: 1_005 },
      { lifetime: 10_110, units: 1_011 },
    ];
    expect(drive.outside.args('setBudget')).toMatchObject(bought.map((budget) => [{}, budget]));
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

  promise('counts what was paid for an earlier raise, and gives back what is too much', async (drive) => {
    await drive.toActive();
    await drive.update('changeBudget', { budgetLifetime: 15_000 });
    await drive.checkout();
    const [, early] = drive.payments();
    expect(await drive.update('changeBudget', { budgetLifetime: 20_000 })).toMatchObject({
      amountDue: 10_000,
    });
    await drive.paymentEvent('paid', { paymentId: early?.paymentId ?? '', amount: 5_000 });
    const part = await drive.until((view) => view.amountPaid === 15_000);
    expect(part).toMatchObject({ amountDue: 5_000, payment: 'due', brief: { budgetLifetime: 10_000 } });
    const lower = await drive.update('changeBudget', { budgetLifetime: 12_000 });
    expect(lower).toMatchObject({ amountDue: 0, amountPaid: 12_000, brief: { budgetLifetime: 12_000 } });
    expect(drive.outside.refunds).toMatchObject([{ amount: 3_000 }]);
    expect(drive.outside.args('setBudget').at(-1)).toMatchObject([{}, { lifetime: 12_000, units: 1_200 }]);
  });

  promise('takes of an older, larger session what is due, and gives the rest back', async (drive) => {
    await drive.toActive();
    await drive.update('changeBudget', { budgetLifetime: 20_000 });
    await drive.checkout();
    await drive.update('changeBudget', { budgetLifetime: 14_000 });
    await drive.paymentEvent('paid', { amount: 10_000 });
    await drive.sees('payment.refunded');
    const { view } = await drive.state();
    expect(view).toMatchObject({ amountDue: 0, amountPaid: 14_000, brief: { budgetLifetime: 14_000 } });
    expect(drive.outside.refunds).toMatchObject([{ amount: 6_000 }]);
    const movements = drive.outside.projections.flatMap((projection) => projection.movements).slice(-2);
    expect(movements).toMatchObject([
      { kind: 'charge', amount: 4_000 },
      { kind: 'excess', amount: 6_000 },
    ]);
  });

  promise('no longer rises when it is set to what it was', async (drive) => {
    await drive.toActive();
    await drive.update('changeBudget', { budgetLifetime: 15_000 });
    expect(await drive.update('changeBudget', { budgetDaily: 900 })).toMatchObject({ amountDue: 5_000 });
    expect(await drive.update('changeBudget', { budgetLifetime: 10_000 })).toMatchObject({ amountDue: 0 });
    expect(drive.outside.args('setBudget')).toMatchObject([[{}, { lifetime: 10_000, daily: 900 }]]);
    expect(drive.outside.refunds).toEqual([]);
  });

  promise('falls with what others gave back, and stops delivery where more is delivered', async (drive) => {
    await drive.toActive();
    await drive.paymentEvent('refunded', { amount: 4_000 });
    const less = await drive.sees('payment.refunded');
    expect(less).toMatchObject({ status: 'active', amountPaid: 6_000, brief: { budgetLifetime: 6_000 } });
    expect(drive.outside.args('setBudget')).toMatchObject([[{}, { lifetime: 6_000, units: 600 }]]);
    drive.outside.fail('setBudget', 'BUDGET_BELOW_DELIVERED');
    await drive.paymentEvent('refunded', { amount: 9_000 });
    const held = await drive.until((view) => view.amountPaid === 1_000);
    expect(held).toMatchObject({ status: 'paused', holds: [{ by: 'refund' }] });
    expect(drive.outside.refunds).toEqual([]);
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
    expect(drive.outside.refunds).toEqual([]);
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
