/** The replay gate: every life that was recorded can be lived on by the code of today (README.md). */
import { type ReplayResult, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflows, openStage, type Stage } from '../workflow/environment';
import { fetchRuns, type History, readRecordings, record, scheduledIn } from './histories';
import { scenarios } from './scenarios';

jest.setTimeout(60_000);
let stage: Stage;
const played = new Map<string, { ended: string; runs: History[] }>();
const names = Object.keys(scenarios);
let recordings: ReturnType<typeof readRecordings>;

beforeAll(async () => {
  stage = await openStage({ server: 'real' });
  // Together, since most of each is waiting.
  await Promise.all(
    Object.entries(scenarios).map(async ([name, scenario]) => {
      const { workflowId, ended } = await scenario.play(stage);
      const runs = await fetchRuns(stage.env, workflowId);
      played.set(name, { ended, runs });
      record(name, runs);
    }),
  );
  recordings = readRecordings();
});
afterAll(() => stage.close());

/** Replays all, so that one broken history hides no other; returns what failed, by name. */
async function replay(
  workflowBundle: WorkflowBundleWithSourceMap,
  histories: { name: string; history: unknown }[],
): Promise<Record<string, string>> {
  const failed: Record<string, string> = {};
  const given = histories.map(({ name, history }) => ({ workflowId: name, history }));
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle },
    given,
  ) as AsyncIterable<ReplayResult>)
    if (error) failed[workflowId] = error.name;
  return failed;
}

/** Every recorded run whose file's name holds `part`. */
const recorded = (part: string) =>
  recordings
    .filter(({ file }) => file.includes(part))
    .flatMap(({ file, runs }) => runs.map((history, run) => ({ name: `${file} run ${run + 1}`, history })));

test('each scenario has a recording, and each recording a scenario', () => {
  expect([...new Set(recordings.map(({ scenario }) => scenario))].sort()).toEqual([...names].sort());
});

test.each(names)('%s closes as it should, with the activities that it should have', (name) => {
  const { ended, runs } = played.get(name) ?? { ended: 'never', runs: [] };
  expect(ended).toBe(scenarios[name]?.ends);
  expect(scheduledIn(runs)).toEqual(scenarios[name]?.activities);
});

test('a fresh history of each scenario replays', async () => {
  const fresh = [...played].flatMap(([name, { runs }]) =>
    runs.map((history, run) => ({ name: `${name} run ${run + 1}`, history })),
  );
  expect(await replay(stage.bundle, fresh)).toEqual({});
});

test('every recorded history replays', async () => {
  const all = recorded('');
  expect(all.length).toBeGreaterThanOrEqual(names.length);
  expect(await replay(stage.bundle, all)).toEqual({});
});

test('a workflow with one activity more is rejected', async () => {
  const wrong = await bundleWorkflows(require.resolve('./wrong-workflow'));
  const standard = recorded('standard-life');
  expect(standard.length).toBeGreaterThan(0);
  const rejected = standard.map(({ name }) => [name, 'DeterminismViolationError']);
  expect(await replay(wrong, standard)).toEqual(Object.fromEntries(rejected));
});
