/** House line items: what the ad server may deliver of a campaign, as the campaign's activities set it. */
import { setTimeout as sleep } from 'node:timers/promises';
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

/**
 * Begins delivery. Once under the same terms however often it is called; other terms replace those of a line item that
 * has delivered nothing yet.
 * @throws NOT_FOUND for an unknown revision, CAMPAIGN_CLOSED once stopped, CONFLICT when units went out on other terms.
 */
export async function activate(db: Database, terms: LineItemTerms): Promise<void> {
  const { campaignId, revision, wanted, startAt, endAt } = terms;
  const row = {
    revision,
    billedUnit: terms.billedUnit,
    unitPriceMicros: BigInt(terms.unitPriceMicros),
    currency: terms.currency,
    total: BigInt(terms.total),
    units: BigInt(terms.units),
    dailyUnits: terms.dailyUnits === null ? null : BigInt(terms.dailyUnits),
    startAt: new Date(sayable(startAt)),
    endAt: new Date(sayable(endAt)),
    timeZone: terms.timeZone,
  };
  const status = wanted ? 'active' : 'paused';
  await write(db, async (tx) => {
    await requireRevision(tx, campaignId, revision);
    const fresh = { ...row, campaignId, status, planFrom: row.startAt };
    // The empty update locks what is there, and returns it.
    const update = { campaignId };
    const item = await tx.houseLineItem.upsert({ where: { campaignId }, create: fresh, update });
    if (item.status === 'stopped') throw new BusinessError('CAMPAIGN_CLOSED');
    const members = Object.keys(row) as (keyof typeof row)[];
    if (members.every((member) => String(item[member]) === String(row[member]))) return;
    if (item.delivered > 0n || item.leased > 0n) throw new BusinessError('CONFLICT');
    await tx.houseLineItem.update({ where: { campaignId }, data: { ...row, status, planFrom: row.startAt } });
  });
}

/** Undoes an activation that failed part-way, so that it can be tried again; units already out stay, stopped. */
export async function remove(db: Database, campaignId: string): Promise<void> {
  await write(db, async (tx) => {
    const item = await lockLineItem(tx, campaignId);
    if (!item) return;
    const untouched = item.delivered === 0n && item.leased === 0n;
    if (untouched) await tx.houseLineItem.delete({ where: { campaignId } });
    else await tx.houseLineItem.update({ where: { campaignId }, data: { status: 'stopped' } });
  });
}

/** Pauses or resumes; ad servers follow at their next refresh. One that is stopped stays so. @throws NOT_FOUND */
export function setDelivery(db: Database, campaignId: string, wanted: boolean): Promise<void> {
  return change(db, campaignId, { status: wanted ? 'active' : 'paused' });
}

/** Replaces the creatives that are served. @throws NOT_FOUND */
export async function setRevision(db: Database, campaignId: string, revision: string): Promise<void> {
  await requireRevision(db, campaignId, revision);
  await change(db, campaignId, { revision });
}

/** Moves the flight; what is left is paced over the new one. @throws NOT_FOUND */
export function setFlight(db: Database, campaignId: string, startAt: Instant, endAt: Instant): Promise<void> {
  return change(db, campaignId, {
    startAt: new Date(sayable(startAt)),
    endAt: new Date(sayable(endAt)),
  });
}

/** @param dailyUnits units a day, or null for no daily pace. @throws NOT_FOUND */
export function setDailyUnits(db: Database, campaignId: string, dailyUnits: number | null): Promise<void> {
  return change(db, campaignId, { dailyUnits: dailyUnits === null ? null : BigInt(dailyUnits) });
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
): Promise<void> {
  await write(db, async (tx) => {
    const item = await lockLineItem(tx, campaignId);
    if (!item) throw new BusinessError('NOT_FOUND');
    const floor = item.delivered + (await reclaimLeases(tx, item, now));
    if (BigInt(units) < floor) {
      throw new BusinessError('BUDGET_BELOW_DELIVERED', { floor_units: Number(floor) });
    }
    const exhaustedAt = BigInt(units) > item.delivered ? null : item.exhaustedAt;
    const data = { units: BigInt(units), total: BigInt(total), exhaustedAt };
    await tx.houseLineItem.update({ where: { campaignId }, data });
  });
}

export interface StopOptions {
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
  { now, onWait, signal }: StopOptions,
): Promise<Delivery> {
  const at = new Date(now());
  const mark = { status: 'stopped', revision: '', billedUnit: 'impression', unitPriceMicros: 0n, units: 0n };
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
      const update = { status: 'stopped' };
      const stopped = await tx.houseLineItem.upsert({ where: { campaignId }, create: nothing, update });
      return { item: stopped, leased: await reclaimLeases(tx, stopped, now()) };
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
): Promise<void> {
  await write(db, async (tx) => {
    const { count } = await tx.houseLineItem.updateMany({
      where: { campaignId, NOT: { status: 'stopped' } },
      data,
    });
    if (count > 0) return;
    if (!(await tx.houseLineItem.findUnique({ where: { campaignId } }))) throw new BusinessError('NOT_FOUND');
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
