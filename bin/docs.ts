/** `npm run docs`: writes docs/history.md from a run, and the tables of docs/lifecycle.md and docs/access.md from code. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countEvents } from '../bench/life/event-table';
import { historyPage } from '../bench/life/history-page';
import { STANDARD, watchLives } from '../bench/life/watched-life';
import { openStand } from '../bench/stand';
import { withPermissionTable } from './docs/permission-table';
import { withPhaseTable } from './docs/phase-table';

const page = (name: string) => path.resolve(__dirname, '../docs', name);

async function main(): Promise<void> {
  writeFileSync(page('lifecycle.md'), withPhaseTable(readFileSync(page('lifecycle.md'), 'utf8')));
  console.log('docs/lifecycle.md is as the phase table says');
  writeFileSync(page('access.md'), withPermissionTable(readFileSync(page('access.md'), 'utf8')));
  console.log('docs/access.md is as the permission table says');
  console.log('living one campaign: about a minute');
  const stand = await openStand(console.log);
  try {
    const [life] = await watchLives(stand, [STANDARD]);
    if (!life) throw new Error('nothing was lived');
    writeFileSync(page('history.md'), historyPage(countEvents(life.events), life));
    console.log(`docs/history.md tells ${life.events.length} events`);
  } finally {
    await stand.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
