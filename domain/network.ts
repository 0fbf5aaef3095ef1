/** Whose network an address is of: what is counted together when nobody is signed in. */

/** A byte from 0 to 255, without leading zeros, which some read as octal. */
const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

/**
 * The plain address in its one spelling, however a proxy wrote it: without port, brackets and zone, IPv4 within IPv6 as
 * IPv4, IPv6 as RFC 5952 has it. Empty for what is no address.
 */
export function plainAddress(text: string): string {
  const [, bracketed, dotted] = /^\[(.*)\](?::\d+)?$|^(.*\.\d+):\d+$/.exec(text.trim()) ?? [];
  const bare = (bracketed ?? dotted ?? text.trim()).replace(/%.*$/, '');
  if (IPV4.test(bare)) return bare;
  if (!/^[\da-f:.]+$/i.test(bare) || !URL.canParse(`http://[${bare}]`)) return '';
  const plain = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(plain) ?? [];
  if (high === undefined || low === undefined) return plain;
  const bytes = [high, low].flatMap((part) => {
    const pair = Number.parseInt(part, 16);
    return [pair >> 8, pair & 255];
  });
  return bytes.join('.');
}

/**
 * An IPv4 address itself; of an IPv6 address the /64, which one customer has whole. In whichever spelling it comes.
 * What is no address is one network, the empty one.
 */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const groupsOf = (part: string) => part.split(':').filter(Boolean);
  const [left, right] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return `${groups.join(':')}::/64`;
}

/** What one who has many addresses gets as one piece: the /24 of an IPv4 address, the /48 of an IPv6 one. */
export function rangeOf(address: string): string {
  const network = networkOf(address);
  return network.includes(':')
    ? `${network.split(':').slice(0, 3).join(':')}::/48`
    : `${network.split('.').slice(0, 3).join('.')}.0/24`;
}
