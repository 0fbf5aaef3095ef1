/** The way out to addresses that users name: nothing private is ever connected to, counted at listening sockets. */
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { loadConfig } from '../../infra/config';
import { createEgress, EgressError, egressOf } from '../../infra/safe-fetch';
import { privateAddresses } from '../fixtures/private-addresses';

/** What listens on this machine, on all addresses, and must never be reached. */
let connections = 0;
const guarded = net.createServer((socket) => {
  connections += 1;
  socket.destroy();
});
let port = 0;

/** A receiver that answers as its path says. */
let asked: IncomingMessage[] = [];
const receiver = http.createServer((req, res) => {
  asked.push(req);
  answers[req.url ?? '']?.(res);
});
let receiving = 0;
const bomb = gzipSync(Buffer.alloc(20_000_000));
const answers: Record<string, (res: ServerResponse) => void> = {
  '/ok': (res) => res.end('fine'),
  '/moved': (res) => res.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end(),
  '/endless': (res) => {
    const more = () => {
      while (!res.destroyed && res.write('x'.repeat(65_536)));
    };
    res.on('drain', more);
    more();
  },
  '/silent': () => {},
  '/drip': (res) => {
    const drip = setInterval(() => res.write('x'), 20);
    res.on('close', () => clearInterval(drip));
  },
  '/bomb': (res) => {
    res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
  },
  '/headers': (res) => res.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end(),
};

beforeAll(async () => {
  await once(guarded.listen(0, '::'), 'listening');
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  port = (guarded.address() as AddressInfo).port;
  receiving = (receiver.address() as AddressInfo).port;
});
beforeEach(() => {
  connections = 0;
  asked = [];
});
afterAll(async () => {
  receiver.closeAllConnections();
  await Promise.all([once(guarded.close(), 'close'), once(receiver.close(), 'close')]);
});

const get = { method: 'GET', maxBytes: 1_000 } as const;
const strict = { httpsOnly: false, allowLoopback: false, proxyUrl: null, timeoutMs: 2_000 };
const resolvesTo = (addresses: readonly string[]) =>
  createEgress({ ...strict, resolve: async () => addresses });
const open = createEgress({ ...strict, allowLoopback: true, timeoutMs: 500 });

async function failure(promise: Promise<unknown>): Promise<EgressError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EgressError)) throw new Error(`not refused as expected: ${String(error)}`);
  return error;
}

describe('what is written', () => {
  // The port is known once the socket listens.
  const corpus = privateAddresses(0).map((text, n) => [text, n] as const);

  test('the corpus is large', () => {
    expect(new Set(privateAddresses(port)).size).toBeGreaterThanOrEqual(90);
  });

  test.each(corpus)('%j is refused before a name is resolved or a connection made', async (_text, n) => {
    let resolved = 0;
    const egress = createEgress({
      ...strict,
      resolve: async () => {
        resolved += 1;
        return ['127.0.0.1'];
      },
    });
    const url = privateAddresses(port)[n] ?? '';
    expect((await failure(egress.check(url))).kind).toBe('refused');
    expect((await failure(egress.request(url, get))).kind).toBe('refused');
    expect([resolved, connections]).toEqual([0, 0]);
  });
});

describe('what a name leads to', () => {
  test.each([
    [['127.0.0.1']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['0.0.0.0']],
    [['10.1.2.3']],
    [['169.254.169.254']],
    [['fd00::1']],
    [['fe80::1%lo']],
    [['64:ff9b::7f00:1']],
    [['93.184.215.14', '127.0.0.1']],
    [['2606:4700::1111', '::1']],
    [['127.0.0.1', '93.184.215.14']],
    [['not an address']],
  ])('%j is refused at registration and at connect time', async (addresses) => {
    const egress = resolvesTo(addresses);
    expect((await failure(egress.check(`http://hooks.example.com:${port}/`))).kind).toBe('refused');
    const error = await failure(egress.request(`http://hooks.example.com:${port}/`, get));
    expect([error.kind, error.message]).toEqual(['refused', 'The name leads to a private network.']);
    expect(connections).toBe(0);
  });

  test('a name that is public when it is registered and private afterwards reaches nothing', async () => {
    const turns = [['93.184.215.14'], ['127.0.0.1'], ['127.0.0.1']];
    const egress = createEgress({ ...strict, resolve: async () => turns.shift() ?? [] });
    await expect(egress.check(`http://rebinding.example.com:${port}/`)).resolves.toBeInstanceOf(URL);
    const error = await failure(egress.request(`http://rebinding.example.com:${port}/`, get));
    expect(error.kind).toBe('refused');
    expect([turns.length, connections]).toEqual([1, 0]);
  });

  test('a name is resolved once a request, and that answer is what is connected to', async () => {
    const turns = [['127.0.0.1'], ['10.0.0.1']];
    const egress = createEgress({ ...strict, allowLoopback: true, resolve: async () => turns.shift() ?? [] });
    const answer = await egress.request(`http://hooks.example.com:${receiving}/ok`, get);
    expect([answer.status, answer.body.toString(), turns.length]).toEqual([200, 'fine', 1]);
    expect(asked[0]?.headers.host).toBe(`hooks.example.com:${receiving}`);
  });

  test('though the look-up were fooled, nothing is said on a connection that leads inside', async () => {
    const fooled = Object.assign(['127.0.0.1'], { every: () => true });
    const error = await failure(resolvesTo(fooled).request(`http://hooks.example.com:${receiving}/ok`, get));
    expect([error.kind, error.message]).toEqual(['refused', 'The connection led to a private network.']);
    expect(asked).toHaveLength(0);
  });

  test('a name that nobody knows may be registered, and cannot be asked', async () => {
    const egress = createEgress({ ...strict, resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    await expect(egress.check('http://hooks.example.com/')).resolves.toBeInstanceOf(URL);
    expect((await failure(egress.request('http://hooks.example.com/', get))).kind).toBe('failed');
  });
});

describe('an answer', () => {
  const at = (path: string) => `http://127.0.0.1:${receiving}${path}`;

  test('that redirects is the answer: where it points to is not asked', async () => {
    const { status, headers } = await open.request(at('/moved'), get);
    expect([status, headers.location, connections]).toEqual([302, `http://127.0.0.1:${port}/`, 0]);
  });

  test('without an end is cut, and so is a compressed one: nothing is unpacked', async () => {
    const endless = await open.request(at('/endless'), get);
    expect([endless.body.length, endless.isCut]).toEqual([1_000, true]);
    const packed = await open.request(at('/bomb'), get);
    expect([packed.body.length, packed.isCut]).toEqual([1_000, true]);
    expect(asked[1]?.headers['accept-encoding']).toBe('identity');
  });

  test.each(['/silent', '/drip'])('that does not end in time (%s) is given up', async (path) => {
    const started = performance.now();
    const error = await failure(open.request(at(path), get));
    expect([error.kind, error.message]).toEqual(['failed', 'No answer came in time.']);
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  test('is not waited for once the caller has no more time', async () => {
    const cut = new AbortController();
    const asking = failure(open.request(at('/silent'), { ...get, signal: cut.signal }));
    await sleep(50);
    cut.abort();
    expect((await asking).message).toBe('The try was interrupted.');
  });

  test.each([
    ['headers without measure', () => at('/headers'), 'The connection broke.'],
    ['no server', () => 'http://127.0.0.1:1025/', 'The connection was refused.'],
    ['one that hangs up', () => `http://127.0.0.1:${port}/`, 'The connection broke.'],
    ['one without TLS', () => at('/ok').replace('http', 'https'), 'No trusted TLS connection could be made.'],
  ])('%s: a failure in plain words', async (_name, url, message) => {
    const error = await failure(open.request(url(), get));
    expect([error.kind, error.message]).toEqual(['failed', message]);
  });
});

describe('an egress proxy', () => {
  let tunnels: string[] = [];
  const proxy = http.createServer().on('connect', (req, socket) => {
    tunnels.push(req.url ?? '');
    const upstream = net.connect(receiving, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    const end = () => {
      upstream.destroy();
      socket.destroy();
    };
    socket.on('error', end).on('close', end);
    upstream.on('error', end);
  });
  let proxyUrl = '';
  beforeAll(async () => {
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    tunnels = [];
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  test('makes the connection by name, and is not asked for what we can see is private', async () => {
    const unknown = () => Promise.reject(new Error('ENOTFOUND'));
    const through = createEgress({ ...strict, proxyUrl, resolve: unknown });
    expect((await through.request('http://hooks.example.com/ok', get)).status).toBe(200);
    expect(tunnels).toEqual(['hooks.example.com:80']);
    const inside = createEgress({ ...strict, proxyUrl, resolve: async () => ['10.0.0.1'] });
    for (const url of ['http://10.0.0.1/', 'http://db.internal/', 'http://hooks.example.com/']) {
      expect((await failure(inside.request(url, get))).kind).toBe('refused');
    }
    expect(tunnels).toHaveLength(1);
  });
});

test('the configuration lets addresses lead to this machine only when told to', async () => {
  const required = {
    DATABASE_URL: 'postgresql://unused',
    TEMPORAL_ADDRESS: '127.0.0.1:1',
    JWT_SECRET: 'j'.repeat(32),
    TRACKING_SECRET: 't'.repeat(32),
    ENCRYPTION_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    STRIPE_SECRET_KEY: 'sk_test_1234',
    STRIPE_WEBHOOK_SECRET: 'whsec_1234',
  };
  const url = `http://127.0.0.1:${receiving}/ok`;
  expect((await failure(egressOf(loadConfig(required)).request(url, get))).kind).toBe('refused');
  const told = loadConfig({ ...required, EGRESS_ALLOW_LOOPBACK: 'true' });
  expect((await egressOf(told).request(url, get)).status).toBe(200);
  const production = { ...required, NODE_ENV: 'production', EGRESS_ALLOW_LOOPBACK: 'true' };
  expect(() => loadConfig(production)).toThrow('EGRESS_ALLOW_LOOPBACK: refused in production');
});
