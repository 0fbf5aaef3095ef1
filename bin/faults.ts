/**
 * `npm run faults`: kills processes under many lives, prints who was hit where, and finds the faults planted for it.
 * `npm run faults -- --money 1000`: random sequences of what happens to money, every book compared.
 * `npm run faults -- --crowd 200`: so many strangers sign in with wrong passwords, for `--seconds` (60), and known users.
 */
import { parseArgs } from 'node:util';
import { crowdReport } from '../tests/faults/crowd-report';
import { type MoneyReport, runMoney } from '../tests/faults/money';
import { type MoneyPlant, moneyPlants, plants } from '../tests/faults/plants';
import { type Report, type RunOptions, runFaults } from '../tests/faults/run';

const say = (line: string) => console.log(`  ${line}`);

/** How a planted fault shows itself, and where a kill brings it out. */
const signs: Record<(typeof plants)[number], { finding: RegExp; aim?: RunOptions['aim'] }> = {
  'no-stripe-key': {
    finding: /under the key/,
    aim: { worker: ({ activity, stage }) => activity === 'createCheckoutSession' && stage === 'after' },
  },
  'no-version-guard': { finding: /its row says version/ },
  'relay-before-store': { finding: /stored$/ },
};

/** How a planted fault shows itself in the books of a money run. */
const moneySigns: Record<MoneyPlant, RegExp> = {
  'held-in-campaign-currency': /: currency: \w+, at Stripe|the ledger moved/,
  'refund-not-cut': /is kept, and .* was delivered$/,
  'first-closed-dispute-lifts': /disputed: false, at Stripe true|dispute \w+ is unknown/,
  'inquiry-as-dispute': /is taken for a dispute$/,
};
/** Sequences that meet each of them: which race comes is chance, and a plant must not need luck. */
const PLANT_SEQUENCES = { seed: 1, count: 40 };

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      rounds: { type: 'string', default: '8' },
      lives: { type: 'string', default: '50' },
      planted: { type: 'string' },
      money: { type: 'string' },
      only: { type: 'string' },
      crowd: { type: 'string' },
      seconds: { type: 'string', default: '60' },
    },
  });
  if (values.crowd !== undefined) return crowdReport(Number(values.crowd), Number(values.seconds));
  if (values.money !== undefined || values.only !== undefined) return money(values);
  const [seed, rounds, lives] = [values.seed, values.rounds, values.lives].map(Number);
  if (![seed, rounds, lives].every(Number.isSafeInteger))
    throw new Error('--seed, --rounds, --lives are numbers');
  const isWanted = (name: string) => [undefined, 'all', name].includes(values.planted);
  const [wanted, wantedOfMoney] = [plants.filter(isWanted), moneyPlants.filter(isWanted)];
  if (wanted.length + wantedOfMoney.length === 0)
    throw new Error(`--planted is all, or one of ${[...plants, ...moneyPlants].join(', ')}`);
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
    good = shows(sought, findings) && good;
  }
  for (const plant of wantedOfMoney) {
    console.log(`\nplanted: ${plant}`);
    const { failures } = await runMoney({ ...PLANT_SEQUENCES, plant, say });
    const findings = failures.flatMap((failure) => failure.findings);
    good = shows(moneySigns[plant], findings) && good;
  }
  return good;
}

function shows(sought: RegExp, findings: readonly string[]): boolean {
  const sign = findings.find((finding) => sought.test(finding));
  console.log(sign ? `  found: ${sign}` : `  NOT FOUND (of ${findings.length} findings)`);
  return sign !== undefined;
}

/** With `--only`, one sequence alone. */
async function money(values: { seed: string; money?: string; only?: string }): Promise<boolean> {
  const [seed, count] = [values.seed, values.money ?? '1'].map(Number);
  const only = values.only === undefined ? undefined : Number(values.only);
  if (![seed, count, only ?? 0].every(Number.isSafeInteger))
    throw new Error('--seed, --money, --only are numbers');
  console.log(
    `seed ${seed}: ${only === undefined ? `${count} sequences` : `sequence ${only}`} of what money can meet`,
  );
  const report = await runMoney({ seed: seed ?? 0, count: count ?? 0, only, say });
  printMoney(report, seed ?? 0);
  return report.failures.length === 0;
}

function printMoney({ sequences, acts, failures }: MoneyReport, seed: number): void {
  console.log(`\n${sequences} sequences; acts, and how many of them were refused:`);
  for (const [act, { done, refused }] of [...acts].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${String(done + refused).padStart(7)} ${String(refused).padStart(6)}  ${act}`);
  for (const { n, findings, steps } of failures) {
    console.log(
      n === null ? '\nof no sequence:' : `\nsequence ${n} (npm run faults -- --seed ${seed} --only ${n}):`,
    );
    for (const step of steps) console.log(`    ${step}`);
    for (const finding of findings) console.log(`  - ${finding}`);
  }
  console.log(
    failures.length === 0
      ? 'money at Stripe, ledger, rows and API agree'
      : `${failures.length} sequences whose books contradict each other`,
  );
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
