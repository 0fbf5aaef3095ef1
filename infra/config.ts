/** The one typed configuration, read from the environment and checked at start; `.env.example` explains each variable. */
import { z } from 'zod';
import { EMAIL } from '../domain/emails';
import { problemsOf } from './config-rules';
import { privateKey, publicKeys } from './token-keys';

const bool = z.enum(['true', 'false', '1', '0']).transform((v) => v === 'true' || v === '1');
const int = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const secret = z.string().min(32, 'must have at least 32 characters');
/** `<id>:<base64 of 32 bytes>`; the id stands in the clear beside what is sealed under the key. */
const sealingKey = z
  .string()
  .regex(/^[a-z0-9-]{1,32}:[A-Za-z0-9+/]{43}=$/, 'must be an id, a colon and 32 bytes in base64')
  .transform((text) => {
    const [id = '', key = ''] = text.split(':');
    return { id, key: Buffer.from(key, 'base64') };
  });

/** What it reads must not stand in the error: the text is a key. */
function tokenKeys<Keys>(read: (text: string) => Keys, message: string) {
  return z.string().transform((text, ctx) => {
    try {
      return read(text);
    } catch {
      ctx.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  });
}

/** Separated by commas; each obeys the rules of a single one. */
function list<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item));
}

/** What everything reads that opens the database. */
const database = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATABASE_URL: z.url(),
  DATABASE_POOL: int(1, 200).default(10),
  DATABASE_STATEMENT_TIMEOUT_MS: int(100, 600_000).default(5_000),
};

const hashing = {
  PASSWORD_HASH: z.enum(['bcrypt', 'argon2id']).default('bcrypt'),
  BCRYPT_ROUNDS: int(4, 15).default(12),
};

const admin = {
  ...database,
  ...hashing,
  ADMIN_EMAIL: z.email({ pattern: EMAIL }).optional(),
  ADMIN_PASSWORD: z.string().min(8).optional(),
};

const time = {
  /** Divides every duration: demo, fault runs and tests. */
  ADFLIGHT_TIME_SCALE: z.coerce.number().positive().max(10_000_000).default(1),
};

const storage = {
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  STORAGE_DIR: z.string().default('.data/storage'),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ENDPOINT: z.url().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_FORCE_PATH_STYLE: bool.default(false),
  JWT_PREVIOUS_SECRETS: list(secret).default([]),
};

const adserver = {
  ...database,
  ...time,
  ...storage,
  /** Signs the URLs of the local storage, and nothing else there. */
  JWT_SECRET: secret.optional(),
  ADSERVER_PORT: int(1, 65535).default(3100),
  ADSERVER_URL: z.url().default('http://localhost:3100'),
  TRUST_PROXY: z.string().default('loopback'),
  TRACKING_SECRET: secret,
  TRACKING_PREVIOUS_SECRETS: list(secret).default([]),
  /** A file of networks (one CIDR a line, # for comments) whose traffic is invalid; a short list is built in. */
  DATA_CENTER_LIST: z.string().optional(),
};

/** What use cases need, whichever process runs them. */
const service = {
  ...database,
  ...time,
  ...storage,
  JWT_SECRET: secret,
  /** Shares rate limits and cached answers between API processes, in Postgres' place. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Multiplies the points of every rate limit. */
  RATE_LIMIT_SCALE: z.coerce.number().positive().max(1_000_000).default(1),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS: bool.default(false),
  TEMPORAL_UI_URL: z.url().optional(),
  TEMPORAL_CODEC_KEY: secret.optional(),
  /** Seals the secrets that the database keeps. */
  ENCRYPTION_KEY: sealingKey,
  ENCRYPTION_PREVIOUS_KEYS: list(sealingKey).default([]),
  /** Makes the connections to addresses that users name, such as webhook endpoints. */
  EGRESS_PROXY_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Such addresses may lead to this machine: for receivers under development. Refused in production. */
  EGRESS_ALLOW_LOOPBACK: bool.default(false),
  /** Where mails are kept while SMTP_URL is unset. */
  MAIL_DIR: z.string().default('.data/mail'),
  /** Twilio's, or those of a gateway that speaks its API. */
  SMS_ACCOUNT_SID: z.string().optional(),
};

const api = {
  ...service,
  ...hashing,
  PORT: int(1, 65535).default(3000),
  ADSERVER_URL: adserver.ADSERVER_URL,
  TRUST_PROXY: adserver.TRUST_PROXY,
  CORS_ORIGINS: list(z.string()).default([]),
  /** Signs tokens in the place of JWT_SECRET, by RS256 or EdDSA. */
  JWT_PRIVATE_KEY: tokenKeys(
    privateKey,
    'must be one private key, Ed25519 or RSA of at least 2048 bits',
  ).optional(),
  /** Those of other private keys, before or after a change. */
  JWT_PUBLIC_KEYS: tokenKeys(publicKeys, 'must be public keys, Ed25519 or RSA of at least 2048 bits').default(
    [],
  ),
  /** Whether an account opens only to one who has proved that its email is theirs. */
  REQUIRE_VERIFIED_EMAIL: bool.default(false),
  TRACKING_SECRET: secret,
  /** Any of them may have signed, while one replaces the other. */
  STRIPE_WEBHOOK_SECRET: list(z.string().min(8)).refine(({ length }) => length > 0, 'must be set'),
  /** Of the partner platform; any of them may have signed. Without one nothing of it is taken. */
  PARTNER_WEBHOOK_SECRETS: list(secret).default([]),
  /** How long a quote may be bought at, in hours. */
  QUOTE_HOURS: int(1, 720).default(24),
  /** Shows the mails and SMS that were sent to nobody, at /dev/inbox, to this machine alone. */
  DEV_INBOX: bool.default(false),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  /** Another OpenID provider than Google. */
  GOOGLE_ISSUER: z.url().default('https://accounts.google.com'),
};

const worker = {
  ...service,
  WORKER_DEPLOYMENT: z.string().optional(),
  WORKER_BUILD_ID: z.string().optional(),
  STRIPE_SECRET_KEY: z.string().min(8),
  /** Another base address: the simulator's. Refused in production. */
  STRIPE_API_URL: z.url().optional(),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().default('Adflight <no-reply@adflight.example>'),
  TELEGRAM_BOT_TOKEN: z.string().optional(),
  TELEGRAM_CHAT_ID: z.string().optional(),
  TELEGRAM_API_URL: z.url().optional(),
  SMS_AUTH_TOKEN: z.string().optional(),
  SMS_FROM: z.string().optional(),
  SMS_API_URL: z.url().default('https://api.twilio.com'),
};

const simulators = {
  ...database,
  ...time,
  PORT: api.PORT,
  STORAGE_DIR: storage.STORAGE_DIR,
  STRIPE_SECRET_KEY: worker.STRIPE_SECRET_KEY,
  STRIPE_WEBHOOK_SECRET: api.STRIPE_WEBHOOK_SECRET,
  STRIPE_API_URL: worker.STRIPE_API_URL,
};

/** What each process reads, and so all that it is given where processes have environments of their own. */
const processes = {
  admin: z.object(admin),
  adserver: z.object(adserver),
  api: z.object(api),
  worker: z.object(worker),
  simulators: z.object(simulators),
};
const everything = z.object({ ...admin, ...adserver, ...api, ...worker });

export type ProcessName = keyof typeof processes;
export type ConfigOf<Name extends ProcessName> = Readonly<z.output<(typeof processes)[Name]>>;
export type DatabaseConfig = Readonly<z.output<z.ZodObject<typeof database>>>;
/** What use cases read in every process. */
export type ServiceConfig = Readonly<z.output<z.ZodObject<typeof service>>>;
/** That of all processes, for a command that starts them, and for tests. */
export type Config = Readonly<z.output<typeof everything>>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks the configuration of everything.
 * @throws one Error that lists every problem at once, by variable, without any value.
 */
export function loadConfig(env: Environment = process.env): Config {
  return read(everything, env);
}

/** That of one process: it starts without what only others need. @throws as {@link loadConfig} */
export function loadConfigOf<Name extends ProcessName>(
  name: Name,
  env: Environment = process.env,
): ConfigOf<Name> {
  return read(processes[name], env);
}

/** The names of all variables, and of those that a process reads. */
export const variables: readonly string[] = Object.keys(everything.shape);
export function variablesOf(name: ProcessName): string[] {
  return Object.keys(processes[name].shape);
}

function read<Shape extends z.ZodObject>(schema: Shape, env: Environment): Readonly<z.output<Shape>> {
  // An empty variable is an unset one, as docker-compose passes them.
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name in schema.shape && value),
  );
  const parsed = schema.safeParse(given);
  const issues = parsed.error?.issues ?? [];
  const broken = new Set(issues.map(({ path: [name] }) => name));
  const sound = Object.fromEntries(Object.entries(given).filter(([name]) => !broken.has(name)));
  const problems = [
    ...issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...problemsOf(everything.partial().parse(sound))
      // What is said already of a variable is enough, and of what is not read there is nothing to say.
      .filter(({ of }) => of.every((name) => name in schema.shape && !broken.has(name)))
      .map(({ of, says }) => `${of.join(', ')}: ${says}`),
  ];
  if (!parsed.success || problems.length > 0) {
    throw new Error(`The configuration has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`);
  }
  return Object.freeze(parsed.data);
}
