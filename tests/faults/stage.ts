/** The whole system as `npm start` runs it, with a conductor beside the worker, squeezed time and people to live in it. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DateTime } from 'luxon';
import sharp from 'sharp';
import { z } from 'zod';
import { type System, startSystem } from '../../bin/system/system';
import { accounts } from '../../domain/ledger';
import { microsPerMinor } from '../../domain/money';
import { loadConfig } from '../../infra/config';
import { type Database, openDatabase } from '../../infra/database';
import { openTemporal } from '../../infra/temporal';
import { postTransaction } from '../../store/ledger';
import { readStripe, type Sources } from './books';
import { Client } from './client';
import { Conductor } from './conductor';
import { type Kind, Life, type World } from './lives';
import { type Plant, plantedSql } from './plants';

/** A day passes in 17 s: a fortnight without a payment outlasts every outage of a run. */
const TIME_SCALE = 5_000;
/** What a child process needs of ours; nothing that names a real service. */
export const KEPT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'ADFLIGHT_CACHE'];

export interface Stage {
  system: System;
  conductor: Conductor;
  sources: Sources;
  /** A new life, of an advertiser who has bought before. */
  newLife(kind: Kind, think?: () => Promise<void>): Life;
  advertiser: Client;
  /** Somebody else who advertises: their world, with an account in that currency, who has bought before as well. */
  another(currency: string): Promise<World>;
  close(): Promise<void>;
}

/** @param worker a file that runs in the place of the fault run's own worker. */
export async function openStage(
  say: (line: string) => void,
  plant: Plant | null = null,
  worker = path.join(__dirname, 'worker.ts'),
): Promise<Stage> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'adflight-faults-'));
  const conductor = await Conductor.open();
  const closing: (() => Promise<unknown>)[] = [
    () => rm(dataDir, { recursive: true, force: true }),
    async () => conductor.close(),
  ];
  const close = async () => {
    for (const step of closing.reverse()) await step();
  };
  try {
    const system = await startSystem({
      dataDir,
      say,
      files: {
        worker,
        ...(plant === 'relay-before-store' && { api: path.join(__dirname, 'relaying-api.ts') }),
      },
      given: {
        ...Object.fromEntries(KEPT.map((name) => [name, process.env[name]])),
        ...{ PORT: '26000', ADSERVER_PORT: '26500', BCRYPT_ROUNDS: '4', LOG_LEVEL: 'warn' },
        ADFLIGHT_TIME_SCALE: String(TIME_SCALE),
        RATE_LIMIT_SCALE: '1000',
        FAULTS_URL: conductor.url,
        FAULTS_PLANT: plant ?? '',
      },
    });
    closing.push(() => system.stop());
    const config = loadConfig(system.env);
    const db = openDatabase({ url: config.DATABASE_URL, pool: 5, statementTimeoutMs: 20_000 });
    const temporal = openTemporal(config);
    closing.push(() => Promise.all([db.$disconnect(), temporal.close()]));
    if (plant && plant in plantedSql) await asOwner(db, plantedSql[plant] ?? '');
    const sources = { db, temporal: temporal.client, stripeUrl: config.STRIPE_API_URL ?? '' };
    const another = async (currency: string): Promise<World> => {
      const world = { ...(await settle(system, sources, conductor, currency)), think: async () => {} };
      // The discount of a first campaign is another's: no life of a run must differ from the next.
      const primer = new Life('standard', world);
      await primer.create();
      await primer.submit();
      return world;
    };
    const world = await another('USD');
    const newLife = (kind: Kind, think = async () => {}) =>
      new Life(kind, { ...world, advertiser: world.advertiser.copy(), admin: world.admin.copy(), think });
    return { system, conductor, sources, newLife, advertiser: world.advertiser, another, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function asOwner(db: Database, sql: string): Promise<unknown> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL ROLE postgres`;
    await tx.$executeRawUnsafe(sql);
  });
}

async function settle(
  system: System,
  sources: Sources,
  conductor: Conductor,
  currency: string,
): Promise<Omit<World, 'think'>> {
  const { db, stripeUrl } = sources;
  const anyone = new Client(`${system.env.PUBLIC_URL}/api/v1`);
  const admin = await anyone.signedIn(system.admin.email, system.admin.password);
  const timeZone = zoneWithHoursLeft(5);
  const who = { email: `${randomUUID()}@example.com`, password: 'correct horse battery' };
  const { id } = z.object({ id: z.string() }).parse(
    await anyone.done('POST', '/auth/register', {
      ...{ ...who, full_name: 'Ada', time_zone: timeZone, currency },
    }),
  );
  await db.user.update({ where: { id }, data: { plan: 'business' } });
  const advertiser = await anyone.signedIn(who.email, who.password);
  const picture = await sharp({ create: { width: 1_200, height: 900, channels: 3, background: '#136' } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(picture)], { type: 'image/png' }), 'bread.png');
  const media = z.object({ id: z.string() }).parse(await advertiser.done('POST', '/media/upload', form));
  return {
    advertiser,
    admin,
    mediaId: media.id,
    stripe: (control, body) =>
      fetch(`${stripeUrl}/_sim/${control}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      }),
    intentOf: async (campaignId) => {
      const { intents } = await readStripe(sources);
      return intents.find(({ metadata }) => metadata.campaign_id === campaignId)?.id ?? 'none';
    },
    hold: (workflowId, activity) => conductor.hold(workflowId, activity),
    refundOf: async (campaignId, status) => {
      const { intents, refunds } = await readStripe(sources);
      const intent = intents.find(({ metadata }) => metadata.campaign_id === campaignId)?.id;
      return refunds.find((one) => one.payment_intent === intent && one.status === status)?.id ?? null;
    },
    deliver: (campaignId, value) => patiently(() => deliver(db, campaignId, value)),
    fund: (campaignId, value) => patiently(() => fund(db, id, campaignId, value)),
    day: (fromToday) => DateTime.now().setZone(timeZone).plus({ days: fromToday }).toISODate() ?? '',
  };
}

/** What the ad server's counter would have written while it may deliver; the same again changes nothing. */
async function deliver(db: Database, campaignId: string, value: number | null): Promise<void> {
  const item = await db.houseLineItem.findUnique({ where: { campaignId } });
  if (!item?.currency) return;
  const scale = microsPerMinor(item.currency);
  await db.$executeRaw`
    WITH billed AS (
      UPDATE house_line_items SET delivered = greatest(delivered, least(units,
        CASE WHEN ${value}::bigint IS NULL THEN units
          ELSE (${value}::bigint * ${scale}::bigint + unit_price_micros - 1) / unit_price_micros END))
      WHERE campaign_id = ${campaignId}::uuid AND status = 'active'
      RETURNING campaign_id, delivered, delivered * unit_price_micros AS micros
    )
    INSERT INTO campaign_metrics (campaign_id, date, impressions, spend_micros)
    SELECT campaign_id, '2026-01-01', delivered, micros FROM billed
    ON CONFLICT (campaign_id, date, creative_id) DO UPDATE
    SET impressions = excluded.impressions, spend_micros = excluded.spend_micros`;
}

/** Money in the advertiser's wallet, once a campaign. */
function fund(db: Database, userId: string, campaignId: string, value: number): Promise<unknown> {
  return postTransaction(db, {
    key: `fund:${campaignId}`,
    kind: 'excess',
    referenceType: 'campaign',
    referenceId: campaignId,
    description: 'Given to the wallet',
    entries: [
      { account: accounts.wallet(userId, 'USD'), currency: 'USD', amount: value },
      { account: accounts.stripe('USD'), currency: 'USD', amount: -value },
    ],
  });
}

/** Until the database is there again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 60) throw error;
      await sleep(500);
    }
  }
}

/** A zone in which about so many hours of today are left, so that a flight can end within seconds of squeezed time. */
function zoneWithHoursLeft(hours: number): string {
  const wanted = 23 - hours - new Date().getUTCHours();
  const offset = wanted < -11 ? wanted + 24 : wanted > 14 ? wanted - 24 : wanted;
  // In these names the sign is the other way round.
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}
