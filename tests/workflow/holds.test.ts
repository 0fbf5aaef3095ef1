/** Who lifts which hold: people's and rules' by a resume, all others by what ends them or by an override that says why. */
import { type Drive, refusal } from './drive';
import { openStage, type Stage, withCampaign } from './environment';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage.close());

const promise = (name: string, play: (drive: Drive) => Promise<void>) =>
  test(name, () => withCampaign(stage, play));
const kindsOf = ({ holds }: { holds: readonly { by: string }[] }) => holds.map(({ by }) => by);
type Overridable = 'dispute' | 'refund' | 'budget_exhausted' | 'disapproved';
const override = (drive: Drive, holds: Overridable[], as: 'user' | 'admin' = 'admin') =>
  drive.update('resume', { override: { holds, reason: 'Agreed with the buyer.' } }, as);

/** Each kind of hold that an admin's resume leaves alone, how it comes, and what ends it. */
const others = [
  [
    'dispute',
    (drive: Drive) => drive.paymentEvent('disputed', { disputeId: 'dp_1' }),
    (drive: Drive) => drive.paymentEvent('dispute_closed', { disputeId: 'dp_1', won: true }),
  ],
  [
    'refund',
    (drive: Drive) => drive.paymentEvent('refunded', { amount: 10_000 }),
    async (drive: Drive) => {
      await drive.update('changeBudget', { budgetLifetime: 15_000 });
      await drive.update('payFromWallet', {});
    },
  ],
  [
    'budget_exhausted',
    (drive: Drive) => drive.deliveryEvent('budget_exhausted'),
    async (drive: Drive) => {
      await drive.update('changeBudget', { budgetLifetime: 15_000 });
      await drive.update('payFromWallet', {});
    },
  ],
  [
    'disapproved',
    (drive: Drive) => drive.deliveryEvent('disapproved'),
    (drive: Drive) => drive.deliveryEvent('approved'),
  ],
  [
    'account_disabled',
    (drive: Drive) => drive.deliveryEvent('account_disabled'),
    (drive: Drive) => drive.deliveryEvent('account_enabled'),
  ],
  [
    'account_disconnected',
    (drive: Drive) => drive.deliveryEvent('account_disconnected'),
    (drive: Drive) => drive.deliveryEvent('account_reconnected'),
  ],
  [
    'account_stopped',
    (drive: Drive) => drive.deliveryEvent('account_stopped'),
    (drive: Drive) => drive.deliveryEvent('account_released'),
  ],
] as const;

test.each(others)('%s outlives every resume, and goes with what ends it', (by, begin, end) =>
  withCampaign(stage, async (drive) => {
    await drive.toActive();
    await begin(drive);
    expect(kindsOf(await drive.sees('campaign.paused'))).toEqual([by]);
    expect(await refusal(drive.update('resume', {}))).toBe('NOT_HELD');
    expect(await refusal(drive.update('resume', {}, 'admin'))).toBe('NOT_HELD');
    expect(await refusal(drive.update('resume', {}, 'ops'))).toBe('NOT_HELD');
    await drive.update('pause', { reason: 'Looks odd.' }, 'admin');
    expect(kindsOf(await drive.update('resume', {}, 'admin'))).toEqual([by]);
    expect(drive.outside.args('setDelivery')).toMatchObject([[{}, false]]);
    await end(drive);
    expect(await drive.sees('campaign.delivery_confirmed')).toMatchObject({ holds: [] });
  }),
);

const overridable = ['dispute', 'refund', 'budget_exhausted', 'disapproved'] as const;
test.each(others.filter(([by]) => overridable.some((one) => one === by)))(
  'an admin overrides %s by its name and with a reason, which row, timeline and audit keep',
  (by, begin) =>
    withCampaign(stage, async (drive) => {
      await drive.toActive();
      await drive.update('pause', { reason: 'Looks odd.' }, 'admin');
      await begin(drive);
      await drive.until((view) => view.holds.length === 2);
      const named = overridable.filter((one) => one === by);
      expect(await refusal(override(drive, named, 'user'))).toBe('FORBIDDEN');
      const other = overridable.filter((one) => one !== by);
      expect(await refusal(override(drive, [...named, ...other]))).toBe('NOT_HELD');
      expect((await drive.state()).view.holds).toHaveLength(2);
      expect(await override(drive, named)).toMatchObject({ holds: [], delivery: { wanted: true } });
      const { decision, changed } = drive.outside.projections.findLast(
        ({ decision: { event } }) => event === 'campaign.resumed',
      ) ?? { decision: null };
      expect(decision).toMatchObject({
        actor: { kind: 'admin' },
        why: `Resumed by an override of ${by}: Agreed with the buyer.`,
        data: { lifted: `admin, ${by}`, overridden: by, reason: 'Agreed with the buyer.' },
      });
      expect(changed).toMatchObject({ before: { holds: ['admin', by] }, after: { holds: [] } });
    }),
);

promise('a disapproval ends with the revision that an admin approves in its place', async (drive) => {
  await drive.toActive();
  await drive.deliveryEvent('disapproved');
  await drive.sees('campaign.paused');
  await drive.submit(['m1'], 'revision-2');
  expect(kindsOf((await drive.state()).view)).toEqual(['disapproved']);
  expect(await drive.review('approved', 'revision-2')).toMatchObject({
    holds: [],
    liveRevision: 'revision-2',
  });
  await drive.sees('campaign.delivery_confirmed');
  const order = drive.outside.asked.map(({ name }) => name).filter((name) => name.startsWith('set'));
  expect(order).toEqual(['setDelivery', 'setRevision', 'setDelivery']);
});

promise('a revision that is rejected ends no disapproval', async (drive) => {
  await drive.toActive();
  await drive.deliveryEvent('disapproved');
  await drive.submit(['m1'], 'revision-2');
  expect(kindsOf(await drive.review('rejected', 'revision-2'))).toEqual(['disapproved']);
});

promise('what was refunded is taken off the platform before an override lets it deliver', async (drive) => {
  await drive.toActive();
  drive.outside.fail('setBudget', 'BUDGET_BELOW_DELIVERED', 1);
  await drive.paymentEvent('refunded', { amount: 8_000 });
  await drive.sees('campaign.paused');
  const resumed = await override(drive, ['refund']);
  expect(resumed).toMatchObject({ amountPaid: 2_000, brief: { budgetLifetime: 2_000 } });
  await drive.sees('campaign.delivery_confirmed');
  const calls = drive.outside.asked.filter(({ name }) => name.startsWith('set'));
  expect(calls.map(({ name }) => name)).toEqual(['setBudget', 'setDelivery', 'setBudget', 'setDelivery']);
  expect(drive.outside.args('setBudget').at(-1)).toMatchObject([{}, { units: 200, isCut: true }]);
});

promise('an override whose cut fails lifts nothing', async (drive) => {
  await drive.toActive();
  await drive.paymentEvent('refunded', { amount: 10_000 });
  await drive.sees('campaign.paused');
  drive.outside.fail('setBudget', 'PROVIDER_REFUSED');
  expect(await refusal(override(drive, ['refund']))).toBe('PROVIDER_REFUSED');
  expect((await drive.state()).view).toMatchObject({
    holds: [{ by: 'refund' }],
    brief: { budgetLifetime: 10_000 },
    delivery: { wanted: false },
  });
});

promise('what is refunded before the start is not bought by an override either', async (drive) => {
  await drive.toApproval();
  await drive.paymentEvent('refunded', { amount: 10_000 });
  await drive.until(({ holds }) => holds.length === 1);
  await drive.review('approved');
  await drive.reaches('active');
  expect(await override(drive, ['refund'])).toMatchObject({ brief: { budgetLifetime: 0 } });
  expect(drive.outside.args('setBudget')).toMatchObject([[{}, { units: 0, isCut: true }]]);
});
