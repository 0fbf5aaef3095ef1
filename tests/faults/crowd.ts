/** A hostile crowd: strangers of as many networks sign in with wrong passwords, while users sign in from where they always do. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { median } from '../../bench/figures';

export interface CrowdOptions {
  /** Of an API that trusts the forwarded addresses of this machine. */
  apiUrl: string;
  strangers: number;
  seconds: number;
  /** Between two tries of one of the known users. */
  everyMs: number;
}

export interface CrowdReport {
  /** Milliseconds of each sign-in of a known user that went well. */
  known: number[];
  /** What known users were answered otherwise. */
  refused: string[];
  /** How strangers were answered, by status. */
  answers: Record<string, number>;
  /** Of strangers' tries at addresses that have an account, and at such that have none. */
  existing: Tries;
  unknown: Tries;
}

interface Tries {
  /** Milliseconds of each try whose password was looked at (401). */
  looked: number[];
  /** How many were told to come back (503). */
  turnedAway: number;
}

const PASSWORD = 'correct horse battery';
/** Enough that no name is tried more often than names may be. */
const ACCOUNTS = 50;
const KNOWN_USERS = 3;
/** A network may try one name ten times in a quarter of an hour; each has signed in once before. */
export const KNOWN_TRIES = 8;
/** After a refusal; without it the crowd would measure its own machine. */
const PAUSE_MS = 1_000;

const Answer = z.object({ code: z.string().optional(), violated_policies: z.array(z.string()).optional() });

export async function runCrowd(options: CrowdOptions): Promise<CrowdReport> {
  const { strangers, seconds } = options;
  async function post(path: string, from: string, body: object) {
    const answer = await fetch(`${options.apiUrl}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify(body),
      // Who waits for a turn may wait long, on a machine that has other work.
      signal: AbortSignal.timeout(120_000),
    });
    return { status: answer.status, text: await answer.text() };
  }
  const register = async (from: string): Promise<string> => {
    const email = `${randomUUID()}@example.com`;
    const { status, text } = await post('/auth/register', from, {
      email,
      password: PASSWORD,
      full_name: 'Ada',
    });
    if (status !== 201) throw new Error(`registering is answered ${status}: ${text}`);
    return email;
  };
  const signIn = async (email: string, password: string, from: string) => {
    const { status, text } = await post('/auth/login', from, { email, password });
    const { code = '', violated_policies = [] } = Answer.parse(JSON.parse(text));
    return { status, why: [status, code, ...violated_policies].join(' ').trim() };
  };

  const accounts: string[] = [];
  for (let n = 0; n < ACCOUNTS; n += 1) accounts.push(await register(`198.18.0.${n}`));
  const users: { n: number; email: string; home: string }[] = [];
  for (let n = 0; n < KNOWN_USERS; n += 1) {
    const user = { n, email: await register(`198.18.1.${n}`), home: `192.0.2.${n}` };
    const { status, why } = await signIn(user.email, PASSWORD, user.home);
    if (status !== 200) throw new Error(`signing in before the crowd is answered ${why}`);
    users.push(user);
  }

  const none = (): Tries => ({ looked: [], turnedAway: 0 });
  const report: CrowdReport = { known: [], refused: [], answers: {}, existing: none(), unknown: none() };
  const end = performance.now() + seconds * 1_000;
  const isOver = () => performance.now() >= end;

  async function stranger(n: number): Promise<void> {
    const from = `100.64.${n >> 8}.${n & 255}`;
    for (let tries = n; !isOver(); tries += 1) {
      const account = tries % 2 === 0 ? accounts[(tries >> 1) % ACCOUNTS] : undefined;
      const begun = performance.now();
      const { status, why } = await signIn(account ?? `${randomUUID()}@example.com`, 'wrong horse', from);
      const kind = account === undefined ? report.unknown : report.existing;
      if (status === 401) kind.looked.push(performance.now() - begun);
      if (status === 503) kind.turnedAway += 1;
      report.answers[why] = (report.answers[why] ?? 0) + 1;
      if (status !== 401) await sleep(PAUSE_MS);
    }
  }

  async function knownUser({ n, email, home }: (typeof users)[number]): Promise<void> {
    await sleep((n * options.everyMs) / KNOWN_USERS);
    for (let tries = 0; tries < KNOWN_TRIES && !isOver(); tries += 1) {
      await sleep(options.everyMs);
      const begun = performance.now();
      const { status, why } = await signIn(email, PASSWORD, home);
      if (status === 200) report.known.push(performance.now() - begun);
      else report.refused.push(why);
    }
  }

  const crowd = Array.from({ length: strangers }, (_, n) => stranger(n));
  await Promise.all([...crowd, ...users.map(knownUser)]);
  return report;
}

export interface Difference {
  /** Milliseconds, at the median. */
  existing: number;
  unknown: number;
  /** How often a try at an existing address took longer than one at an unknown address; a half is chance. */
  longer: number;
  /** How far that is from chance, in standard errors (Mann–Whitney). */
  errors: number;
  /** How far the shares of those who were turned away differ, in standard errors. */
  turnedAwayErrors: number;
}

/** What a crowd could learn of which addresses have an account. */
export function difference({ existing, unknown }: CrowdReport): Difference {
  const [a, b] = [existing.looked, unknown.looked];
  const wins = a.reduce((sum, one) => sum + b.filter((other) => other < one).length, 0);
  const longer = wins / (a.length * b.length);
  const error = Math.sqrt((a.length + b.length + 1) / (12 * a.length * b.length));
  const [n, m] = [a.length + existing.turnedAway, b.length + unknown.turnedAway];
  const share = (existing.turnedAway + unknown.turnedAway) / (n + m);
  const shareError = Math.sqrt(share * (1 - share) * (1 / n + 1 / m));
  const shares = existing.turnedAway / n - unknown.turnedAway / m;
  return {
    ...{ existing: median(a), unknown: median(b), longer },
    errors: Math.abs(longer - 0.5) / error,
    turnedAwayErrors: shareError === 0 ? 0 : Math.abs(shares) / shareError,
  };
}
