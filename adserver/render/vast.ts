/** An ad as VAST 4.2 (IAB Tech Lab): one linear creative. */

import { escapeMarkup as e } from '../../infra/markup';
import type { Ad } from './ad';

/** Where players look a universal ad id up: ours are known here alone. */
const REGISTRY = 'adflight.example';

/** Element order is the schema's (vast_4.2.xsd). Only for a creative with a video. */
export function adVast(ad: Ad): string {
  const { decision, impressionUrl, clickUrl, mediaUrl } = ad;
  const { creative, slot, token } = decision;
  const { media } = creative;
  if (media?.kind !== 'video' || mediaUrl === null) throw new Error('VAST carries video alone');
  const [width, height] = [media.width ?? slot.width, media.height ?? slot.height];
  const type = media.contentType ?? 'video/mp4';
  return `<?xml version="1.0" encoding="UTF-8"?>
<VAST version="4.2" xmlns="http://www.iab.com/VAST">
  <Ad id="${e(creative.id)}" adType="video">
    <InLine>
      <AdSystem version="1">Adflight</AdSystem>
      <Impression id="adflight">${e(impressionUrl)}</Impression>
      <AdServingId>${e(token.nonce)}</AdServingId>
      <AdTitle>${e(creative.headline)}</AdTitle>
      <Creatives>
        <Creative id="${e(creative.id)}" adId="${e(creative.id)}">
          <Linear>
            <Duration>${duration(media.durationMs ?? 0)}</Duration>
            <MediaFiles>
              <MediaFile id="original" delivery="progressive" type="${e(type)}" width="${width}" height="${height}">${e(mediaUrl)}</MediaFile>
            </MediaFiles>
            <VideoClicks>
              <ClickThrough id="adflight">${e(clickUrl)}</ClickThrough>
            </VideoClicks>
          </Linear>
          <UniversalAdId idRegistry="${REGISTRY}">${e(creative.id)}</UniversalAdId>
        </Creative>
      </Creatives>
      <Description>${e(creative.description)}</Description>
    </InLine>
  </Ad>
</VAST>
`;
}

/** HH:MM:SS.mmm */
function duration(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23);
}
