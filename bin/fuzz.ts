/** `npm run fuzz`: 200 cases an operation with a fixed seed, then with one of the clock; `--seed`, `--cases`, `--only` narrow it. */
import { parseArgs } from 'node:util';
import { fuzz, judge } from '../tests/fuzz/run';

const say = (line: string) => console.log(line);

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', multiple: true, default: ['1', String(Date.now() % 1_000_000)] },
      cases: { type: 'string', default: '200' },
      only: { type: 'string', multiple: true },
    },
  });
  const [cases, seeds] = [Number(values.cases), values.seed.map(Number)];
  if (![cases, ...seeds].every(Number.isSafeInteger)) throw new Error('--seed and --cases are numbers');
  const report = await fuzz({
    ...{ seeds, cases, say, breadth: 'all' },
    ...(values.only && { only: values.only }),
    phases: ['examples', 'coverage', 'fuzzing', 'stateful'],
  });
  return judge(report, say);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
