/** This process's leases: an ad is decided only within one. */
import { pace } from '../domain/delivery/pacing';
import type { HouseLineItem } from '../prisma/generated/client';
import { planOf, returnLeases, takeLease } from '../store/leases';
import type { Catalogue, Offer } from './catalogue';
import { type AdServerDeps, timing } from './deps';

interface Holding {
  id: string;
  /** Impressions that may still be decided, or clicks not yet seen. */
  left: number;
  expiresAt: number;
  usedAt: number;
}

export interface Leases {
  /** Whether an ad of it could be decided now, as far as memory knows. */
  mayServe(offer: Offer): boolean;
  /**
   * A lease to decide one ad under, fetched when none is at hand; null when the database grants none.
   * @param claim called last, when a lease is at hand: false refuses the ad after all, and no unit is used.
   */
  use(offer: Offer, claim: () => boolean): Promise<string | null>;
  /** A billed click has been seen. */
  clicked(campaignId: string, leaseId: string | null): void;
  /** Gives back what campaigns that no longer serve have left, once their beacons had time. */
  tidy(): Promise<void>;
  /** Gives all of it back. */
  close(): Promise<void>;
}

const TRIES = 20;

export function createLeases(deps: AdServerDeps, catalogue: Catalogue, server: string): Leases {
  const { db, log, now, timeScale } = deps;
  const { leaseMs, drainMs } = timing(timeScale);
  const held = new Map<string, Holding>();
  const asking = new Map<string, Promise<void>>();

  function open(campaignId: string): Holding | null {
    const holding = held.get(campaignId);
    return holding && holding.left > 0 && now() < holding.expiresAt ? holding : null;
  }

  /** What the row in memory says of units due; the database has the last word. */
  function isDue(item: HouseLineItem): boolean {
    return pace(planOf(item), Number(item.delivered + item.leased), now(), timeScale).due > 0;
  }

  async function ask(campaignId: string): Promise<void> {
    const request = { campaignId, server, now: now(), lifetimeMs: leaseMs, timeScale };
    const { lease, item } = await takeLease(db, request);
    catalogue.update(campaignId, item);
    if (lease) {
      held.set(campaignId, { id: lease.id, left: lease.units, expiresAt: lease.expiresAt, usedAt: now() });
    }
  }

  /** One question at a time for each campaign; whoever comes meanwhile waits for its answer. */
  function askOnce(campaignId: string): Promise<void> {
    const running = asking.get(campaignId);
    if (running) return running;
    const started = ask(campaignId).finally(() => asking.delete(campaignId));
    asking.set(campaignId, started);
    return started;
  }

  async function giveBack(campaignId: string): Promise<void> {
    held.delete(campaignId);
    await returnLeases(db, server, campaignId);
  }

  return {
    mayServe: (offer) =>
      inFlight(offer.item, now()) && (open(offer.item.campaignId) !== null || isDue(offer.item)),
    async use(offer, claim) {
      const { campaignId, billedUnit } = offer.item;
      // Near its end a campaign's leases are of one unit: those who wait together ask again in turn.
      for (let tries = 0; tries < TRIES && !open(campaignId) && isDue(offer.item); tries += 1) {
        await askOnce(campaignId);
      }
      const holding = open(campaignId);
      if (!holding || !claim()) return null;
      holding.usedAt = now();
      if (billedUnit === 'impression') holding.left -= 1;
      return holding.id;
    },
    clicked(campaignId, leaseId) {
      const holding = held.get(campaignId);
      if (holding && holding.id === leaseId && catalogue.offer(campaignId)?.item.billedUnit === 'click') {
        holding.left -= 1;
      }
    },
    async tidy() {
      const at = now();
      for (const [campaignId, { usedAt, expiresAt }] of held) {
        const serves = catalogue.offer(campaignId) !== undefined;
        // An expired one is given back by whoever next locks the line item.
        if (serves ? at >= expiresAt : at - usedAt >= drainMs) {
          if (serves) held.delete(campaignId);
          else
            await giveBack(campaignId).catch((error) =>
              log.warn({ err: error }, 'a lease was not given back'),
            );
        }
      }
    },
    async close() {
      await Promise.allSettled(asking.values());
      await Promise.all([...held.keys()].map(giveBack));
    },
  };
}

function inFlight(item: HouseLineItem, at: number): boolean {
  return item.startAt.getTime() <= at && at < item.endAt.getTime();
}
