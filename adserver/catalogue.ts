/** Line items, their frozen creatives and placements in memory, refreshed each second: a request reads no database. */
import type { RevisionContent as Content, FrozenCreative } from '../domain/delivery/content';
import { type AdFormat, adFormats, fits, meetsFloor, type Slot } from '../domain/delivery/eligibility';
import { MINUTE, SECOND } from '../domain/time';
import type { HouseLineItem } from '../prisma/generated/client';
import type { AnswerFormat } from '../schemas/adserver';
import { RevisionContent } from '../schemas/revision';
import { createAccountStops } from './account-stops';
import { type AdServerDeps, timing } from './deps';

export interface PlacementSlot extends Slot {
  id: string;
  country: string | null;
  state: string | null;
}

/** A line item that may serve, with its content. */
export interface Offer {
  item: HouseLineItem;
  content: Content;
}
/** An offer's creatives that a placement takes in one form of answer. */
export interface Candidate {
  offer: Offer;
  creatives: FrozenCreative[];
}

export interface Catalogue {
  /** Reads what changed; failures are logged, and what is too old serves nothing. */
  refresh(): Promise<void>;
  /** Reads which accounts are stopped: apart from the rest, so that nothing else delays it. */
  refreshStops(): Promise<void>;
  isFresh(): boolean;
  placement(id: string): PlacementSlot | undefined;
  candidates(slot: PlacementSlot, format: AnswerFormat): Candidate[];
  offer(campaignId: string): Offer | undefined;
  /** Takes in a line item as a lease's transaction found it; null when it is gone. */
  update(campaignId: string, item: HouseLineItem | null): void;
  /** The content of a revision, also of one that no longer serves: for clicks and media. Null when unknown. */
  content(campaignId: string, hash: string): Promise<Content | null>;
}

/** Longer than any transaction: what commits late is seen by a later look. */
const OVERLAP_MS = 15 * SECOND;
const FULL_EVERY_MS = MINUTE;
/** Frozen revisions kept in memory. */
const CONTENTS = 5_000;

export function createCatalogue({ db, log, now, timeScale }: AdServerDeps): Catalogue {
  const { staleMs } = timing(timeScale);
  const offers = new Map<string, Offer>();
  const contents = new Map<string, Content | null>();
  let placements = new Map<string, PlacementSlot>();
  let chosen = new Map<string, Candidate[]>();
  let [seen, fullAt, readAt] = [0, -Infinity, -Infinity];
  const stops = createAccountStops(db);
  const isStopped = ({ advertiserId }: HouseLineItem) => advertiserId !== null && stops.has(advertiserId);
  let stopsReadAt = -Infinity;

  async function content(campaignId: string, hash: string): Promise<Content | null> {
    const key = `${campaignId}/${hash}`;
    const known = contents.get(key);
    if (known !== undefined) return known;
    const row = await db.campaignRevision.findUnique({ where: { campaignId_hash: { campaignId, hash } } });
    // Not remembered: it may be frozen yet, and strangers can ask for any number of others.
    if (!row) return null;
    const parsed = RevisionContent.safeParse(row.content);
    if (!parsed.success) log.error({ campaignId, hash }, 'a revision is not readable');
    const found = parsed.success ? parsed.data : null;
    contents.set(key, found);
    const oldest = contents.size > CONTENTS ? contents.keys().next().value : undefined;
    if (oldest !== undefined) contents.delete(oldest);
    return found;
  }

  async function take(item: HouseLineItem): Promise<void> {
    const known = offers.get(item.campaignId);
    const mayBe = mayServe(item) && item.exhaustedAt === null && item.endAt.getTime() > now();
    const serves = mayBe && !isStopped(item);
    if (known && serves && known.item.revision === item.revision) {
      known.item = item;
      return;
    }
    const frozen = serves ? await content(item.campaignId, item.revision) : null;
    // Its account may have been stopped while that was read.
    if (frozen && !isStopped(item)) offers.set(item.campaignId, { item, content: frozen });
    else offers.delete(item.campaignId);
    if (frozen || known) chosen = new Map();
  }

  async function readPlacements(): Promise<void> {
    const rows = await db.placement.findMany({ where: { isActive: true } });
    const isFormat = (format: string): format is AdFormat => adFormats.some((known) => known === format);
    const read = rows.map((row) => [row.id, { ...row, formats: row.formats.filter(isFormat) }] as const);
    if (JSON.stringify(read, plain) === JSON.stringify([...placements], plain)) return;
    placements = new Map(read);
    chosen = new Map();
  }

  async function readItems(at: number): Promise<void> {
    const full = at - fullAt >= FULL_EVERY_MS || at < fullAt;
    const rows = await db.houseLineItem.findMany({
      where: full
        ? { status: 'active', withheld: false, endAt: { gt: new Date(at) }, exhaustedAt: null }
        : { updatedAt: { gt: new Date(seen - OVERLAP_MS) } },
    });
    for (const row of rows) {
      await take(row);
      seen = Math.max(seen, row.updatedAt.getTime());
    }
    if (!full) return;
    fullAt = at;
    const active = new Set(rows.map((row) => row.campaignId));
    for (const id of offers.keys()) if (!active.has(id)) offers.delete(id);
    chosen = new Map();
  }

  return {
    async refresh() {
      const at = now();
      try {
        await readPlacements();
        await readItems(at);
        readAt = at;
      } catch (error) {
        log.warn({ err: error }, 'the catalogue could not be refreshed');
      }
    },
    async refreshStops() {
      const at = now();
      try {
        const { isAnyNew, isAnyOver } = await stops.refresh(at);
        stopsReadAt = at;
        // What serves again was forgotten: it is read anew.
        if (isAnyOver) fullAt = -Infinity;
        if (!isAnyNew) return;
        for (const [id, { item }] of offers) if (isStopped(item)) offers.delete(id);
        chosen = new Map();
      } catch (error) {
        log.warn({ err: error }, 'the stopped accounts could not be read');
      }
    },
    isFresh: () => now() - Math.min(readAt, stopsReadAt) <= staleMs,
    placement: (id) => placements.get(id),
    candidates(slot, format) {
      const key = `${slot.id} ${format}`;
      const known = chosen.get(key);
      if (known) return known;
      const found = [...offers.values()].flatMap((offer) => {
        const creatives = offer.content.creatives.filter((creative) => fits(creative, slot, format));
        const { billedUnit, unitPriceMicros, currency } = offer.item;
        const unit = billedUnit === 'click' ? 'click' : 'impression';
        const pays = meetsFloor(slot, { billedUnit: unit, unitPriceMicros, currency });
        return pays && creatives.length > 0 ? [{ offer, creatives }] : [];
      });
      chosen.set(key, found);
      return found;
    },
    offer: (campaignId) => offers.get(campaignId),
    update(campaignId, item) {
      const known = offers.get(campaignId);
      if (!known || (item && item.revision !== known.item.revision)) return;
      if (item) known.item = item;
      if (item && mayServe(item)) return;
      offers.delete(campaignId);
      chosen = new Map();
    },
    content,
  };
}

const mayServe = ({ status, withheld }: HouseLineItem) => status === 'active' && !withheld;

/** JSON has no bigint. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
