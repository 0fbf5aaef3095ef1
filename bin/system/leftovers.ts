/** What a process number stands for today: numbers are used again, and a lock file may outlive its process. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The command line of a living process; undefined when there is none, or only its zombie. */
export async function commandOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return line.split('\0').join(' ').trim() || undefined;
  }
  const found = await run('ps', ['-o', 'stat=,args=', '-p', String(pid)]).catch(() => undefined);
  const line = found?.stdout.trim();
  return !line || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
}
