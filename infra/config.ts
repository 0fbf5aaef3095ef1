/** The one typed configuration, read from the environment and checked at start; `.env.example` explains each variable. */
import { z } from 'zod';

const bool = z.enum(['true', 'false', '1', '0']).transform((v) => v === 'true' || v === '1');
const int = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const secret = z.string().min(32, 'must have at least 32 characters');

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
  BCRYPT_ROUNDS: int(4, 15).default(12),
  TRACKING_SECRET: secret,
  TRACKING_PREVIOUS_SECRETS: z
    .string()
    .default('')
    .transform((v) => v.split(',').filter(Boolean)),
  /** A file of networks (one CIDR a line, # for comments) whose traffic is invalid; a short list is built in. */
  DATA_CENTER_LIST: z.string().optional(),

  STRIPE_SECRET_KEY: z.string().min(8),
  STRIPE_WEBHOOK_SECRET: z.string().min(8),
  /** Another base address: the simulator's. Refused in production. */
  STRIPE_API_URL: z.url().optional(),

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
  if (config.S3_BUCKET && !(config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY)) {
    problems.push('S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY: needed with S3_BUCKET');
  }
  if (config.TELEGRAM_BOT_TOKEN && !config.TELEGRAM_CHAT_ID) {
    problems.push('TELEGRAM_CHAT_ID: needed with TELEGRAM_BOT_TOKEN');
  }
  if (config.NODE_ENV !== 'production') return problems;
  if (config.ADFLIGHT_TIME_SCALE !== 1) problems.push('ADFLIGHT_TIME_SCALE: refused in production');
  if (config.STRIPE_API_URL) problems.push('STRIPE_API_URL: the simulator is refused in production');
  if (!config.SMTP_URL) problems.push('SMTP_URL: needed in production');
  if (config.BCRYPT_ROUNDS < 12) problems.push('BCRYPT_ROUNDS: at least 12 in production');
  return problems;
}
