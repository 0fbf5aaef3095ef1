/** `npm run demo`: one real campaign through its whole life, against the running system or one that it starts. */

import path from 'node:path';
import { loadConfig } from '../infra/config';
import { createLogger } from '../infra/log';
import { callerOf } from './demo/api';
import { Driver } from './demo/driver';
import { live } from './demo/life';
import { Proofs } from './demo/proofs';
import { Viewer } from './demo/viewer';
import { openDeps } from './deps';
import { startNodeProcess } from './system/node-process';
import { freePort } from './system/ports';
import { dataFolder, runningEnvironment } from './system/running';
import { startSystem } from './system/system';

/** A day of the campaign takes two seconds: its flight of thirty days takes a minute. */
const TIME_SCALE = '43200';
/** One person does in a minute what several do in weeks, and looks often. */
const HURRY = { ADFLIGHT_TIME_SCALE: TIME_SCALE, RATE_LIMIT_SCALE: '100' };

interface Ground {
  env: NodeJS.ProcessEnv;
  apiUrl: string;
  close(): Promise<void>;
}

/** The running system, with an API of ours beside its own: campaigns that come by it live fast, all others as they did. */
async function beside(running: NodeJS.ProcessEnv): Promise<Ground> {
  const port = await freePort();
  const env = { ...running, PORT: String(port), ...HURRY };
  const api = await startNodeProcess({
    name: 'api',
    env,
    logDir: path.join(dataFolder(process.env), 'logs/demo'),
  });
  return { env, apiUrl: `http://127.0.0.1:${port}`, close: api.stop };
}

async function startedHere(): Promise<Ground> {
  const given = { ...process.env, ...HURRY };
  const say = (line: string) => console.log(`  ${line}`);
  const system = await startSystem({ dataDir: dataFolder(process.env), given, say });
  return { env: system.env, apiUrl: `http://127.0.0.1:${system.ports.api}`, close: system.stop };
}

async function isUp({ PUBLIC_URL }: NodeJS.ProcessEnv): Promise<boolean> {
  const answer = await fetch(`${PUBLIC_URL}/api/v1/health/ready`, {
    signal: AbortSignal.timeout(5_000),
  }).catch(() => null);
  return answer?.ok ?? false;
}

async function main(): Promise<boolean> {
  const running = await runningEnvironment(process.env);
  const found = running !== null && (await isUp(running));
  console.log(
    found ? `Adflight runs at ${running.PUBLIC_URL}` : 'Adflight does not run: it is started for the demo',
  );
  const ground = found ? await beside(running) : await startedHere();
  try {
    const { env, apiUrl } = ground;
    const config = loadConfig(env);
    if (!config.STRIPE_API_URL)
      throw new Error('The demo pays at the Stripe simulator: start without Stripe keys.');
    const { deps, close } = openDeps(config, createLogger('demo', 'warn'));
    const driver = new Driver(callerOf(apiUrl));
    const admin = await driver.signIn(config.ADMIN_EMAIL ?? '', config.ADMIN_PASSWORD ?? '');
    const proofs = new Proofs(console.log);
    const { TEMPORAL_UI_URL: ui, TEMPORAL_NAMESPACE: namespace } = config;
    const uiUrl = ui ? `${ui}/namespaces/${namespace}/workflows` : null;
    const viewer = new Viewer(config.ADSERVER_URL);
    await live({ driver, viewer, admin, proofs, deps, uiUrl }).finally(close);
    console.log(`\n${proofs.sum()}`);
    return proofs.missing.length === 0;
  } finally {
    await ground.close();
  }
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
