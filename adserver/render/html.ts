/** An ad as a page for an iframe of the placement's size. */

import { escapeMarkup as e } from '../../infra/markup';
import type { Ad } from './ad';

/** What the page may do: show media, fetch the pixel, open the click; no script at all. */
export const AD_PAGE_POLICY =
  "default-src 'none'; img-src * data:; media-src *; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `html,body{margin:0;height:100%;font:14px/1.35 system-ui,sans-serif}
a{display:flex;flex-direction:column;justify-content:center;width:100%;height:100%;overflow:hidden;color:inherit;
text-decoration:none;background:#fff}
.media{width:100%;height:100%;object-fit:contain}.words{padding:8px 12px}strong{display:block;color:#111}
span{color:#444}b{color:#0a58ca}small{position:absolute;top:0;right:0;padding:0 4px;font-size:10px;color:#555;
background:#fffc}.pixel{position:absolute;width:1px;height:1px}`;

/** The link is named by the headline also where only a picture is seen. */
export function adHtml({ decision: { creative }, impressionUrl, clickUrl, mediaUrl }: Ad): string {
  const { headline, description, callToAction, media } = creative;
  const words = `<div class="words"><strong>${e(headline)}</strong><span>${e(description)}</span>
<b>${e(callToAction)}</b></div>`;
  const shown =
    mediaUrl === null
      ? words
      : media?.kind === 'video'
        ? `<video class="media" src="${e(mediaUrl)}" autoplay muted loop playsinline aria-label="${e(headline)}"></video>`
        : `<img class="media" src="${e(mediaUrl)}" alt="${e(headline)}">`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${e(headline)}</title><style>${STYLE}</style></head>
<body><a href="${e(clickUrl)}" target="_blank" rel="noopener nofollow sponsored">${shown}</a>
<small>Ad</small><img class="pixel" src="${e(impressionUrl)}" alt="" width="1" height="1"></body></html>
`;
}
