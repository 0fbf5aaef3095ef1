/** What a start on one machine makes up by itself: secrets, kept between runs, and the environment of all its processes. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { loadConfig } from '../../infra/config';
import { privateFolder, writePrivate } from '../../infra/private-files';

const token = () => randomBytes(32).toString('hex');

const Secrets = z.object({
  postgresPassword: z.string().default(token),
  jwtSecret: z.string().default(token),
  trackingSecret: z.string().default(token),
  encryptionKey: z.string().default(() => `local:${randomBytes(32).toString('base64')}`),
  stripeSecretKey: z.string().default(() => `sk_test_${token()}`),
  stripeWebhookSecret: z.string().default(() => `whsec_${token()}`),
  partnerWebhookSecret: z.string().default(token),
  adminPassword: z.string().default(() => randomBytes(12).toString('base64url')),
});
type Secrets = z.output<typeof Secrets>;

/** Reads `secrets.json` of the data folder, and writes back what it lacked; only the user may read it. */
async function localSecrets(dataDir: string): Promise<Secrets> {
  const file = path.join(dataDir, 'secrets.json');
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const secrets = Secrets.parse(JSON.parse(text));
  const complete = `${JSON.stringify(secrets, null, 2)}\n`;
  if (complete !== text) {
    await privateFolder(dataDir);
    await writePrivate(file, complete);
  }
  return secrets;
}

/** Ports of the parts that we start; a part that is elsewhere has none. */
export interface Ports {
  api: number;
  adserver: number;
  postgres?: number;
  temporal?: { port: number; uiPort: number };
  stripe?: number;
}

/** The preferred port for the part of this name, or the next free one. */
export type ChoosePort = (name: string, preferred: number) => Promise<number>;

export interface Plan {
  secrets: Secrets;
  ports: Ports;
  admin: { email: string; password: string };
  /** Of all our processes: what the person set wins over what we make up. */
  env: NodeJS.ProcessEnv;
}

/** Decides which parts are started, and where. @throws with all problems of the configuration at once. */
export async function planLocal(
  dataDir: string,
  given: NodeJS.ProcessEnv,
  choose: ChoosePort,
): Promise<Plan> {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  const secrets = await localSecrets(dataDir);
  const ports = await choosePorts(set, choose);
  const admin = {
    email: set.ADMIN_EMAIL ?? 'admin@adflight.example',
    password: set.ADMIN_PASSWORD ?? secrets.adminPassword,
  };
  const { postgres, temporal, stripe } = ports;
  const env = {
    JWT_SECRET: secrets.jwtSecret,
    TRACKING_SECRET: secrets.trackingSecret,
    ENCRYPTION_KEY: secrets.encryptionKey,
    PARTNER_WEBHOOK_SECRETS: secrets.partnerWebhookSecret,
    PUBLIC_URL: `http://localhost:${ports.api}`,
    ADSERVER_URL: `http://localhost:${ports.adserver}`,
    STORAGE_DIR: path.join(dataDir, 'storage'),
    MAIL_DIR: path.join(dataDir, 'mail'),
    ...(set.NODE_ENV !== 'production' && { DEV_INBOX: 'true' }),
    ...(postgres && { DATABASE_URL: databaseUrl(postgres, secrets) }),
    ...(temporal && {
      TEMPORAL_ADDRESS: `127.0.0.1:${temporal.port}`,
      TEMPORAL_UI_URL: `http://localhost:${temporal.uiPort}`,
    }),
    ...(stripe && {
      STRIPE_SECRET_KEY: secrets.stripeSecretKey,
      STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
      STRIPE_API_URL: `http://127.0.0.1:${stripe}`,
    }),
    ...set,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    PORT: String(ports.api),
    ADSERVER_PORT: String(ports.adserver),
  };
  loadConfig(env);
  return { secrets, ports, admin, env };
}

async function choosePorts(set: NodeJS.ProcessEnv, choose: ChoosePort): Promise<Ports> {
  const ports: Ports = {
    api: await choose('the API', Number(set.PORT ?? 3000)),
    adserver: await choose('the ad server', Number(set.ADSERVER_PORT ?? 3100)),
  };
  if (!set.DATABASE_URL) ports.postgres = await choose('PostgreSQL', 54320);
  if (!set.TEMPORAL_ADDRESS) {
    const port = await choose('Temporal', 7233);
    ports.temporal = { port, uiPort: await choose("Temporal's Web UI", 8233) };
  }
  // In production the missing key is a problem of the configuration, not a reason to simulate.
  if (!set.STRIPE_SECRET_KEY && set.NODE_ENV !== 'production') {
    ports.stripe = await choose('the Stripe simulator', 3200);
  }
  return ports;
}

const DATABASE = 'adflight';

function databaseUrl(port: number, { postgresPassword }: Secrets): string {
  return `postgresql://postgres:${postgresPassword}@127.0.0.1:${port}/${DATABASE}`;
}
