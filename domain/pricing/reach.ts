/** How many different people a number of impressions is expected to meet. */

export interface Reach {
  estimate: bigint;
  low: bigint;
  high: bigint;
}

/** Percent of the targeted population that the house's placements can meet at all: as planned, at worst, at best. */
const shares = { estimate: 50n, low: 30n, high: 70n } as const;

/**
 * People who see the ad at least once, rounded down: A · I/(A + I) for I impressions in an audience of A people.
 *
 * It is the reach of the negative binomial model of exposure, 1 − (1 + m/k)^−k with a mean of m = I/A impressions
 * a person, at k = 1: uneven exposure, few people seeing much and many little, as placements give it. Never more
 * than the impressions, nor than the audience. What is uncertain is the audience; low and high say by how much.
 */
export function reachOf(population: bigint, impressions: bigint): Reach {
  const among = (percent: bigint) => {
    const audience = (population * percent) / 100n;
    return audience === 0n ? 0n : (audience * impressions) / (audience + impressions);
  };
  return { estimate: among(shares.estimate), low: among(shares.low), high: among(shares.high) };
}
