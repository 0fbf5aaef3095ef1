/** `npm run check`: types, style, the direction of imports, code that nobody uses, and the client that was generated; all of them, also when one fails. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '..');

const CHECKS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['types', 'tsc', '--project', '.'],
  ['style', 'biome', 'check', '--error-on-warnings', '.'],
  ['imports', 'jest', '--selectProjects', 'unit', '--testPathPatterns', 'tests/unit/imports'],
  ['dead code', 'knip', '--no-progress'],
  ['client', 'tsx', 'bin/client.ts', '--check'],
];

const failed = CHECKS.filter(([name, command = '', ...args]) => {
  console.log(`== ${name}`);
  const file = path.join(root, 'node_modules/.bin', command);
  return spawnSync(file, args, { cwd: root, stdio: 'inherit' }).status !== 0;
});
console.log(failed.length === 0 ? 'all good' : `failed: ${failed.map(([name]) => name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
