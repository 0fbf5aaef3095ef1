/** Makes the first admin from ADMIN_EMAIL and ADMIN_PASSWORD, where there is none yet. */
import { loadConfig } from '../infra/config';
import { createLogger } from '../infra/log';
import { createFirstAdmin } from '../services/auth/first-admin';
import { openDeps } from './deps';

/** @returns one sentence for the person who ran it. */
export async function ensureFirstAdmin(env: NodeJS.ProcessEnv): Promise<string> {
  const config = loadConfig(env);
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = config;
  if (!email || !password) throw new Error('ADMIN_EMAIL and ADMIN_PASSWORD say who the first admin is');
  const { deps, close } = openDeps(config, createLogger('admin', config.LOG_LEVEL));
  try {
    const made = await createFirstAdmin(deps, email, password);
    return made ? `${email} is the first admin` : 'there is an admin already: nothing was changed';
  } finally {
    await close();
  }
}

if (require.main === module) {
  ensureFirstAdmin(process.env).then(console.log, (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
