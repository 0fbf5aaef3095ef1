/** Decides which ad a placement shows. */
import { randomUUID } from 'node:crypto';
import { pickWeighted } from '../domain/delivery/choose';
import type { FrozenCreative } from '../domain/delivery/content';
import { type Geography, inTarget } from '../domain/delivery/eligibility';
import { FrequencyMemory } from '../domain/delivery/frequency';
import type { AnswerFormat } from '../schemas/adserver';
import type { Candidate, Catalogue, Offer, PlacementSlot } from './catalogue';
import type { AdServerDeps } from './deps';
import type { Leases } from './leases';
import type { DecisionToken } from './tokens';

export interface AdRequest {
  slot: PlacementSlot;
  format: AnswerFormat;
  geo: Geography;
  /** Who looks, for the frequency cap; never stored, and computed only where there is a cap. */
  viewer(): string;
}

export interface Decision {
  creative: FrozenCreative;
  slot: PlacementSlot;
  token: DecisionToken;
}

/** Viewer and campaign pairs remembered. */
const REMEMBERED = 200_000;

export function createDecider({ now, random }: AdServerDeps, catalogue: Catalogue, leases: Leases) {
  const frequency = new FrequencyMemory(REMEMBERED);
  const keyOf = (offer: Offer, viewer: string) => `${offer.item.campaignId} ${viewer}`;

  function isUnderCap(offer: Offer, { viewer }: AdRequest): boolean {
    const { frequencyCap } = offer.content.targeting;
    return frequencyCap === null || frequency.allows(keyOf(offer, viewer()), frequencyCap, now());
  }

  /** Counts what is about to be shown; false when others showed it meanwhile. */
  function claim(offer: Offer, request: AdRequest): boolean {
    if (!isUnderCap(offer, request)) return false;
    const { frequencyCap } = offer.content.targeting;
    if (frequencyCap) frequency.count(keyOf(offer, request.viewer()), frequencyCap, now());
    return true;
  }

  function mayShow({ offer }: Candidate, request: AdRequest): boolean {
    const { places } = offer.content.targeting;
    return leases.mayServe(offer) && inTarget(places, request.geo) && isUnderCap(offer, request);
  }

  /** Larger campaigns come in proportion: by the units that each second of what is left of the flight needs. */
  function need({ offer: { item } }: Candidate): number {
    return Number(item.units - item.delivered) / Math.max(1, item.endAt.getTime() - now());
  }

  /** An ad for the placement, under a lease; null when none is eligible. The random numbers decide, nothing else. */
  return async function decide(request: AdRequest): Promise<Decision | null> {
    const { slot, format } = request;
    let candidates = catalogue.candidates(slot, format).filter((candidate) => mayShow(candidate, request));
    for (;;) {
      const chosen = pickWeighted(candidates, need, random());
      const creative = chosen && pickWeighted(chosen.creatives, ({ weight }) => weight, random());
      if (!chosen || !creative) return null;
      const { offer } = chosen;
      const leaseId = await leases.use(offer, () => claim(offer, request));
      if (leaseId === null) {
        candidates = candidates.filter((candidate) => candidate !== chosen);
        continue;
      }
      const { campaignId, revision } = offer.item;
      const ids = { nonce: randomUUID(), campaignId, creativeId: creative.id };
      return { creative, slot, token: { ...ids, revision, placement: slot.id, leaseId } };
    }
  };
}
