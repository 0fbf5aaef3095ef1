/** What a signed address of our own objects allows: one use of one key. */
import { z } from 'zod';
import { BusinessError } from '../../domain/errors';
import type { Instant } from '../../domain/time';
import type { Signer } from '../../infra/signed-tokens';

const Grant = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('read'), key: z.string() }),
  z.strictObject({ do: z.literal('write'), key: z.string(), type: z.string(), bytes: z.int() }),
]);
type Grant = z.output<typeof Grant>;
type GrantTo<Do extends Grant['do']> = Extract<Grant, { do: Do }>;

/** Keeps these tokens apart from all others that are signed with the same secret. */
export const STORAGE_PURPOSE = 'storage';

export function signGrant(signer: Signer, grant: Grant, until: Instant): string {
  return signer.sign(JSON.stringify(grant), until);
}

/** @throws FORBIDDEN for a token that is changed, expired, or made for another use. */
export function readGrant<Do extends Grant['do']>(
  signer: Signer,
  token: string,
  what: Do,
  now: Instant,
): GrantTo<Do> {
  const verified = signer.verify(token, now);
  const grant = verified.status === 'valid' ? Grant.parse(JSON.parse(verified.payload)) : null;
  if (grant && isGrantTo(grant, what)) return grant;
  throw new BusinessError('FORBIDDEN', { detail: 'This address is not valid, or not any more.' });
}

function isGrantTo<Do extends Grant['do']>(grant: Grant, what: Do): grant is GrantTo<Do> {
  return grant.do === what;
}
