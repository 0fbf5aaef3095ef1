/** `npm run bench [-- group…] [--json] [--full] [--rounds n]`: what it costs, and how it compares with bare baselines. */
import { parseArgs } from 'node:util';
import { adsGroup } from '../bench/ads-group';
import { apiGroup } from '../bench/api-group';
import type { Figure, Group } from '../bench/figures';
import { ledgerGroup } from '../bench/ledger-group';
import { lifeGroup } from '../bench/life-group';
import { scaleGroup } from '../bench/scale-group';
import { openStand } from '../bench/stand';

const GROUPS: Readonly<Record<string, Group>> = {
  life: lifeGroup,
  api: apiGroup,
  ads: adsGroup,
  ledger: ledgerGroup,
  scale: scaleGroup,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
    },
  });
  if (positionals.includes('dashboard'))
    throw new Error('the group dashboard comes with the dashboard: there is none yet to measure');
  const unknown = positionals.filter((name) => !Object.hasOwn(GROUPS, name));
  if (unknown.length > 0)
    throw new Error(`there is no group ${unknown.join(', ')}: ${Object.keys(GROUPS).join(', ')}`);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds is a number from 1');
  const say = (line: string) => console.error(line);
  const figures: Figure[] = [];
  const stand = await openStand(say);
  try {
    for (const [name, group] of Object.entries(GROUPS)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      say(`== ${name}`);
      figures.push(...(await group({ stand, rounds, full: values.full, say })));
    }
  } finally {
    await stand.close();
  }
  console.log(values.json ? json(figures) : figures.map(line).join('\n'));
}

function json(figures: readonly Figure[]): string {
  return JSON.stringify(Object.fromEntries(figures.map(({ name, ...figure }) => [name, figure])));
}

function line({ name, value, unit, goal, met }: Figure): string {
  const verdict = met === null ? '' : `goal ${goal}: ${met ? 'met' : 'MISSED'}`;
  return `${name.padEnd(34)} ${String(value).padStart(10)} ${unit.padEnd(18)} ${verdict}`.trimEnd();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    process.exit(1);
  },
);
