/** A key rotation on a clock that skips: outages, continuing as new, processes that seal under the old key for long. */
import { openStage, type Stage } from './environment';
import { RotationOutside, rotate } from './rotation';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 120_000);
afterAll(() => stage.close());
jest.setTimeout(60_000);

const old = (count: number) => Array.from({ length: count }, () => 'old' as const);

test('a second pass proves that the first one left nothing', async () => {
  const outside = new RotationOutside([...old(4), 'new', ...old(2)]);
  const { result } = await rotate(stage, outside);
  expect(result).toMatchObject({ isOver: true, pass: 2, rewrapped: 6, found: 0, broken: 0, examined: 7 });
  expect(new Set(outside.rows)).toEqual(new Set(['new']));
});

test('where nothing is to be done, one pass says so', async () => {
  const { result, asked } = await rotate(stage, new RotationOutside(['new', 'new', 'new']));
  expect(result).toMatchObject({ isOver: true, pass: 1, rewrapped: 0, examined: 3 });
  expect(asked).toHaveLength(2);
});

test('an outage is waited out, and nothing is counted twice', async () => {
  const outside = new RotationOutside(old(8));
  outside.failing = [2, 3, 6];
  const { result } = await rotate(stage, outside);
  expect(result).toMatchObject({ isOver: true, pass: 2, rewrapped: 8, examined: 8 });
});

test('continuing as new after every slice loses and repeats none', async () => {
  const outside = new RotationOutside(old(12));
  const { workflowId, result, asked } = await rotate(stage, outside, { historyLimit: 1 });
  expect(result).toMatchObject({ isOver: true, pass: 2, rewrapped: 12, examined: 12 });
  expect(asked.map(({ args }) => args[1]).filter((position) => position === null)).toHaveLength(2);
  expect(asked).toHaveLength(12);
  const { raw } = await stage.env.client.workflow.getHandle(workflowId).describe();
  expect(raw.workflowExecutionInfo?.firstRunId).not.toBe(raw.workflowExecutionInfo?.execution?.runId);
});

test('what no key opens is named and left, and does not keep it from ending', async () => {
  const outside = new RotationOutside(['old', 'broken', 'old']);
  const { result } = await rotate(stage, outside);
  expect(result).toMatchObject({ isOver: true, rewrapped: 2, broken: 1, brokenPlaces: ['table/1/column'] });
  expect(outside.rows).toEqual(['new', 'broken', 'new']);
});

test('a process that goes on sealing under the old key is reported after ten passes, not waited for in vain', async () => {
  const outside = new RotationOutside(old(4));
  const call = outside.call.bind(outside);
  outside.call = async (...asked) => {
    const slice = await call(...asked);
    outside.rows[0] = 'old';
    return slice;
  };
  const { result } = await rotate(stage, outside);
  expect(result).toMatchObject({ isOver: true, pass: 10, found: 1 });
});
