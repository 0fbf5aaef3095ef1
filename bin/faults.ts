/** `npm run faults`: kills processes under many lives, prints who was hit where, and finds the faults planted for it. */
import { parseArgs } from 'node:util';
import { type Plant, plants } from '../tests/faults/plants';
import { type Report, type RunOptions, runFaults } from '../tests/faults/run';

const say = (line: string) => console.log(`  ${line}`);

/** How a planted fault shows itself, and where a kill brings it out. */
const signs: Record<Plant, { finding: RegExp; aim?: RunOptions['aim'] }> = {
  'no-stripe-key': {
    finding: /under the key/,
    aim: { worker: ({ activity, stage }) => activity === 'createCheckoutSession' && stage === 'after' },
  },
  'no-version-guard': { finding: /its row says version/ },
  'relay-before-store': { finding: /stored$/ },
};

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      rounds: { type: 'string', default: '8' },
      lives: { type: 'string', default: '50' },
      planted: { type: 'string' },
    },
  });
  const [seed, rounds, lives] = [values.seed, values.rounds, values.lives].map(Number);
  if (![seed, rounds, lives].every(Number.isSafeInteger))
    throw new Error('--seed, --rounds, --lives are numbers');
  const wanted = plants.filter((name) => [undefined, 'all', name].includes(values.planted));
  if (wanted.length === 0) throw new Error(`--planted is all, or one of ${plants.join(', ')}`);
  const options = { seed: seed ?? 0, rounds: rounds ?? 0, lives: lives ?? 0, say };
  console.log(
    `seed ${seed}: each process is killed ${rounds} times, and up to three times as often until it was hit everywhere`,
  );
  let good = true;
  // `--planted all`, or the name of one, leaves the run without a plant out.
  if (!values.planted) {
    const report = await runFaults({ ...options, mostRounds: 3 * options.rounds });
    print(report);
    good = report.findings.length === 0 && report.missed.length === 0;
  }
  for (const plant of wanted) {
    console.log(`\nplanted: ${plant}`);
    const { finding: sought, aim = {} } = signs[plant];
    const { findings } = await runFaults({ ...options, rounds: 1, lives: 24, plant, aim });
    const sign = findings.find((finding) => sought.test(finding));
    console.log(sign ? `  found: ${sign}` : `  NOT FOUND (of ${findings.length} findings)`);
    good &&= sign !== undefined;
  }
  return good;
}

function print({ lives, kills, hits, missed, findings }: Report): void {
  console.log(`\n${lives} lives, ${kills} kills; lives hit, by process, phase and step in flight:`);
  for (const [key, count] of [...hits].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${String(count).padStart(5)}  ${key}`);
  for (const cell of missed) console.log(`never hit: ${cell}`);
  for (const finding of findings) console.log(`- ${finding}`);
  console.log(
    findings.length === 0 ? 'every life ended as an undisturbed one' : `${findings.length} findings`,
  );
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
