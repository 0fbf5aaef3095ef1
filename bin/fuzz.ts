/**
 * `npm run fuzz`: 200 cases an operation with a fixed seed, then with one of the clock; `--seed`, `--cases`, `--only` narrow it.
 * `npm run fuzz -- uploads`: 500 spoiled files, their answers, and what they cost; `--only 17` sends one alone.
 */
import { parseArgs } from 'node:util';
import { fuzz, judge } from '../tests/fuzz/run';
import { fuzzUploads, judgeUploads } from '../tests/fuzz/uploads/run';

const say = (line: string) => console.log(line);

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    options: {
      seed: { type: 'string', multiple: true },
      cases: { type: 'string' },
      only: { type: 'string', multiple: true },
    },
    allowPositionals: true,
  });
  const [what, ...others] = positionals;
  if (others.length > 0 || ![undefined, 'uploads'].includes(what))
    throw new Error('there is `uploads`, or nothing said for the operations');
  return what ? uploads(values) : operations(values);
}

interface Narrowed {
  seed?: string[];
  cases?: string;
  only?: string[];
}

async function operations({ seed = ['1', ofTheClock()], cases = '200', only }: Narrowed): Promise<boolean> {
  const report = await fuzz({
    ...{ seeds: seed.map(number), cases: number(cases), say, breadth: 'all' },
    ...(only && { only }),
    phases: ['examples', 'coverage', 'fuzzing', 'stateful'],
  });
  return judge(report, say);
}

async function uploads(narrowed: Narrowed): Promise<boolean> {
  const { seed: [seed = '1'] = [], cases = '500', only: [only] = [] } = narrowed;
  const options = {
    seed: number(seed),
    cases: number(cases),
    only: only === undefined ? undefined : number(only),
  };
  say(`seed ${seed}`);
  return judgeUploads(await fuzzUploads({ ...options, priced: true, say }), options.seed, say);
}

const ofTheClock = () => String(Date.now() % 1_000_000);

function number(text: string): number {
  const found = Number(text);
  if (!Number.isSafeInteger(found)) throw new Error('--seed, --cases and the --only of uploads are numbers');
  return found;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
