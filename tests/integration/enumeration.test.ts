/** Nobody learns by asking whether an email has an account: same status, body, headers and median time. */
import { randomUUID } from 'node:crypto';
import { expectConforms } from './conforms';
import { type Answered, type Api, PASSWORD, startApi, testDeps } from './http';
import { freshDatabase } from './parts';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let deps: ReturnType<typeof testDeps>;
let api: Api;

beforeAll(async () => {
  database = await freshDatabase();
  const made = testDeps(database.db);
  deps = { ...made, config: { ...made.config, BCRYPT_ROUNDS: 6 } };
  api = await startApi(deps);
}, 60_000);
afterAll(async () => {
  await api.close();
  await deps.close();
  await database.close();
});

const TRIES = 200;
/** Of each question, before the clock counts. */
const WARM_UP = 10;
/** A hash that is skipped would show as a factor. */
const BOUND = 1.1;

const nobody = () => `${randomUUID()}@example.com`;
const questions: Record<string, (email: string) => Promise<Answered>> = {
  'signing in': (email) => api.call('POST', '/auth/login', { body: { email, password: 'not the password' } }),
  registering: (email) =>
    api.call('POST', '/auth/register', { body: { email, password: PASSWORD, full_name: 'Ada' } }),
  'asking for a new password': (email) => api.call('POST', '/auth/forgot-password', { body: { email } }),
};

/** Each is asked about once, as the others are: what a first question costs falls on both. */
async function someAccounts(count: number): Promise<string[]> {
  const { id } = await api.signIn();
  const { passwordHash } = await database.db.user.findUniqueOrThrow({ where: { id } });
  const emails = Array.from({ length: count }, nobody);
  await database.db.user.createMany({
    data: emails.map((email) => ({ email, passwordHash, fullName: 'Ada' })),
  });
  return emails;
}

/** What a client sees, without what is the request's own: ids, times, and the email that he asked about. */
function shown({ status, headers, body }: Answered, email: string) {
  const changing = ['date', 'x-request-id', 'ratelimit', 'etag'];
  const kept = [...headers].filter(([name]) => !changing.includes(name));
  const text = JSON.stringify(body)
    .replaceAll(email, '<email>')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
  return { status, headers: kept, text };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Asks about so many accounts and as many emails without one; how many times as long the former took, at the median. */
async function compare(ask: (email: string) => Promise<Answered>): Promise<number> {
  const pairs: [number, number][] = [];
  for (const [n, known] of (await someAccounts(TRIES + WARM_UP)).entries()) {
    const unknown = nobody();
    const timed = async (email: string) => {
      const started = performance.now();
      const answer = await ask(email);
      return { answer, took: performance.now() - started };
    };
    // The first of each pair in turn, so that whatever else the machine does falls on both.
    const first = n % 2 === 0 ? await timed(known) : null;
    const there = await timed(unknown);
    const here = first ?? (await timed(known));
    if (n === 0) [here.answer, there.answer].forEach(expectConforms);
    expect(shown(here.answer, known)).toEqual(shown(there.answer, unknown));
    if (n >= WARM_UP) pairs.push([here.took, there.took]);
  }
  return median(pairs.map(([here]) => here)) / median(pairs.map(([, there]) => there));
}

test.each(Object.entries(questions))(
  '%s looks the same for an account and for none, and takes as long',
  async (_name, ask) => {
    // A difference that is there shows each time; one that the machine made does not.
    const ratios: number[] = [];
    const isSame = (ratio: number) => ratio > 1 / BOUND && ratio < BOUND;
    while (ratios.length < 3 && !ratios.some(isSame)) ratios.push(await compare(ask));
    expect(ratios.filter(isSame)).toHaveLength(1);
  },
  120_000,
);
