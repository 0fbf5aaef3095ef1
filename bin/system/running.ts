/** How a command finds the system that `npm start` runs here: its variables, kept while it is up. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { variables } from '../../infra/config';
import { writePrivate } from '../../infra/private-files';

const fileIn = (dataDir: string) => path.join(dataDir, 'running.json');

/** Where everything is kept: `.data` of the clone unless ADFLIGHT_DATA names another folder. */
export function dataFolder(given: NodeJS.ProcessEnv): string {
  return path.resolve(given.ADFLIGHT_DATA || path.join(__dirname, '../../.data'));
}

/** Holds secrets, of Adflight alone: what else the person's environment has is not ours to keep. */
export async function noteRunning(dataDir: string, env: NodeJS.ProcessEnv): Promise<void> {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => variables.includes(name)));
  await writePrivate(fileIn(dataDir), JSON.stringify(own));
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
