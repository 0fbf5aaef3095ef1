/** The per-user cache of downloaded and built tools: each is made once, though several starts want it at the same time. */
import { rename, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { takeLock } from './lock';

/** Tells the person at the terminal. */
export type Say = (line: string) => void;

/** `ADFLIGHT_CACHE`, or the place where this system keeps such things. */
function cacheFolder(): string {
  const { ADFLIGHT_CACHE, XDG_CACHE_HOME } = process.env;
  if (ADFLIGHT_CACHE) return path.resolve(ADFLIGHT_CACHE);
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library/Caches/adflight');
  return path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'adflight');
}

/**
 * The path of an entry of the cache, made by `make` when missing.
 * @param make writes to the path it is given, which takes its name only when it is whole.
 */
export async function cached(
  name: string,
  say: Say,
  make: (target: string) => Promise<void>,
): Promise<string> {
  const entry = path.join(cacheFolder(), name);
  for (let told = false; !(await exists(entry)); told = true) {
    const lock = await takeLock(`${entry}.lock`);
    if ('heldBy' in lock) {
      if (!told) say(`waiting for process ${lock.heldBy}, which makes ${name}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      continue;
    }
    const making = `${entry}.making-${process.pid}`;
    try {
      if (await exists(entry)) break;
      await make(making);
      await rename(making, entry);
    } finally {
      await rm(making, { recursive: true, force: true });
      await lock.release();
    }
  }
  return entry;
}

export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
