/** Leases: how ad-server processes share a line item's units without ever promising more than there are. */
import { leaseUnits, type PacePlan, pace } from '../domain/delivery/pacing';
import type { Instant } from '../domain/time';
import type { Database } from '../infra/database';
import type { HouseLineItem } from '../prisma/generated/client';
import { lockLineItem, reclaimLeases } from './line-items';
import { inTransaction } from './transaction';

export interface LeaseRequest {
  campaignId: string;
  /** The process that asks. */
  server: string;
  now: Instant;
  lifetimeMs: number;
  timeScale: number;
}

export interface LeaseAnswer {
  /** Null: nothing is due or left. */
  lease: { id: string; units: number; expiresAt: Instant } | null;
  /** The line item as it now stands; null when there is none. */
  item: HouseLineItem | null;
}

export function planOf(item: HouseLineItem): PacePlan {
  return {
    startAt: item.startAt.getTime(),
    endAt: item.endAt.getTime(),
    units: Number(item.units),
    dailyUnits: item.dailyUnits === null ? null : Number(item.dailyUnits),
    planFrom: item.planFrom.getTime(),
    planUnits: Number(item.planUnits),
  };
}

/** Leases what is due now, having first given back what expired leases have left. */
export function takeLease(db: Database, request: LeaseRequest): Promise<LeaseAnswer> {
  const { campaignId, server, now, lifetimeMs, timeScale } = request;
  return inTransaction(db, async (tx) => {
    const item = await lockLineItem(tx, campaignId);
    if (item?.status !== 'active' || item.withheld) return { lease: null, item };
    const leased = await reclaimLeases(tx, item, now);
    const committed = Number(item.delivered + leased);
    const { due, planFrom, planUnits } = pace(planOf(item), committed, now, timeScale);
    const units = leaseUnits(due, Number(item.units) - committed);
    if (units === 0) return { lease: null, item: { ...item, leased } };
    const expiresAt = now + lifetimeMs;
    const { id } = await tx.houseLease.create({
      data: { campaignId, server, units: BigInt(units), expiresAt: new Date(expiresAt) },
    });
    const changed = await tx.houseLineItem.update({
      where: { campaignId },
      data: {
        leased: { increment: units },
        planFrom: new Date(planFrom),
        planUnits: BigInt(planUnits),
      },
    });
    return { lease: { id, units, expiresAt }, item: changed };
  });
}

/** Gives back all leases of a process on a campaign, whatever they have left. */
export async function returnLeases(db: Database, server: string, campaignId: string): Promise<void> {
  await inTransaction(
    db,
    async (tx) => {
      if (!(await lockLineItem(tx, campaignId))) return;
      await tx.$executeRaw`
        WITH given_back AS (
          DELETE FROM house_leases WHERE campaign_id = ${campaignId}::uuid AND server = ${server}
          RETURNING units - used AS unused
        )
        UPDATE house_line_items
        SET leased = leased - (SELECT coalesce(sum(unused), 0) FROM given_back), updated_at = now()
        WHERE campaign_id = ${campaignId}::uuid`;
    },
    { repeatable: true },
  );
}
