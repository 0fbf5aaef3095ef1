/** What the standard life of a campaign costs in Temporal, event by event, on a real server and a real database. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COST, countEvents, perStep, type Step } from '../../bench/life/event-table';
import { typesOnPage } from '../../bench/life/history-page';
import { SCHEDULED, STANDARD, type WatchedLife, watchLives } from '../../bench/life/watched-life';
import { freshDatabase, temporalServer } from './parts';

const LIVES = [
  { name: 'that starts at approval', flight: STANDARD, events: 80, transitions: 28 },
  { name: 'with a scheduled start', flight: SCHEDULED, events: 87, transitions: 31 },
];
const MOST_REPEATS = 2;

let lives: WatchedLife[];

/** What a machine under load does to a task: it costs events that no step is to blame for. */
function disturbances({ events }: WatchedLife): string[] {
  const types = countEvents(events).map(({ type }) => type);
  return types.filter((type) => type === 'WorkflowTaskTimedOut' || type === 'WorkflowTaskFailed');
}

beforeAll(async () => {
  const [database, server] = await Promise.all([freshDatabase(), temporalServer()]);
  try {
    const where = { databaseUrl: database.url, temporalAddress: server.address };
    const flights = LIVES.map(({ flight }) => flight);
    for (let repeat = 0; repeat <= MOST_REPEATS; repeat += 1) {
      lives = await watchLives(where, flights);
      const disturbed = lives.flatMap(disturbances);
      if (disturbed.length === 0) break;
      console.warn(`run ${repeat + 1} was disturbed by ${disturbed.join(', ')}`);
    }
  } finally {
    await server.close();
    await database.close();
  }
}, 400_000);

describe.each(LIVES)('the life of a campaign $name', ({ name, events, transitions }) => {
  const life = () => lives[LIVES.findIndex((one) => one.name === name)] as WatchedLife;
  const counted = () => countEvents(life().events);

  test('costs no step more events than the table says', () => {
    const sums = perStep(counted());
    const dearer = Object.entries(sums).filter(([step, sum]) => sum > COST[step as Step]);
    expect(dearer).toEqual([]);
    expect(Object.values(sums).reduce((a, b) => a + b, 0)).toBe(life().events.length);
  });

  test(`takes at most ${events} events and ${transitions} state transitions, to its end`, () => {
    expect(counted().at(-1)?.type).toBe('WorkflowExecutionCompleted');
    expect(life().events.length).toBeLessThanOrEqual(events);
    expect(life().transitions).toBeLessThanOrEqual(transitions);
  });

  test('adds no event on a day on which it is only looked at', () => {
    expect(life().idle).toBe(0);
  });
});

test('docs/history.md tells the events as they happen (npm run docs makes it anew)', () => {
  const page = readFileSync(path.join(__dirname, '../../docs/history.md'), 'utf8');
  const [life] = lives;
  expect(typesOnPage(page)).toEqual(countEvents(life?.events ?? []).map(({ type }) => type));
});
