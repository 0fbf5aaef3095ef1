/** The fault run in small: worker, API, Postgres and Temporal each killed once under two dozen lives (`npm run faults` is the whole). */
import { runFaults, victims } from './run';

jest.setTimeout(300_000);

test('whichever process is killed, every life ends in the state and money of an undisturbed one', async () => {
  const report = await runFaults({ seed: 2_026, lives: 24, rounds: 1, say: () => {} });
  expect(report.findings).toEqual([]);
  expect(report.lives).toBeGreaterThanOrEqual(24);
  expect(report.kills).toBe(victims.length);
  const hit = (victim: string) => [...report.hits.keys()].some((key) => key.startsWith(`${victim} | `));
  expect(victims.filter((victim) => !hit(victim))).toEqual([]);
});
