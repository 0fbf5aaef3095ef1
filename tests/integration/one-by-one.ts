/** Counts ad events of one campaign one after the other: the oracle of what `count_ad_events` does with whole batches. */
import type { Arrival } from '../../domain/delivery/count';

export interface Terms {
  status: string;
  billedUnit: string;
  /** Units that nobody has delivered or leased. */
  free: number;
  /** Units of each lease, by its id. */
  leases: Readonly<Record<string, number>>;
}

export interface Outcome {
  delivered: number;
  /** Units drawn from each lease. */
  drawn: Record<string, number>;
  /** Accepted events of each kind that are not over-delivery. */
  counted: Record<string, number>;
  /** Events of each reason that were not counted. */
  refused: Record<string, number>;
  /** Ids of accepted events, and whether they came too late to be paid for. */
  accepted: Record<string, boolean>;
}

export function countOneByOne(arrivals: readonly Arrival[], terms: Terms): Outcome {
  const outcome: Outcome = { delivered: 0, drawn: {}, counted: {}, refused: {}, accepted: {} };
  const add = (to: Record<string, number>, name: string) => {
    to[name] = (to[name] ?? 0) + 1;
  };
  let { free } = terms;

  function bill(leaseId: string | null): boolean {
    if (leaseId !== null && (outcome.drawn[leaseId] ?? 0) < (terms.leases[leaseId] ?? 0)) {
      add(outcome.drawn, leaseId);
    } else if (terms.status !== 'stopped' && free > 0) {
      free -= 1;
    } else {
      return false;
    }
    outcome.delivered += 1;
    return true;
  }

  for (const { id, kind, invalid, leaseId } of arrivals) {
    if (invalid) add(outcome.refused, invalid);
    else if (id in outcome.accepted) add(outcome.refused, 'duplicate');
    else {
      const paid = kind !== terms.billedUnit || bill(leaseId);
      outcome.accepted[id] = !paid;
      if (paid) add(outcome.counted, kind);
      else add(outcome.refused, 'over_delivery');
    }
  }
  return outcome;
}
