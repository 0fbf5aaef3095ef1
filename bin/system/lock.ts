/** Lock files that outlive no process: each names its holder's number and command line, so a number used again counts for nothing. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandOf } from './leftovers';

/** @returns how to let go of it; or, while someone holds it, his process number. */
export async function takeLock(file: string): Promise<{ release(): Promise<void> } | { heldBy: number }> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const own = `${process.pid} ${await commandOf(process.pid)}`;
  for (;;) {
    try {
      await writeFile(file, own, { flag: 'wx' });
      return { release: () => rm(file, { force: true }) };
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    const text = await readFile(file, 'utf8').catch(() => '');
    const [, pid = '0', command] = /^(\d+) (.*)$/s.exec(text) ?? [];
    if (command !== undefined && (await commandOf(Number(pid))) === command) return { heldBy: Number(pid) };
    // Empty for the moment between its making and its writing.
    if (text === '') await new Promise((resolve) => setTimeout(resolve, 50));
    if ((await readFile(file, 'utf8').catch(() => '')) === text) await rm(file, { force: true });
  }
}

function isTaken(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}
