/** What third parties sign with: a publisher the viewer's geography, an advertiser his conversions. */
import { deriveSecret } from './signed-tokens';

/** Purposes of the secrets that are derived from TRACKING_SECRET. */
export const geographyPurpose = (placement: string) => `geography:${placement}`;
export const conversionPurpose = (campaignId: string) => `conversion:${campaignId}`;

/** A publisher signs `US-CA.<expiry, epoch seconds>` with it. */
export function geographySecret(trackingSecret: string, placement: string): string {
  return deriveSecret(trackingSecret, geographyPurpose(placement));
}

/** An advertiser signs {@link conversionText} with it. */
export function conversionSecret(trackingSecret: string, campaignId: string): string {
  return deriveSecret(trackingSecret, conversionPurpose(campaignId));
}

/** What a conversion's signature is over: order id, value and click id, a line each. */
export function conversionText(conversion: {
  order_id: string;
  value: number | string;
  click_id: string;
}): string {
  return `${conversion.order_id}\n${conversion.value}\n${conversion.click_id}`;
}
