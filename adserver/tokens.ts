/** The signed words of the ad server: decisions, geographies, conversions. */
import type { Geography } from '../domain/delivery/eligibility';
import { HOUR, type Instant, SECOND } from '../domain/time';
import { createSigner, deriveSecret, hmacHex, sameText } from '../infra/signed-tokens';
import { conversionPurpose, conversionText, geographyPurpose } from '../infra/tracking-secrets';
import { type ConversionQuery, DecisionTuple, GeoText } from '../schemas/adserver';

/** How long an ad's pixel and click count after its decision. */
const TOKEN_LIFETIME = 4 * HOUR;

export interface DecisionToken {
  nonce: string;
  campaignId: string;
  creativeId: string;
  revision: string;
  placement: string;
  leaseId: string | null;
}

export type ReadDecision = { status: 'valid' | 'expired'; token: DecisionToken } | { status: 'forged' };

export interface TrackingTokens {
  decision(token: DecisionToken, now: Instant): string;
  readDecision(text: string, now: Instant): ReadDecision;
  /** Null when the text is not signed for this placement, or too old. */
  readGeography(placement: string, text: string, now: Instant): Geography | null;
  isConversion(campaignId: string, query: ConversionQuery): boolean;
}

/** @param secrets the newest first. */
export function createTrackingTokens(secrets: readonly [string, ...string[]]): TrackingTokens {
  const signer = createSigner(secrets, 'decision');
  const signedBy = (purpose: string, text: string, signature: string) =>
    secrets.some((secret) => sameText(hmacHex(deriveSecret(secret, purpose), text), signature));
  return {
    decision({ nonce, campaignId, creativeId, revision, placement, leaseId }, now) {
      const fields = [nonce, campaignId, creativeId, revision, placement, leaseId];
      return signer.sign(JSON.stringify(fields), now + TOKEN_LIFETIME);
    },
    readDecision(text, now) {
      const verified = signer.verify(text, now);
      if (verified.status === 'forged') return verified;
      // Signed by us, so it is what `decision` wrote.
      const fields = DecisionTuple.parse(JSON.parse(verified.payload));
      const [nonce, campaignId, creativeId, revision, placement, leaseId] = fields;
      const token = { nonce, campaignId, creativeId, revision, placement, leaseId };
      return { status: verified.status, token };
    },
    readGeography(placement, text, now) {
      const [where = '', expiry = '', signature = ''] = text.split('.');
      const parsed = GeoText.safeParse(where);
      const fresh = /^\d{1,12}$/.test(expiry) && Number(expiry) * SECOND >= now;
      const signed = signedBy(geographyPurpose(placement), `${where}.${expiry}`, signature);
      return parsed.success && fresh && signed ? parsed.data : null;
    },
    isConversion: (campaignId, query) =>
      signedBy(conversionPurpose(campaignId), conversionText(query), query.sig),
  };
}
