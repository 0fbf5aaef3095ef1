/** What a fuzz run needs around the API: the whole system as `npm start` runs it, and users whose sign-ins outlive what is done to them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { callerOf } from '../../bin/demo/api';
import { Driver, type Person } from '../../bin/demo/driver';
import { freePort } from '../../bin/system/ports';
import { startSystem } from '../../bin/system/system';
import { type Config, loadConfig } from '../../infra/config';
import { type Database, openDatabase } from '../../infra/database';
import { checkLedger } from '../../store/ledger-check';
import { startGoogle } from './google';

const KEPT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'ADFLIGHT_CACHE'];
/** Long enough that nothing waits for them, and that no fuzzer guesses it. */
export const FUZZ_PASSWORD = 'correct horse battery staple of the fuzzer';

export const fuzzUsers = ['advertiser', 'neighbour', 'admin'] as const;
export type FuzzUser = (typeof fuzzUsers)[number];

export interface Stage {
  apiUrl: string;
  /** Of the process that serves now; undefined between its end and the next start. */
  apiPid(): number | undefined;
  config: Config;
  db: Database;
  driver: Driver;
  /** Signed in anew. */
  person(user: FuzzUser): Promise<Person>;
  /** `POST <url>/<user>` answers `{token}`. */
  tokensUrl: string;
  /** @throws when the books contradict each other after all that was done. */
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of closing.reverse()) await step();
  };
  try {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'adflight-fuzz-'));
    closing.push(() => rm(dataDir, { recursive: true, force: true }));
    const [port, adserverPort] = [await freePort(), await freePort()];
    const google = await startGoogle(`http://localhost:${port}`);
    closing.push(google.close);
    const system = await startSystem({
      dataDir,
      say: () => {},
      given: {
        ...Object.fromEntries(KEPT.map((name) => [name, process.env[name]])),
        ...{ NODE_ENV: 'test', BCRYPT_ROUNDS: '4', LOG_LEVEL: 'error', RATE_LIMIT_SCALE: '100000' },
        PARTNER_WEBHOOK_SECRETS: 'a secret that the partner platform would know',
        ...{ PORT: String(port), ADSERVER_PORT: String(adserverPort), ...google.env },
      },
    });
    closing.push(system.stop);
    const config = loadConfig(system.env);
    const db = openDatabase({ url: config.DATABASE_URL, pool: 2, statementTimeoutMs: 10_000 });
    closing.push(() => db.$disconnect());
    const apiUrl = `http://127.0.0.1:${port}`;
    const driver = new Driver(callerOf(apiUrl));
    const { person, release } = await keepUsers(driver, db);
    closing.push(release);
    const tokens = await serveTokens(person);
    closing.push(tokens.close);
    const checkAndClose = () => checkBooks(db).finally(close);
    const apiPid = () => system.parts.get('api')?.pid;
    return { apiUrl, apiPid, config, db, driver, person, tokensUrl: tokens.url, close: checkAndClose };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What was under way a moment ago may still be so: what is wrong stays wrong. */
async function checkBooks(db: Database): Promise<void> {
  for (let looks = 1; ; looks += 1) {
    const found = (await checkLedger(db)).map(({ rule, subject }) => `not so: ${rule}: ${subject}`);
    if (found.length === 0) return;
    if (looks === 5) throw new Error(`The books contradict each other:\n  ${found.join('\n  ')}`);
    await sleep(2_000);
  }
}

const emailOf = (user: FuzzUser) => `${user}@fuzz.example`;
const roleOf = (user: FuzzUser) => (user === 'admin' ? 'admin' : 'advertiser');

/** Makes the users. What a run does to one is undone: his role at once, the rest at his next sign-in. */
async function keepUsers(driver: Driver, db: Database) {
  const kept = new Map<FuzzUser, { id: string; passwordHash: string | null }>();
  for (const user of fuzzUsers) {
    const body = { email: emailOf(user), password: FUZZ_PASSWORD, full_name: user };
    const answer = await driver.call('POST', '/auth/register', { body });
    if (answer.status >= 300) throw new Error(`${user} is not registered: ${answer.text}`);
    kept.set(user, await db.user.findUniqueOrThrow({ where: { email: body.email } }));
  }
  const restoreRoles = () =>
    Promise.all(
      [...kept].map(([user, { id }]) => {
        const rights = { role: roleOf(user), isActive: true };
        return db.user.updateMany({ where: { id, NOT: rights }, data: rights });
      }),
    );
  let restoring: Promise<unknown> = restoreRoles();
  const timer = setInterval(() => {
    restoring = restoring.then(restoreRoles).catch(() => undefined);
  }, 200);
  const release = async () => {
    clearInterval(timer);
    await restoring;
  };
  const person: Stage['person'] = async (user) => {
    const { id = '', passwordHash = null } = kept.get(user) ?? {};
    await db.secondFactor.deleteMany({ where: { userId: id } });
    await db.user.update({
      where: { id },
      data: {
        ...{ role: roleOf(user), email: emailOf(user), passwordHash, isActive: true, plan: 'business' },
        emailVerifiedAt: new Date(),
      },
    });
    return driver.signIn(emailOf(user), FUZZ_PASSWORD);
  };
  return { person, release };
}

async function serveTokens(person: Stage['person']): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const user = fuzzUsers.find((name) => request.url === `/${name}`);
    const answer = user ? person(user) : Promise.reject(new Error('no such user'));
    answer.then(
      ({ token }) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  // A server that listens on a TCP port has an AddressInfo.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
