/** House line items: what the ad server may deliver of a campaign, as the campaign's activities set it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Phase } from '../domain/campaign/phases';
import { deliveredValue } from '../domain/delivery/billing';
import { BusinessError } from '../domain/errors';
import { type Instant, sayable } from '../domain/time';
import type { Database, Queryable, Transaction } from '../infra/database';
import type { HouseLineItem } from '../prisma/generated/client';
import { inTransaction } from './transaction';

export interface LineItemTerms {
  campaignId: string;
  /** Hash of the frozen revision to serve. */
  revision: string;
  billedUnit: 'impression' | 'click';
  unitPriceMicros: number;
  currency: string;
  /** Minor units: what is charged for all units. */
  total: number;
  /** Units paid for: never more are billed. */
  units: number;
  /** Units a day that the daily budget paces to, or null. */
  dailyUnits: number | null;
  startAt: Instant;
  endAt: Instant;
  timeZone: string;
  /** False while the campaign has holds. */
  wanted: boolean;
}

export interface Delivery {
  billedUnits: number;
  spendMicros: bigint;
  /** Minor units: what the billed units are charged at. */
  delivered: number;
  units: number;
}

/** Locks the line item until the transaction ends; null when there is none. Units change only under this lock. */
export async function lockLineItem(tx: Transaction, campaignId: string): Promise<HouseLineItem | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM house_line_items WHERE campaign_id = ${campaignId}::uuid FOR UPDATE`;
  return tx.houseLineItem.findUnique({ where: { campaignId } });
}

/**
 * Gives back what expired leases have left. Only under the line item's lock.
 * @returns the units still leased.
 */
export async function reclaimLeases(tx: Transaction, item: HouseLineItem, now: Instant): Promise<bigint> {
  const expired = await tx.$queryRaw<{ units: bigint; used: bigint }[]>`
    DELETE FROM house_leases WHERE campaign_id = ${item.campaignId}::uuid AND expires_at <= ${new Date(now)}
    RETURNING units, used`;
  const unused = expired.reduce((sum, lease) => sum + lease.units - lease.used, 0n);
  if (unused === 0n) return item.leased;
  const { leased } = await tx.houseLineItem.update({
    where: { campaignId: item.campaignId },
    data: { leased: { decrement: unused } },
  });
  return leased;
}

/** The activity that begins a campaign. */
export interface Activation {
  /** Names the activity: the same in all of its attempts, and another in each run of the workflow. */
  by: string;
  /** When it was scheduled. */
  at: Instant;
}

/**
 * Whose wish it is: the generation that its life of the campaign drew, or null where it knows of none; and when it was
 * scheduled. A workflow that is reset begins another life, and what the undone one still sends changes nothing.
 */
export interface Life {
  generation: number | null;
  at: Instant;
}

function isUndone({ generation, at }: Life, item: HouseLineItem): boolean {
  if (generation !== null) return generation < item.generation;
  return item.activatedAt !== null && at < item.activatedAt.getTime();
}

/**
 * Begins delivery, once for each activation; a later one draws the next generation of the line item, whose units count
 * what was delivered before.
 * @returns the generation.
 * @throws NOT_FOUND for an unknown revision, CAMPAIGN_CLOSED once stopped for good, UNAVAILABLE while the campaign's row
 * does not say that it may run, CONFLICT for an activation of an undone life, and when what went out was for another
 * price or is more than these terms buy.
 */
export async function activate(db: Database, terms: LineItemTerms, { by, at }: Activation): Promise<number> {
  const { campaignId, revision, wanted } = terms;
  const row = {
    revision,
    billedUnit: terms.billedUnit,
    unitPriceMicros: BigInt(terms.unitPriceMicros),
    currency: terms.currency,
    total: BigInt(terms.total),
    units: BigInt(terms.units),
    dailyUnits: terms.dailyUnits === null ? null : BigInt(terms.dailyUnits),
    startAt: new Date(sayable(terms.startAt)),
    endAt: new Date(sayable(terms.endAt)),
    timeZone: terms.timeZone,
    status: wanted ? 'active' : 'paused',
    planFrom: new Date(sayable(terms.startAt)),
    activatedBy: by,
    activatedAt: new Date(at),
  };
  return write(db, async (tx) => {
    await requireRevision(tx, campaignId, revision);
    const advertiserId = await advertiserOf(tx, campaignId);
    const fresh = { ...row, campaignId, advertiserId };
    // The empty update locks what is there, and returns it.
    const item = await tx.houseLineItem.upsert({
      where: { campaignId },
      create: fresh,
      update: { campaignId },
    });
    if (item.activatedBy === by) return item.generation;
    if (item.isFinal) throw new BusinessError('CAMPAIGN_CLOSED');
    if (isUndone({ generation: null, at }, item))
      throw new BusinessError('CONFLICT', { detail: 'A later life of this campaign has begun.' });
    const out = item.delivered + (await reclaimLeases(tx, item, at));
    const isAsBefore =
      item.unitPriceMicros === row.unitPriceMicros &&
      item.billedUnit === row.billedUnit &&
      item.currency === row.currency;
    if (out > 0n && (!isAsBefore || row.units < out))
      throw new BusinessError('CONFLICT', { detail: 'Units went out on other terms.' });
    const exhaustedAt = row.units > item.delivered ? null : item.exhaustedAt;
    const { generation } = await tx.houseLineItem.update({
      where: { campaignId },
      data: { ...row, advertiserId, exhaustedAt, planUnits: out, generation: { increment: 1 } },
    });
    return generation;
  });
}

/** Whose campaign it is; its row can't change until this transaction ends. Null for one that has no row. */
async function advertiserOf(tx: Transaction, campaignId: string): Promise<string | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM campaigns WHERE id = ${campaignId}::uuid FOR SHARE`;
  const campaign = await tx.campaign.findUnique({ where: { id: campaignId } });
  if (campaign?.over) throw new BusinessError('CAMPAIGN_CLOSED');
  if (campaign && !mayRun.includes(campaign.phase)) {
    const detail = 'The row of the campaign does not say yet that it may run.';
    throw new BusinessError('UNAVAILABLE', { detail, retryAfterSeconds: 1 });
  }
  return campaign?.advertiserId ?? null;
}

/** The phases of a row beside which a line item may be begun; the database ends what delivers beside others. */
const mayRun: readonly string[] = ['activating', 'active', 'completing'] satisfies Phase[];

/** Undoes an activation that failed part-way, so that it can be tried again; units already out stay, stopped. */
export async function remove(db: Database, campaignId: string, life: Life): Promise<void> {
  await write(db, async (tx) => {
    const item = await lockLineItem(tx, campaignId);
    if (!item || isUndone(life, item)) return;
    // Its row stays: the next activation must draw another generation than this one.
    await tx.houseLineItem.update({ where: { campaignId }, data: { status: 'stopped' } });
  });
}

/** Pauses or resumes; ad servers follow at their next refresh. One that is stopped stays so. @throws NOT_FOUND */
export function setDelivery(db: Database, campaignId: string, wanted: boolean, life: Life): Promise<void> {
  return change(db, campaignId, { status: wanted ? 'active' : 'paused' }, life);
}

/** Replaces the creatives that are served. @throws NOT_FOUND */
export async function setRevision(
  db: Database,
  campaignId: string,
  revision: string,
  life: Life,
): Promise<void> {
  await requireRevision(db, campaignId, revision);
  await change(db, campaignId, { revision }, life);
}

/** Moves the flight; what is left is paced over the new one. @throws NOT_FOUND */
export function setFlight(
  db: Database,
  campaignId: string,
  { startAt, endAt }: { startAt: Instant; endAt: Instant },
  life: Life,
): Promise<void> {
  const flight = { startAt: new Date(sayable(startAt)), endAt: new Date(sayable(endAt)) };
  return change(db, campaignId, flight, life);
}

/** @param dailyUnits units a day, or null for no daily pace. @throws NOT_FOUND */
export function setDailyUnits(
  db: Database,
  campaignId: string,
  dailyUnits: number | null,
  life: Life,
): Promise<void> {
  return change(db, campaignId, { dailyUnits: dailyUnits === null ? null : BigInt(dailyUnits) }, life);
}

/**
 * Raises or lowers the units that were paid for, and what they cost together (minor units).
 * @throws BUDGET_BELOW_DELIVERED with `floor_units`, the least that is possible now: delivered + leased. NOT_FOUND.
 */
export async function setUnits(
  db: Database,
  campaignId: string,
  { units, total }: Pick<LineItemTerms, 'units' | 'total'>,
  now: Instant,
  life: Life,
): Promise<void> {
  await inItsLife(db, campaignId, life, async (tx, item) => {
    const floor = item.delivered + (await reclaimLeases(tx, item, now));
    if (BigInt(units) < floor) {
      throw new BusinessError('BUDGET_BELOW_DELIVERED', { floor_units: Number(floor) });
    }
    await writeUnits(tx, item, { units: BigInt(units), total: BigInt(total) });
  });
}

/**
 * Takes units away that are no longer paid for, as far down as what was delivered. Leases that stand in the way are
 * taken back: of their ads no more is billed than the units that are left. @throws NOT_FOUND
 */
export async function cutUnits(
  db: Database,
  campaignId: string,
  { units, total }: Pick<LineItemTerms, 'units' | 'total'>,
  now: Instant,
  life: Life,
): Promise<void> {
  await inItsLife(db, campaignId, life, async (tx, item) => {
    const isInTheWay = BigInt(units) < item.delivered + (await reclaimLeases(tx, item, now));
    if (isInTheWay) {
      await tx.houseLease.deleteMany({ where: { campaignId } });
      await tx.houseLineItem.update({ where: { campaignId }, data: { leased: 0n } });
    }
    const { delivered } = item;
    // What went out already is worth what it was: others may have taken the money for it back.
    const floor = { units: delivered, total: BigInt(deliveredValue(delivered, item)) };
    await writeUnits(
      tx,
      item,
      BigInt(units) >= delivered ? { units: BigInt(units), total: BigInt(total) } : floor,
    );
  });
}

/** Does something under the line item's lock, unless the life that wishes it was undone. @throws NOT_FOUND */
function inItsLife(
  db: Database,
  campaignId: string,
  life: Life,
  work: (tx: Transaction, item: HouseLineItem) => Promise<void>,
): Promise<void> {
  return write(db, async (tx) => {
    const item = await lockLineItem(tx, campaignId);
    if (!item) throw new BusinessError('NOT_FOUND');
    if (!isUndone(life, item)) await work(tx, item);
  });
}

async function writeUnits(
  tx: Transaction,
  { campaignId, delivered, exhaustedAt: before }: HouseLineItem,
  { units, total }: { units: bigint; total: bigint },
): Promise<void> {
  const exhaustedAt = units > delivered ? null : before;
  await tx.houseLineItem.update({ where: { campaignId }, data: { units, total, exhaustedAt } });
}

export interface StopOptions {
  life: Life;
  now(): Instant;
  /** Called at each look while leases are open: an activity's heartbeat. */
  onWait?(): void;
  signal?: AbortSignal;
}

const LOOK_EVERY_MS = 200;

/**
 * Ends delivery for good: no new leases, open ones are given back by their ad servers or expire, and then nothing more is
 * billed. Stopping what was never activated leaves a mark, so that a late activation can't begin it.
 * @returns the final count.
 */
export async function stop(
  db: Database,
  campaignId: string,
  { life, now, onWait, signal }: StopOptions,
): Promise<Delivery> {
  const at = new Date(now());
  const ended = { status: 'stopped', isFinal: true };
  const mark = { ...ended, revision: '', billedUnit: 'impression', unitPriceMicros: 0n, units: 0n };
  const nothing = {
    ...mark,
    campaignId,
    currency: '',
    timeZone: 'UTC',
    startAt: at,
    endAt: at,
    planFrom: at,
  };
  for (;;) {
    const { item, leased } = await write(db, async (tx) => {
      const item = await tx.houseLineItem.upsert({
        where: { campaignId },
        create: nothing,
        update: { campaignId },
      });
      if (isUndone(life, item)) return { item, leased: 0n };
      await tx.houseLineItem.update({ where: { campaignId }, data: ended });
      return { item, leased: await reclaimLeases(tx, item, now()) };
    });
    if (leased === 0n) return deliveryOf(item);
    onWait?.();
    await sleep(LOOK_EVERY_MS, undefined, signal && { signal });
  }
}

/** What was billed so far; nothing for a campaign that never was activated. */
export async function readDelivery(db: Queryable, campaignId: string): Promise<Delivery> {
  const item = await db.houseLineItem.findUnique({ where: { campaignId } });
  return item ? deliveryOf(item) : { billedUnits: 0, spendMicros: 0n, delivered: 0, units: 0 };
}

function deliveryOf(item: HouseLineItem): Delivery {
  return {
    billedUnits: Number(item.delivered),
    spendMicros: item.delivered * item.unitPriceMicros,
    delivered: deliveredValue(item.delivered, item),
    units: Number(item.units),
  };
}

async function change(
  db: Database,
  campaignId: string,
  data: Partial<Pick<HouseLineItem, 'status' | 'revision' | 'startAt' | 'endAt' | 'dailyUnits'>>,
  life: Life,
): Promise<void> {
  await write(db, async (tx) => {
    const item = await lockLineItem(tx, campaignId);
    if (!item) throw new BusinessError('NOT_FOUND');
    if (item.status === 'stopped' || isUndone(life, item)) return;
    await tx.houseLineItem.update({ where: { campaignId }, data });
  });
}

async function requireRevision(db: Queryable, campaignId: string, hash: string): Promise<void> {
  const found = await db.campaignRevision.count({ where: { campaignId, hash } });
  if (found === 0) throw new BusinessError('NOT_FOUND', { detail: 'There is no such revision.' });
}

/** All of these may be done twice: each sets what is wanted, whatever was before. */
function write<T>(db: Database, fn: (tx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(db, fn, { repeatable: true });
}
