/** How a command finds the system that `npm start` runs here: its environment, kept while it is up. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const fileIn = (dataDir: string) => path.join(dataDir, 'running.json');

/** Where everything is kept: `.data` of the clone unless ADFLIGHT_DATA names another folder. */
export function dataFolder(given: NodeJS.ProcessEnv): string {
  return path.resolve(given.ADFLIGHT_DATA || path.join(__dirname, '../../.data'));
}

/** Holds secrets: only the user may read it. */
export async function noteRunning(dataDir: string, env: NodeJS.ProcessEnv): Promise<void> {
  await writeFile(fileIn(dataDir), JSON.stringify(env), { mode: 0o600 });
}

export async function forgetRunning(dataDir: string): Promise<void> {
  await rm(fileIn(dataDir), { force: true });
}

/** The running system's environment under what is set here; null when none runs from the data folder. */
export async function runningEnvironment(given: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv | null> {
  const text = await readFile(fileIn(dataFolder(given)), 'utf8').catch(() => null);
  if (text === null) return null;
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  return { ...z.record(z.string(), z.string()).parse(JSON.parse(text)), ...set };
}
