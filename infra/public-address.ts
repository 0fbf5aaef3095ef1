/** Which addresses belong to the public internet, and which URLs could lead there: pure, no name is resolved here. */
import { BlockList, isIP } from 'node:net';
import { isWebAddress } from '../domain/web-address';

/** Special-purpose ranges (IANA registries for IPv4 and IPv6): ours, a neighbour's, or nobody's. */
const PRIVATE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** All that is public in IPv6 is here; v4-mapped, 64:ff9b::, unique local, link-local and multicast are not. */
const GLOBAL_V6 = ['2000::/3'];
/** But these: protocol assignments with Teredo, documentation, 6to4, which carries any IPv4 address. */
const PRIVATE_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const LOOPBACK = { ipv4: ['127.0.0.0/8'], ipv6: ['::1/128'] };

function listOf(subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = '', prefix = ''] = subnet.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
}
const privateV4 = listOf(PRIVATE_V4, 'ipv4');
const globalV6 = listOf(GLOBAL_V6, 'ipv6');
const privateV6 = listOf(PRIVATE_V6, 'ipv6');
const loopbackV4 = listOf(LOOPBACK.ipv4, 'ipv4');
const loopbackV6 = listOf(LOOPBACK.ipv6, 'ipv6');

/** False for anything that is no plain IP address, too: one with a zone belongs to a link. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false;
  const family = isIP(address);
  if (family === 4) return !privateV4.check(address, 'ipv4');
  return family === 6 && globalV6.check(address, 'ipv6') && !privateV6.check(address, 'ipv6');
}

export function isLoopbackAddress(address: string): boolean {
  if (address.includes('%')) return false;
  const family = isIP(address);
  return family === 4 ? loopbackV4.check(address, 'ipv4') : family === 6 && loopbackV6.check(address, 'ipv6');
}

/** Last labels of names that only mean something inside a network. */
const INTERNAL =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|arpa|onion|invalid)$/;
const NAME = /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+$/;
const MOST_CHARACTERS = 2_048;

interface Rules {
  httpsOnly: boolean;
  /** This machine's own addresses too. */
  allowLoopback: boolean;
}

/** Why a URL may not be used, in a sentence for whoever gave it; else the URL as it will be used. */
export function readPublicUrl(text: string, { httpsOnly, allowLoopback }: Rules): URL | string {
  if (text.length > MOST_CHARACTERS || !isWebAddress(text))
    return 'Must be an absolute http or https address, without a user name or password.';
  const url = new URL(text);
  if (httpsOnly && url.protocol !== 'https:') return 'Must be an https address.';
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  // Below 1024 live the services that a request might be smuggled to: mail, SSH, SMB.
  if (port !== 80 && port !== 443 && port < 1_024) return 'The port must be 80, 443 or above 1023.';
  const host = hostOf(url);
  // The URL parser has turned every spelling of an IPv4 address (127.1, 0x7f.1, ①②⑦.⓪.⓪.①) into the plain one.
  if (isIP(host) !== 0) {
    const isAllowed = isPublicAddress(host) || (allowLoopback && isLoopbackAddress(host));
    if (!isAllowed) return 'Must not be a private or reserved network address.';
  } else if (!(allowLoopback && host === 'localhost') && (INTERNAL.test(host) || !NAME.test(host))) {
    return 'Must be a name that is known on the internet.';
  }
  url.hash = '';
  return url;
}

/** The name, or the IP address without its brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
