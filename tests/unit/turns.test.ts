/** Turns are shared evenly between who asks; known ones go first, and nobody is left behind. */
import { type Asker, createTurns, NoTurn } from '../../infra/turns';

const stranger = (share: string): Asker => ({ share, isKnown: false });
const known = (share: string): Asker => ({ share, isKnown: true });

/** Turns whose work ends by hand, and in which order they came. */
function stand({ atOnce = 1, strangersAtOnce = 1, mostWaiting = 64 } = {}) {
  const inTurn = createTurns({ atOnce, strangersAtOnce, mostWaiting });
  const order: string[] = [];
  const running: (() => void)[] = [];
  const refused: string[] = [];
  const ask = (name: string, asker: Asker) =>
    inTurn(asker, () => {
      order.push(name);
      return new Promise<void>((resolve) => running.push(resolve));
    }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(NoTurn);
      refused.push(name);
    });
  async function finish(): Promise<void> {
    while (running.length > 0) {
      running.shift()?.();
      await new Promise(setImmediate);
    }
  }
  return { ask, finish, order, refused, running };
}

test('no more run at once than may, and each who waits has his turn', async () => {
  const { ask, finish, order, running } = stand({ atOnce: 2, strangersAtOnce: 2 });
  const all = ['a', 'b', 'c', 'd', 'e'].map((name) => ask(name, stranger(name)));
  await new Promise(setImmediate);
  expect(running).toHaveLength(2);
  await finish();
  await Promise.all(all);
  expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('work that fails hands its turn on', async () => {
  const inTurn = createTurns({ atOnce: 1, strangersAtOnce: 1, mostWaiting: 1 });
  const broken = inTurn(stranger('a'), () => Promise.reject(new Error('broken')));
  const next = inTurn(stranger('b'), async () => 'done');
  await expect(broken).rejects.toThrow('broken');
  expect(await next).toBe('done');
  expect(await inTurn(stranger('c'), async () => 'done')).toBe('done');
});

test('a network that asks a hundred times waits for itself alone', async () => {
  const { ask, finish, order } = stand({ mostWaiting: 200 });
  for (let n = 0; n < 100; n += 1) void ask('crowd', stranger('crowd'));
  void ask('ada', stranger('ada'));
  await finish();
  expect(order.indexOf('ada')).toBeLessThanOrEqual(2);
  expect(order).toHaveLength(101);
});

test('places go to the share that has fewest: a full queue keeps nobody out who asks once', async () => {
  const { ask, finish, order, refused } = stand({ mostWaiting: 4 });
  for (let n = 0; n < 6; n += 1) void ask(`crowd ${n}`, stranger('crowd'));
  void ask('ada', stranger('ada'));
  void ask('bob', stranger('bob'));
  // Now two of the crowd wait: another one with two would only change places with them.
  void ask('bob again', stranger('bob'));
  await finish();
  expect(refused).toEqual(['crowd 5', 'crowd 4', 'crowd 3', 'bob again']);
  expect(order).toEqual(['crowd 0', 'crowd 1', 'ada', 'bob', 'crowd 2']);
});

test('a known one goes before all strangers, and has a place however many of them wait', async () => {
  const { ask, finish, order, refused } = stand({ mostWaiting: 8 });
  for (let n = 0; n < 20; n += 1) void ask(`stranger ${n}`, stranger(`${n}`));
  void ask('ada', known('ada'));
  await finish();
  expect(order.slice(0, 2)).toEqual(['stranger 0', 'ada']);
  expect(refused).toHaveLength(11);
});

test('of four turns one is a stranger’s, however many known ones wait', async () => {
  const { ask, finish, order } = stand();
  for (let n = 0; n < 9; n += 1) void ask('known', known(`${n}`));
  for (let n = 0; n < 9; n += 1) void ask('stranger', stranger(`${n}`));
  await finish();
  const first = order.slice(0, 9);
  expect(first.filter((name) => name === 'stranger')).toHaveLength(2);
  expect(order.filter((name) => name === 'stranger')).toHaveLength(9);
});

test('networks that one user made known share his turns', async () => {
  const { ask, finish, order } = stand();
  for (let n = 0; n < 50; n += 1) void ask('eve', known('eve'));
  void ask('ada', known('ada'));
  await finish();
  expect(order.indexOf('ada')).toBeLessThanOrEqual(2);
});

test('a known one waits for no stranger: a turn is kept for him', async () => {
  const { ask, finish, order, running } = stand({ atOnce: 3, strangersAtOnce: 2 });
  for (let n = 0; n < 5; n += 1) void ask('stranger', stranger(`${n}`));
  await new Promise(setImmediate);
  expect(running).toHaveLength(2);
  void ask('ada', known('ada'));
  await new Promise(setImmediate);
  expect(order).toEqual(['stranger', 'stranger', 'ada']);
  // And strangers do not take it when it is free again.
  running.pop()?.();
  await new Promise(setImmediate);
  expect(running).toHaveLength(2);
  await finish();
  expect(order).toHaveLength(6);
});
