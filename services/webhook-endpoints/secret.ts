/** The secret that webhooks are signed with: made, sealed for its row, and opened to sign. */
import { randomBytes } from 'node:crypto';
import type { ServiceConfig } from '../../infra/config';
import { sealerOf } from '../../infra/sealing';
import type { WebhookEndpoint } from '../../prisma/generated/client';

/** Standard Webhooks asks for 24 to 64. */
const BYTES = 32;

type Secrets = Pick<WebhookEndpoint, 'id' | 'secret' | 'previousSecret' | 'previousUntil'>;

export function newSecret(): string {
  return `whsec_${randomBytes(BYTES).toString('base64')}`;
}

const placeOf = (id: string, column: 'secret' | 'previous_secret') => `webhook_endpoints/${id}/${column}`;

export function sealSecret(
  config: ServiceConfig,
  id: string,
  secret: string,
  column: 'secret' | 'previous_secret' = 'secret',
): string {
  return sealerOf(config).seal(secret, placeOf(id, column));
}

/** The newest secret first; then the one before it, while it signs too. */
export function openSecrets(config: ServiceConfig, row: Secrets, now: number): [string, ...string[]] {
  const { open } = sealerOf(config);
  const { id, secret, previousSecret, previousUntil } = row;
  const overlaps = previousSecret !== null && previousUntil !== null && previousUntil.getTime() > now;
  const previous = overlaps ? [open(previousSecret, placeOf(id, 'previous_secret'))] : [];
  return [open(secret, placeOf(id, 'secret')), ...previous];
}
