/** Web addresses that people name and others follow: an ad's destination, the way back from a checkout, a webhook's endpoint. */

/** Scheme, two slashes, host, and what follows; no sign that parsers drop or turn round, and no @ before the path. */
const PLAIN = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\s\\\u0000-\u001f\u007f]/;

/**
 * Whether everybody who reads the address finds the same host in it, and no user name or password: parsers differ on
 * backslashes, tabs, missing and further slashes (`https:user@host`, `https:\\host`, `https:///host`).
 */
export function isWebAddress(text: string): boolean {
  return PLAIN.test(text) && !UNSEEN.test(text) && URL.canParse(text);
}

/** The same address with its host in ASCII: an international name in punycode. The rest stays as it is written. */
export function withAsciiHost(address: string): string {
  return address.replace(/^[^/]+\/\/[^/?#]+/, new URL(address).origin);
}

const CLICK_ID = /(?:\{|%7B)click_id(?:\}|%7D)/gi;

/**
 * An ad's destination as a viewer's browser is sent there: in plain ASCII, so an international name in punycode, with
 * the click's id in the place of each `{click_id}`, also of one that was percent-encoded.
 */
export function destinationOf(address: string, clickId: string): string {
  const url = new URL(address);
  // Those that were frozen before such addresses were refused.
  url.username = '';
  url.password = '';
  return url.href.replace(CLICK_ID, clickId);
}
