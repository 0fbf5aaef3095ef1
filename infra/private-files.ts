/** Files and folders that only the user who runs us may read: they hold codes, links and passwords. */
import { chmod, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';

const FOLDER = 0o700;
export const PRIVATE_FILE = 0o600;
const OTHERS = 0o077;
/** Of a folder that all users share, such as /tmp. */
const STICKY = 0o1000;

/** Makes it where it is missing, and closes it where it is ours and open to others. */
export async function privateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: FOLDER });
  const { mode, uid } = await stat(folder);
  const isShared = (mode & STICKY) !== 0 || uid !== (process.getuid?.() ?? uid);
  if ((mode & OTHERS) !== 0 && !isShared) await chmod(folder, FOLDER);
}

/** Whole or not at all. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const making = `${file}.new`;
  // A file that is there keeps its mode, whatever it is written with.
  await rm(making, { force: true });
  await writeFile(making, text, { mode: PRIVATE_FILE, flag: 'wx' });
  await rename(making, file);
}

export async function appendPrivate(file: string, text: string): Promise<void> {
  const handle = await open(file, 'a', PRIVATE_FILE);
  try {
    await handle.chmod(PRIVATE_FILE);
    await handle.appendFile(text);
  } finally {
    await handle.close();
  }
}
