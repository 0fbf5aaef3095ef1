/** Which variables go together, and what production refuses. */
import type { Config } from './config';

type Name = keyof Config;

/** What could be read; a variable that is broken or unset is absent, or has its default. */
type Found = { readonly [One in Name]?: Config[One] | undefined };

export interface Problem {
  of: readonly Name[];
  /** Never with a value: it may be a secret. */
  says: string;
}

export function problemsOf(config: Found): Problem[] {
  const problems = togetherProblems(config);
  return config.NODE_ENV === 'production' ? [...problems, ...productionProblems(config)] : problems;
}

function togetherProblems(config: Found): Problem[] {
  const problems: Problem[] = [];
  const keyIds = sealingKeys(config).map(([, { id }]) => id);
  if (new Set(keyIds).size < keyIds.length) {
    problems.push({ of: ['ENCRYPTION_PREVIOUS_KEYS'], says: 'each key needs an id of its own' });
  }
  if (config.S3_BUCKET && !(config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY)) {
    problems.push({ of: ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'], says: 'needed with S3_BUCKET' });
  }
  if (!config.S3_BUCKET && !config.JWT_SECRET) {
    problems.push({ of: ['JWT_SECRET'], says: 'needed without S3_BUCKET' });
  }
  if (config.TELEGRAM_BOT_TOKEN && !config.TELEGRAM_CHAT_ID) {
    problems.push({ of: ['TELEGRAM_CHAT_ID'], says: 'needed with TELEGRAM_BOT_TOKEN' });
  }
  const sms = [config.SMS_ACCOUNT_SID, config.SMS_AUTH_TOKEN, config.SMS_FROM].filter(Boolean).length;
  if (sms === 1 || sms === 2) {
    problems.push({ of: ['SMS_ACCOUNT_SID', 'SMS_AUTH_TOKEN', 'SMS_FROM'], says: 'all or none' });
  }
  if (Boolean(config.GOOGLE_CLIENT_ID) !== Boolean(config.GOOGLE_CLIENT_SECRET)) {
    problems.push({ of: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'], says: 'both or none' });
  }
  return problems;
}

function productionProblems(config: Found): Problem[] {
  const problems: Problem[] = [];
  const refuse = (name: Name, says = 'refused in production') => problems.push({ of: [name], says });
  for (const name of ['PUBLIC_URL', 'ADSERVER_URL'] as const) {
    if (isPlain(config[name])) refuse(name, 'must be set to an https address in production');
  }
  for (const name of ['S3_ENDPOINT', 'TELEGRAM_API_URL', 'SMS_API_URL', 'GOOGLE_ISSUER'] as const) {
    if (isPlain(config[name])) refuse(name, 'must be https in production');
  }
  if (config.STRIPE_API_URL) refuse('STRIPE_API_URL', 'the simulator is refused in production');
  if (trustsAnyone(config.TRUST_PROXY)) {
    refuse('TRUST_PROXY', 'anyone could claim any address: in production name your proxies, or their number');
  }
  if (config.DEV_INBOX) refuse('DEV_INBOX');
  if (config.EGRESS_ALLOW_LOOPBACK) refuse('EGRESS_ALLOW_LOOPBACK');
  if ((config.ADFLIGHT_TIME_SCALE ?? 1) !== 1) refuse('ADFLIGHT_TIME_SCALE');
  const scale = config.RATE_LIMIT_SCALE ?? 1;
  if (scale < 0.1 || scale > 10) refuse('RATE_LIMIT_SCALE', '0.1 to 10 in production');
  if (!config.SMTP_URL) refuse('SMTP_URL', 'needed in production');
  if ((config.BCRYPT_ROUNDS ?? 12) < 12) refuse('BCRYPT_ROUNDS', 'at least 12 in production');
  return [...problems, ...sharedSecrets(config)];
}

const isPlain = (address: string | undefined) =>
  address !== undefined && new URL(address).protocol !== 'https:';

/** `true`, or a network that holds every address. */
const trustsAnyone = (proxies = '') => /(^|,)\s*true\s*(,|$)|\/0+\s*(,|$)/.test(proxies);

/** Whoever learns one of two equal secrets has both; and one that stays in force after a change was not changed. */
function sharedSecrets(config: Found): Problem[] {
  const holders = new Map<string, Name[]>();
  for (const [name, value] of secretsIn(config)) holders.set(value, [...(holders.get(value) ?? []), name]);
  return [...holders.values()]
    .filter(({ length }) => length > 1)
    .map((names) => ({
      of: [...new Set(names)],
      says: 'hold one secret twice: in production each needs its own',
    }));
}

/** Every secret beside the variable that holds it, also one inside an address. */
function secretsIn(config: Found): [Name, string][] {
  const plain = [
    'JWT_SECRET',
    'TRACKING_SECRET',
    'TEMPORAL_API_KEY',
    'TEMPORAL_CODEC_KEY',
    'STRIPE_SECRET_KEY',
    'S3_SECRET_ACCESS_KEY',
    'TELEGRAM_BOT_TOKEN',
    'SMS_AUTH_TOKEN',
    'GOOGLE_CLIENT_SECRET',
    'ADMIN_PASSWORD',
  ] as const;
  const lists = [
    'JWT_PREVIOUS_SECRETS',
    'TRACKING_PREVIOUS_SECRETS',
    'PARTNER_WEBHOOK_SECRETS',
    'STRIPE_WEBHOOK_SECRET',
  ] as const;
  const addresses = ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL', 'EGRESS_PROXY_URL'] as const;
  const found: [Name, string][] = [
    ...plain.map((name): [Name, string] => [name, config[name] ?? '']),
    ...lists.flatMap((name) => (config[name] ?? []).map((value): [Name, string] => [name, value])),
    ...addresses.map((name): [Name, string] => [name, passwordIn(config[name] ?? '')]),
    ...sealingKeys(config).map(([name, { key }]): [Name, string] => [name, key.toString('base64')]),
  ];
  return found.filter(([, value]) => value !== '');
}

function sealingKeys(config: Found): [Name, Config['ENCRYPTION_KEY']][] {
  const { ENCRYPTION_KEY: key, ENCRYPTION_PREVIOUS_KEYS: previous = [] } = config;
  return [
    ...(key ? [['ENCRYPTION_KEY', key] satisfies [Name, unknown]] : []),
    ...previous.map((one): [Name, typeof one] => ['ENCRYPTION_PREVIOUS_KEYS', one]),
  ];
}

function passwordIn(address: string): string {
  const { password } = URL.canParse(address) ? new URL(address) : { password: '' };
  // A broken escape is none: then the password is as it stands there.
  return new URLSearchParams(`password=${password.replaceAll('+', '%2B')}`).get('password') ?? '';
}
