/** `npm run ops` as a person would run it beside a whole system. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { WholeSystem } from './system';

const root = path.resolve(__dirname, '../..');
const run = promisify(execFile);

export interface Said {
  code: number;
  output: string;
}

/** What a command said, and with which code it ended. */
export async function ops({ system }: WholeSystem, ...args: string[]): Promise<Said> {
  const env = { ...process.env, ...system.env, ADFLIGHT_DATA: path.join(root, '.data/none') };
  return run(process.execPath, ['bin/bootstrap.mjs', 'ops', ...args], { cwd: root, env }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  );
}
