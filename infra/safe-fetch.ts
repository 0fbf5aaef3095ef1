/** The one way out to addresses that users name: checked as text, after their name is resolved, and once connected. */
import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector, Client, type Dispatcher, ProxyAgent, request as send } from 'undici';
import { SECOND } from '../domain/time';
import type { ServiceConfig } from './config';
import { hostOf, isLoopbackAddress, isPublicAddress, readPublicUrl } from './public-address';

/** For the whole of a request: name, connection, TLS, answer. */
const TIMEOUT = 15 * SECOND;
const RESOLVED_WITHIN = 4 * SECOND;

/** A request that was not made (`refused`) or brought no answer (`failed`); the sentence is fit for users. */
export class EgressError extends Error {
  constructor(
    readonly kind: 'refused' | 'failed',
    message: string,
  ) {
    super(message);
  }
}

export interface EgressRequest {
  method: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** The rest of a longer answer is left unread. */
  maxBytes: number;
  /** Ends it before its time. */
  signal?: AbortSignal;
}

export interface EgressAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As it came: never decompressed, so its size is what was counted. */
  body: Buffer;
  isCut: boolean;
}

export interface Egress {
  /**
   * Says whether an address may be asked, as far as is known now; a name that nobody knows yet passes.
   * @returns it as it will be asked.
   * @throws EgressError `refused`
   */
  check(address: string): Promise<URL>;
  /** Follows no redirect: its answer is the answer. @throws EgressError */
  request(address: string, request: EgressRequest): Promise<EgressAnswer>;
}

interface EgressOptions {
  httpsOnly: boolean;
  /** For receivers on this machine, in tests and development: configuration refuses it in production. */
  allowLoopback: boolean;
  /** A proxy that makes the connections in our place; it has to refuse private addresses itself. */
  proxyUrl: string | null;
  /** All A and AAAA records of a name; rejects when there are none. */
  resolve?(name: string): Promise<readonly string[]>;
  timeoutMs?: number;
}

export function createEgress(options: EgressOptions): Egress {
  const { proxyUrl, resolve = resolveAll, timeoutMs = TIMEOUT } = options;
  const isAllowed = (address: string) =>
    isPublicAddress(address) || (options.allowLoopback && isLoopbackAddress(address));
  const proxy = proxyUrl === null ? null : new ProxyAgent({ uri: proxyUrl, proxyTunnel: true });

  /** Each of its addresses has to be public: which of them is connected to is not ours to choose. */
  async function addressesOf(host: string): Promise<readonly string[]> {
    const addresses = await resolve(host);
    if (!addresses.every(isAllowed)) throw new EgressError('refused', 'The name leads to a private network.');
    return addresses;
  }

  /** The connection goes to the very addresses that were checked: a name that changes meanwhile changes nothing. */
  const lookup: LookupFunction = (host, { all }, done) => {
    addressesOf(host).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = found;
        if (!first) done(new EgressError('failed', UNKNOWN_NAME), '');
        else all ? done(null, found) : done(null, first.address, first.family);
      },
      (error: Error) => done(error, ''),
    );
  };
  const connect = buildConnector({
    lookup,
    autoSelectFamily: true,
    timeout: timeoutMs,
    maxCachedSessions: 0,
  });
  /** `lookup` is not asked for an IP address, and a library may change: the socket itself says where it leads. */
  const guarded: buildConnector.connector = (target, done) =>
    connect(target, (...[error, socket]) => {
      if (error !== null) return done(error, null);
      if (isAllowed(socket.remoteAddress ?? '')) return done(null, socket);
      socket.destroy();
      done(new EgressError('refused', 'The connection led to a private network.'), null);
    });

  function read(address: string): URL {
    const url = readPublicUrl(address, options);
    if (typeof url === 'string') throw new EgressError('refused', url);
    return url;
  }

  return {
    async check(address) {
      const url = read(address);
      const host = hostOf(url);
      if (isIP(host) === 0) await addressesOf(host).catch(unlessUnknown);
      return url;
    },

    async request(address, { method, headers, body, maxBytes, signal }) {
      const url = read(address);
      const ended = AbortSignal.timeout(timeoutMs);
      // The proxy resolves in our place; what we can see ourselves is refused all the same.
      if (proxy && isIP(hostOf(url)) === 0) await addressesOf(hostOf(url)).catch(unlessUnknown);
      // A connection of its own for each request: none is reused, so each is checked.
      const dispatcher: Dispatcher = proxy ?? new Client(url.origin, { connect: guarded, pipelining: 0 });
      try {
        const answer = await send(url, {
          dispatcher,
          method,
          headers: { ...headers, 'accept-encoding': 'identity' },
          body: body ?? null,
          signal: signal ? AbortSignal.any([ended, signal]) : ended,
        });
        return { status: answer.statusCode, headers: answer.headers, ...(await take(answer.body, maxBytes)) };
      } catch (error) {
        throw explain(error);
      } finally {
        if (!proxy) await dispatcher.destroy();
      }
    },
  };
}

async function take(stream: AsyncIterable<Buffer>, most: number): Promise<{ body: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    chunks.push(chunk);
    // Leaving the loop ends the stream.
    if (size > most) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, most), isCut: size > most };
}

/** Without the system's resolver: it has few threads, which a slow name server must not hold, and knows internal names. */
async function resolveAll(name: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: RESOLVED_WITHIN / 2, tries: 2 });
  const late = setTimeout(() => resolver.cancel(), RESOLVED_WITHIN);
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  clearTimeout(late);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length === 0) throw new EgressError('failed', UNKNOWN_NAME);
  return addresses;
}

const UNKNOWN_NAME = 'The name is not known.';

function unlessUnknown(error: unknown): void {
  if (error instanceof EgressError && error.kind === 'refused') throw error;
}

/** What went wrong, without an address or a word of a library. */
function explain(error: unknown): EgressError {
  if (error instanceof EgressError) return error;
  const { name = '', code = '' } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || /TIMEOUT|ETIMEDOUT/.test(code))
    return new EgressError('failed', 'No answer came in time.');
  if (name === 'AbortError') return new EgressError('failed', 'The try was interrupted.');
  if (code === 'ECONNREFUSED') return new EgressError('failed', 'The connection was refused.');
  if (/CERT|TLS|SSL|EPROTO|SELF_SIGNED|ISSUER/.test(code))
    return new EgressError('failed', 'No trusted TLS connection could be made.');
  return new EgressError('failed', 'The connection broke.');
}

const made = new WeakMap<object, Egress>();

/** The way out of a configuration. */
export function egressOf(config: ServiceConfig): Egress {
  const known = made.get(config);
  if (known) return known;
  const egress = createEgress({
    httpsOnly: config.NODE_ENV === 'production',
    allowLoopback: config.EGRESS_ALLOW_LOOPBACK,
    proxyUrl: config.EGRESS_PROXY_URL ?? null,
  });
  made.set(config, egress);
  return egress;
}
