/** An ad as JSON, for pages that draw it themselves. */
import { formatOf } from '../../domain/delivery/eligibility';
import type { Ad } from './ad';

export function adJson({ decision: { creative, slot, token }, impressionUrl, clickUrl, mediaUrl }: Ad) {
  return {
    decision_id: token.nonce,
    placement: slot.id,
    campaign_id: token.campaignId,
    creative_id: creative.id,
    format: formatOf(creative),
    width: slot.width,
    height: slot.height,
    headline: creative.headline,
    description: creative.description,
    call_to_action: creative.callToAction,
    media_url: mediaUrl,
    impression_url: impressionUrl,
    click_url: clickUrl,
  };
}
