/** Takes the partner platform's events: proved, checked, stored, acknowledged; the relay lets them take effect. */
import { z } from 'zod';
import { verifyPartnerSignature } from '../../adapters/partner/webhook';
import { BusinessError } from '../../domain/errors';
import { type Instant, MINUTE } from '../../domain/time';
import { PartnerEnvelope, partnerKey, toPartnerFact } from '../../schemas/partner';
import { receive } from '../../store/inbox';
import { withRetry } from '../../store/transaction';
import { publicVerb } from '../verb';

interface Webhook {
  raw: Buffer;
  signature: string | undefined;
}

/** As far ahead as a signature may be dated: by the same clock. */
const CLOCK_AHEAD = 5 * MINUTE;
/** NUL and halves of surrogate pairs: JSON can carry them, Postgres can't keep them. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * An event that was stored before is acknowledged again; one of a type that we don't know is stored, too.
 * @throws SIGNATURE_INVALID, MALFORMED_JSON, VALIDATION_FAILED, and stores nothing.
 */
export const receivePlatformEvent = publicVerb<Webhook, void>(async (ctx, { raw, signature }) => {
  verifyPartnerSignature(raw, signature, ctx.config.PARTNER_WEBHOOK_SECRETS, ctx.now());
  const payload = parse(raw);
  const { id, type } = checked(payload, ctx.now());
  const message = {
    source: 'partner' as const,
    externalId: id,
    kind: type,
    key: partnerKey(PartnerEnvelope.parse(payload)),
    payload,
  };
  const stored = await withRetry(() => receive(ctx.db, message), { repeatable: true });
  ctx.log.info({ event: id, kind: type, stored }, 'partner event');
});

function parse(raw: Buffer): object {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw);
    return z.record(z.string(), z.unknown()).parse(
      JSON.parse(text, (key, value: unknown) => {
        if (UNSTORABLE.test(key) || (typeof value === 'string' && UNSTORABLE.test(value))) throw new Error();
        return value;
      }),
    );
  } catch {
    throw new BusinessError('MALFORMED_JSON');
  }
}

/** Everything that the relay will want of it: what it could not read later is refused now. */
function checked(payload: object, now: Instant): PartnerEnvelope {
  try {
    const envelope = PartnerEnvelope.parse(payload);
    toPartnerFact(payload);
    // Every later event of its user would be older than one of the year 3000.
    if (envelope.created_at > now + CLOCK_AHEAD) throw invalid('/created_at', 'Lies in the future.');
    return envelope;
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    throw invalid(`/${(issue?.path ?? []).map(String).join('/')}`, issue?.message ?? 'Not valid.');
  }
}

function invalid(path: string, message: string): BusinessError {
  return new BusinessError('VALIDATION_FAILED', { errors: [{ path, message }] });
}
