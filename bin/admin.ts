/** Makes the first admin from ADMIN_EMAIL and ADMIN_PASSWORD, where there is none yet. */
import { loadConfigOf } from '../infra/config';
import { databaseOptions, openDatabase } from '../infra/database';
import { createFirstAdmin } from '../services/auth/first-admin';

/** @returns one sentence for the person who ran it. */
export async function ensureFirstAdmin(env: NodeJS.ProcessEnv): Promise<string> {
  const config = loadConfigOf('admin', env);
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = config;
  if (!email || !password) throw new Error('ADMIN_EMAIL and ADMIN_PASSWORD say who the first admin is');
  const db = openDatabase(databaseOptions(config));
  try {
    const made = await createFirstAdmin({ db, config, now: Date.now }, email, password);
    return made ? `${email} is the first admin` : 'there is an admin already: nothing was changed';
  } finally {
    await db.$disconnect();
  }
}

if (require.main === module) {
  ensureFirstAdmin(process.env).then(console.log, (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
