/** The crowd in small, without a look at the clock (`npm run faults -- --crowd 200` is the whole). */
import { type Api, startApi, testDeps } from '../integration/http';
import { freshDatabase } from '../integration/parts';
import { type CrowdReport, difference, runCrowd } from './crowd';

jest.setTimeout(120_000);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;

beforeAll(async () => {
  database = await freshDatabase();
  const made = testDeps(database.db);
  // Slow enough that a hundred at once are more than may wait.
  const config = { ...made.config, BCRYPT_ROUNDS: 10, RATE_LIMIT_SCALE: 1 };
  deps = { ...testDeps(database.db, { config }), close: made.close };
  api = await startApi(deps);
});
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

test('however many strangers sign in at once, a known user from a known network is let in each time', async () => {
  const report = await runCrowd({ apiUrl: api.url, strangers: 100, seconds: 6, everyMs: 500 });
  expect(report.refused).toEqual([]);
  expect(report.known.length).toBeGreaterThan(5);
  // It was a crowd: places ran out for others.
  expect(report.answers['503 UNAVAILABLE']).toBeGreaterThan(0);
  expect(report.answers['401 BAD_CREDENTIALS']).toBeGreaterThan(0);
});

test('a difference between existing and unknown addresses is found, and chance is not taken for one', () => {
  const tries = (from: number, turnedAway: number) => ({
    looked: Array.from({ length: 100 }, (_, n) => from + ((n * 37) % 100)),
    turnedAway,
  });
  const of = (existing: CrowdReport['existing'], unknown: CrowdReport['unknown']) =>
    difference({ known: [], refused: [], answers: {}, existing, unknown });
  const same = of(tries(1_000, 300), tries(1_000, 310));
  expect(same.errors).toBeLessThan(1);
  expect(same.turnedAwayErrors).toBeLessThan(1);
  expect(of(tries(1_040, 300), tries(1_000, 300))).toMatchObject({ existing: 1_089.5, unknown: 1_049.5 });
  expect(of(tries(1_040, 300), tries(1_000, 300)).errors).toBeGreaterThan(4);
  expect(of(tries(1_000, 300), tries(1_000, 30)).turnedAwayErrors).toBeGreaterThan(4);
});
