/** Tells general invalid traffic from people, by what a request says of itself (MRC's first category). */
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import type { Request } from 'express';
import { isbot } from 'isbot';
import type { InvalidReason } from '../domain/delivery/count';
import { clientAddress } from '../infra/client-address';

/**
 * Networks of hosting companies, whose addresses no viewer has. A short list to start with, written by hand and neither
 * complete nor kept up to date: set DATA_CENTER_LIST, from what the providers publish.
 */
export const DATA_CENTERS: readonly string[] = [
  // Amazon Web Services (publishes ip-ranges.amazonaws.com/ip-ranges.json)
  '3.0.0.0/15',
  '18.128.0.0/9',
  '52.0.0.0/11',
  '54.144.0.0/12',
  // Google Cloud (publishes gstatic.com/ipranges/cloud.json)
  '34.64.0.0/10',
  '35.184.0.0/13',
  // DigitalOcean
  '104.131.0.0/16',
  '138.68.0.0/16',
  '142.93.0.0/16',
  '159.65.0.0/16',
  '167.99.0.0/16',
  // Hetzner
  '5.9.0.0/16',
  '78.46.0.0/15',
  '88.198.0.0/16',
  '95.216.0.0/15',
  '144.76.0.0/16',
  // Akamai Connected Cloud (Linode)
  '45.33.0.0/17',
  '139.162.0.0/16',
];

/** User agents whose verdict is remembered: the pattern of isbot is long, and agents repeat. */
const REMEMBERED = 10_000;
/** No browser's agent is longer; a header may be 16 kB, and strangers could fill memory with them. */
const LONGEST_REMEMBERED = 512;

/** In CIDR notation, or one address; null for what is neither, and for "everywhere". */
function parseNetwork(network: string): [address: string, bits: number, family: 'ipv4' | 'ipv6'] | null {
  const [address = '', ...rest] = network.split('/');
  const [family, width] = isIPv6(address) ? (['ipv6', 128] as const) : (['ipv4', 32] as const);
  const bits =
    rest.length === 0 ? width : rest.length === 1 && /^\d+$/.test(rest[0] ?? '') ? Number(rest[0]) : 0;
  return isIP(address) && bits >= 1 && bits <= width ? [address, bits, family] : null;
}

/** @param networks in CIDR notation, or single addresses. @throws naming each that is neither. */
export function createTrafficFilter(networks: readonly string[]) {
  const centers = new BlockList();
  const bad: string[] = [];
  for (const network of networks) {
    const parsed = parseNetwork(network);
    if (parsed) centers.addSubnet(...parsed);
    else bad.push(network);
  }
  if (bad.length > 0) throw new Error(`These are no networks in CIDR notation: ${bad.join(', ')}`);
  const bots = new Map<string, boolean>();

  function isBot(agent: string | undefined): boolean {
    if (!agent) return true;
    const known = bots.get(agent);
    if (known !== undefined) return known;
    const verdict = isbot(agent);
    if (agent.length > LONGEST_REMEMBERED) return verdict;
    if (bots.size >= REMEMBERED) bots.clear();
    bots.set(agent, verdict);
    return verdict;
  }

  /** Null: nothing speaks against a person. */
  return function suspicion(req: Request): InvalidReason | null {
    if (isBot(req.headers['user-agent'])) return 'bot';
    if (isPrefetch(req)) return 'prefetch';
    const address = clientAddress(req);
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    return address && centers.check(address, family) ? 'data_center' : null;
  };
}

/** Fetched ahead, before anybody looks: Sec-Purpose (Fetch standard), and what older browsers say. */
function isPrefetch({ headers }: Request): boolean {
  const purposes = [headers['sec-purpose'], headers.purpose, headers['x-purpose'], headers['x-moz']];
  return purposes.some((purpose) => /prefetch|prerender|preview/i.test(String(purpose ?? '')));
}
