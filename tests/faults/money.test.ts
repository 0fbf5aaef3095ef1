/** The money run in small: thirty campaigns to whose money everything happens (`npm run faults -- --money 1000` is the whole). */
import { runMoney } from './money';
import { planOf } from './money-plan';

jest.setTimeout(300_000);

test('a sequence is the same for the same seed and number, and another for another', () => {
  expect(planOf(7, 3)).toEqual(planOf(7, 3));
  expect(planOf(7, 4)).not.toEqual({ ...planOf(7, 3), n: 4 });
  expect(planOf(8, 3)).not.toEqual(planOf(7, 3));
});

test('whatever happens to the money of thirty campaigns, Stripe, ledger, rows and API agree to the minor unit', async () => {
  const report = await runMoney({ seed: 2_026, count: 30, say: () => {} });
  expect(report.failures).toEqual([]);
  expect(report.sequences).toBe(30);
  // What was refused did not happen: these did.
  const happened = (name: string) => report.acts.get(name)?.done ?? 0;
  for (const act of [
    'pay',
    'dashboard_refunds',
    'admin_refunds',
    'dispute',
    'inquiry',
    'cancel',
    'end_flight',
  ])
    expect([act, happened(act) > 0]).toEqual([act, true]);
});
