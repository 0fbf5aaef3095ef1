/** The whole system for a suite, as `npm start` runs it: processes of ours on real parts, Stripe simulated here and mirrored to stripe-mock. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { callerOf } from '../../bin/demo/api';
import { type Campaign, Driver, type Person, until } from '../../bin/demo/driver';
import { Viewer } from '../../bin/demo/viewer';
import { freePort } from '../../bin/system/ports';
import { type System, type SystemOptions, startSystem } from '../../bin/system/system';
import { type CampaignSnapshot, campaignWorkflowId, GET_STATE } from '../../contracts/campaign';
import { loadConfig } from '../../infra/config';
import type { Database } from '../../infra/database';
import { openTemporal } from '../../infra/temporal';
import { createStripeSimulator } from '../../simulators/stripe';
import { checkLedger } from '../../store/ledger-check';
import { conformsTo } from './conforms';
import { freshDatabase, stripeMock } from './parts';

/** A day takes 4.3 s: a review is overdue after that, an unpaid campaign expires after a minute. */
const TIME_SCALE = 20_000;
const KEPT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'ADFLIGHT_CACHE'];
export const WEBHOOK_SECRET = 'whsec_of_the_suite';

export interface WholeSystem {
  system: System;
  /** Holds every answer against the OpenAPI document. */
  driver: Driver;
  viewer: Viewer;
  admin: Person;
  db: Database;
  temporal: Client;
  /** Where the default inbox keeps its mails. */
  mailDir: string;
  apiUrl: string;
  /** A new user, in whose zone today has two to three hours left. */
  advertiser(): Promise<Person>;
  /** Lets a campaign's flight end today: within half a second of squeezed time. */
  endFlight(advertiser: Person, campaignId: string): Promise<Campaign>;
  /** A control of the simulator (simulators/stripe/controls.ts). */
  sim<T>(schema: z.ZodType<T>, control: string, body?: object): Promise<T>;
  /** The simulator's objects of a kind. */
  objects<T>(schema: z.ZodType<T>, kind: string): Promise<T[]>;
  /** Every way in which rows, workflows, ledger and Stripe's books contradict each other, once all is at rest. */
  contradictions(): Promise<string[]>;
  close(): Promise<void>;
}

/** @param given wins over the suite's own environment; `files` run in the place of parts. */
export async function wholeSystem(
  given: NodeJS.ProcessEnv = {},
  files: NonNullable<SystemOptions['files']> = {},
): Promise<WholeSystem> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of closing.reverse()) await step();
  };
  try {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'adflight-whole-'));
    closing.push(() => rm(dataDir, { recursive: true, force: true }));
    const [{ url, db, close: drop }, mock, port] = await Promise.all([
      freshDatabase(),
      stripeMock(),
      freePort(),
    ]);
    closing.push(drop, mock.close);
    const mirror = await noting(mock.url);
    closing.push(mirror.close);
    const secretKey = `sk_test_${randomUUID()}`;
    const webhook = { url: `http://127.0.0.1:${port}/api/v1/payment/webhook`, secret: WEBHOOK_SECRET };
    const stripe = await createStripeSimulator({
      apiKey: secretKey,
      webhook,
      timeScale: TIME_SCALE,
      mirror: mirror.url,
    }).listen(0);
    closing.push(stripe.close);
    const system = await startSystem({
      dataDir,
      say: () => {},
      files,
      given: {
        ...Object.fromEntries(KEPT.map((name) => [name, process.env[name]])),
        ...{ NODE_ENV: 'test', BCRYPT_ROUNDS: '4', LOG_LEVEL: 'warn', RATE_LIMIT_SCALE: '1000' },
        ...{ PORT: String(port), ADSERVER_PORT: String(await freePort()) },
        ...{ DATABASE_URL: url, DATABASE_POOL: '5', ADFLIGHT_TIME_SCALE: String(TIME_SCALE) },
        ...{
          STRIPE_SECRET_KEY: secretKey,
          STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
          STRIPE_API_URL: stripe.url,
        },
        ...given,
      },
    });
    closing.push(system.stop);
    const config = loadConfig(system.env);
    const temporal = openTemporal(config);
    closing.push(temporal.close);

    const apiUrl = `http://127.0.0.1:${system.ports.api}`;
    const call = callerOf(apiUrl);
    const expectConforms = conformsTo(undefined, config.PUBLIC_URL);
    const driver = new Driver(async (...asked) => {
      const answer = await call(...asked);
      expectConforms(answer);
      return answer;
    });
    const timeZone = zoneWithHoursLeft(2);
    const admin = await driver.signIn(system.admin.email, system.admin.password);
    const objects = async <T>(schema: z.ZodType<T>, kind: string) =>
      z.array(schema).parse(await (await fetch(`${stripe.url}/_sim/objects/${kind}`)).json());
    return {
      ...{ system, driver, admin, db, temporal: temporal.client, apiUrl, objects, close },
      viewer: new Viewer(config.ADSERVER_URL),
      mailDir: config.MAIL_DIR,
      advertiser: () => driver.register({ time_zone: timeZone }),
      endFlight: (person, id) => {
        const today = DateTime.now().setZone(timeZone).toISODate();
        return driver.act(person, id, 'flight', { end_date: today });
      },
      async sim(schema, control, body = {}) {
        const answer = await fetch(`${stripe.url}/_sim/${control}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(`${control}: ${answer.status} ${await answer.text()}`);
        return schema.parse(await answer.json());
      },
      async contradictions() {
        // A campaign that goes on by itself may move between two looks at it: what is wrong stays wrong.
        for (let looks = 1; ; looks += 1) {
          await rest(db);
          const ledger = (await checkLedger(db)).map(({ rule, subject }) => `not so: ${rule}: ${subject}`);
          const found = [
            ...ledger,
            ...mirror.refused,
            ...(mirror.asked() > 0 ? [] : ['stripe-mock saw no request']),
            ...(await rowsAgainstWorkflows(db, temporal.client)),
            ...(await rowsAgainstStripe(db, objects)),
          ];
          if (found.length === 0 || looks === 5) return found;
          await sleep(2_000);
        }
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Stands before stripe-mock and notes what it refuses. */
async function noting(mockUrl: string) {
  const refused: string[] = [];
  let asked = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = 'GET', url = '/', headers } = request;
    const answer = await fetch(`${mockUrl}${url}`, {
      method,
      headers: {
        authorization: headers.authorization ?? '',
        ...(headers['content-type'] && { 'content-type': headers['content-type'] }),
      },
      ...(method === 'POST' && { body: Buffer.concat(chunks) }),
    });
    const text = await answer.text();
    asked += 1;
    if (!answer.ok) refused.push(`stripe-mock refuses ${method} ${url}: ${text}`);
    response.writeHead(answer.status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, refused, asked: () => asked, close };
}

/** Waits until nothing is to be relayed, told or refunded. */
async function rest(db: Database): Promise<void> {
  await until(
    async () => ({
      inbox: await db.inboxMessage.count({ where: { handledAt: null } }),
      outbox: await db.outboxEvent.count({ where: { handledAt: null } }),
      refunds: await db.refund.count({
        where: { status: { in: ['requested', 'processing'] }, payment: { disputed: false } },
      }),
    }),
    (waiting) => Object.values(waiting).every((count) => count === 0),
    (waiting) => `something still waits: ${JSON.stringify(waiting)}`,
  );
}

async function rowsAgainstWorkflows(db: Database, temporal: Client): Promise<string[]> {
  const found: string[] = [];
  for (const { id, view, version } of await db.campaign.findMany()) {
    const handle = temporal.workflow.getHandle(campaignWorkflowId(id));
    const snapshot = await handle.query<CampaignSnapshot>(GET_STATE);
    const same = isDeepStrictEqual(JSON.parse(JSON.stringify(snapshot.view)), view);
    if (!same || version !== snapshot.state.version)
      found.push(`campaign ${id}: its row says version ${version}, its workflow ${snapshot.state.version}`);
    const entries = await db.timelineEntry.count({ where: { campaignId: id } });
    if (entries !== version) found.push(`campaign ${id}: ${entries} timeline entries of ${version}`);
  }
  return found;
}

const Intent = z.object({
  id: z.string(),
  amount_received: z.int(),
  metadata: z.object({ payment_id: z.string() }).partial(),
});
const Refund = z.object({ payment_intent: z.string(), amount: z.int(), status: z.string() });

/** Each cent that Stripe took or gave back is in our rows, and the other way round. */
async function rowsAgainstStripe(db: Database, objects: WholeSystem['objects']): Promise<string[]> {
  const [intents, refunds] = await Promise.all([
    objects(Intent, 'payment_intent'),
    objects(Refund, 'refund'),
  ]);
  const takenBy = new Map(
    intents.filter(({ amount_received }) => amount_received > 0).map((it) => [it.metadata.payment_id, it]),
  );
  const found: string[] = [];
  for (const { id, received, refunded } of await db.payment.findMany({ where: { method: 'checkout' } })) {
    const intent = takenBy.get(id);
    const back = refunds
      .filter(({ payment_intent, status }) => payment_intent === intent?.id && status === 'succeeded')
      .reduce((sum, { amount }) => sum + amount, 0);
    if (Number(received) !== (intent?.amount_received ?? 0))
      found.push(`payment ${id}: ${received} received, at Stripe ${intent?.amount_received ?? 0}`);
    if (Number(refunded) !== back) found.push(`payment ${id}: ${refunded} refunded, at Stripe ${back}`);
    takenBy.delete(id);
  }
  return [...found, ...[...takenBy].map(([id]) => `payment ${id} is known to Stripe alone`)];
}

/** A zone in which about so many hours of today are left. */
function zoneWithHoursLeft(hours: number): string {
  const wanted = 23 - hours - new Date().getUTCHours();
  const offset = wanted > 14 ? wanted - 24 : wanted;
  // In these names the sign is the other way round.
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}
