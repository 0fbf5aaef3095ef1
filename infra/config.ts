/** The one typed configuration, read from the environment and checked at start; `.env.example` explains each variable. */
import { z } from 'zod';
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

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: int(1, 65535).default(3000),
  ADSERVER_PORT: int(1, 65535).default(3100),
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  ADSERVER_URL: z.url().default('http://localhost:3100'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUST_PROXY: z.string().default('loopback'),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((v) =>
      v
        .split(',')
        .map((s) => s.trim())
        .filter(Boolean),
    ),

  DATABASE_URL: z.url(),
  DATABASE_POOL: int(1, 200).default(10),
  DATABASE_STATEMENT_TIMEOUT_MS: int(100, 600_000).default(5_000),

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
  WORKER_DEPLOYMENT: z.string().optional(),
  WORKER_BUILD_ID: z.string().optional(),
  /** Divides every duration: demo, fault runs and tests. */
  ADFLIGHT_TIME_SCALE: z.coerce.number().positive().max(10_000_000).default(1),

  JWT_SECRET: secret,
  JWT_PREVIOUS_SECRETS: z
    .string()
    .default('')
    .transform((v) => v.split(',').filter(Boolean)),
  /** Signs tokens in the place of JWT_SECRET, by RS256 or EdDSA. */
  JWT_PRIVATE_KEY: tokenKeys(
    privateKey,
    'must be one private key, Ed25519 or RSA of at least 2048 bits',
  ).optional(),
  /** Those of other private keys, before or after a change. */
  JWT_PUBLIC_KEYS: tokenKeys(publicKeys, 'must be public keys, Ed25519 or RSA of at least 2048 bits').default(
    [],
  ),
  PASSWORD_HASH: z.enum(['bcrypt', 'argon2id']).default('bcrypt'),
  BCRYPT_ROUNDS: int(4, 15).default(12),
  /** Whether an account opens only to one who has proved that its email is his. */
  REQUIRE_VERIFIED_EMAIL: bool.default(false),
  TRACKING_SECRET: secret,
  TRACKING_PREVIOUS_SECRETS: z
    .string()
    .default('')
    .transform((v) => v.split(',').filter(Boolean)),
  /** Seals the secrets that the database keeps. */
  ENCRYPTION_KEY: sealingKey,
  ENCRYPTION_PREVIOUS_KEYS: z
    .string()
    .default('')
    .transform((v) => v.split(',').filter(Boolean))
    .pipe(z.array(sealingKey)),
  /** A file of networks (one CIDR a line, # for comments) whose traffic is invalid; a short list is built in. */
  DATA_CENTER_LIST: z.string().optional(),

  STRIPE_SECRET_KEY: z.string().min(8),
  STRIPE_WEBHOOK_SECRET: z.string().min(8),
  /** Another base address: the simulator's. Refused in production. */
  STRIPE_API_URL: z.url().optional(),

  /** Of the partner platform; any of them may have signed. Without one nothing of it is taken. */
  PARTNER_WEBHOOK_SECRETS: z
    .string()
    .default('')
    .transform((v) => v.split(',').filter(Boolean))
    .pipe(z.array(secret)),

  /** How long a quote may be bought at, in hours. */
  QUOTE_HOURS: int(1, 720).default(24),

  STORAGE_DIR: z.string().default('.data/storage'),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ENDPOINT: z.url().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_FORCE_PATH_STYLE: bool.default(false),

  SMTP_URL: z.string().optional(),
  /** Where mails are kept while SMTP_URL is unset. */
  MAIL_DIR: z.string().default('.data/mail'),
  MAIL_FROM: z.string().default('Adflight <no-reply@adflight.example>'),
  TELEGRAM_BOT_TOKEN: z.string().optional(),
  TELEGRAM_CHAT_ID: z.string().optional(),
  TELEGRAM_API_URL: z.url().optional(),

  /** Makes the connections to addresses that users name, such as webhook endpoints. */
  EGRESS_PROXY_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Such addresses may lead to this machine: for receivers under development. Refused in production. */
  EGRESS_ALLOW_LOOPBACK: bool.default(false),

  /** Twilio's, or those of a gateway that speaks its API. */
  SMS_ACCOUNT_SID: z.string().optional(),
  SMS_AUTH_TOKEN: z.string().optional(),
  SMS_FROM: z.string().optional(),
  SMS_API_URL: z.url().default('https://api.twilio.com'),
  /** Shows the mails and SMS that were sent to nobody, at /dev/inbox, to this machine alone. */
  DEV_INBOX: bool.default(false),

  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  /** Another OpenID provider than Google. */
  GOOGLE_ISSUER: z.url().default('https://accounts.google.com'),

  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(8).optional(),
});

export type Config = Readonly<z.output<typeof schema>>;

/**
 * Reads and checks the configuration.
 * @throws one Error that lists every problem at once, by variable, without any value.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  // An empty variable is an unset one, as docker-compose passes them.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  const problems = parsed.success
    ? productionProblems(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (!parsed.success || problems.length > 0) {
    throw new Error(`The configuration has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`);
  }
  return Object.freeze(parsed.data);
}

function productionProblems(config: z.output<typeof schema>): string[] {
  const problems: string[] = [];
  const keyIds = [config.ENCRYPTION_KEY, ...config.ENCRYPTION_PREVIOUS_KEYS].map(({ id }) => id);
  if (new Set(keyIds).size < keyIds.length) {
    problems.push('ENCRYPTION_PREVIOUS_KEYS: each key needs an id of its own');
  }
  if (config.S3_BUCKET && !(config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY)) {
    problems.push('S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY: needed with S3_BUCKET');
  }
  if (config.TELEGRAM_BOT_TOKEN && !config.TELEGRAM_CHAT_ID) {
    problems.push('TELEGRAM_CHAT_ID: needed with TELEGRAM_BOT_TOKEN');
  }
  const sms = [config.SMS_ACCOUNT_SID, config.SMS_AUTH_TOKEN, config.SMS_FROM].filter(Boolean).length;
  if (sms === 1 || sms === 2) problems.push('SMS_ACCOUNT_SID, SMS_AUTH_TOKEN, SMS_FROM: all or none');
  if (Boolean(config.GOOGLE_CLIENT_ID) !== Boolean(config.GOOGLE_CLIENT_SECRET)) {
    problems.push('GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET: both or none');
  }
  if (config.NODE_ENV !== 'production') return problems;
  if (config.DEV_INBOX) problems.push('DEV_INBOX: refused in production');
  for (const name of ['SMS_API_URL', 'GOOGLE_ISSUER'] as const) {
    if (!config[name].startsWith('https:')) problems.push(`${name}: must be https in production`);
  }
  if (config.ADFLIGHT_TIME_SCALE !== 1) problems.push('ADFLIGHT_TIME_SCALE: refused in production');
  if (config.RATE_LIMIT_SCALE < 0.1 || config.RATE_LIMIT_SCALE > 10) {
    problems.push('RATE_LIMIT_SCALE: 0.1 to 10 in production');
  }
  if (config.EGRESS_ALLOW_LOOPBACK) problems.push('EGRESS_ALLOW_LOOPBACK: refused in production');
  if (config.STRIPE_API_URL) problems.push('STRIPE_API_URL: the simulator is refused in production');
  if (!config.SMTP_URL) problems.push('SMTP_URL: needed in production');
  if (config.BCRYPT_ROUNDS < 12) problems.push('BCRYPT_ROUNDS: at least 12 in production');
  return problems;
}
