/** How many impressions of a house campaign we expect to lead to a click: what turns a price per thousand into one per click. */
import type { Ratio } from './ratio';
import type { Objective } from './targeting';

/**
 * Expected clicks per 100,000 impressions. Planning figures of our own, set within the 0.3 % to 1.5 % that display
 * and social campaigns commonly report: creatives made to be clicked on (traffic, retargeting) at the top, those
 * made to be seen (awareness) at the bottom. A house click price is fixed by them, not by what happens later.
 */
const byObjective: Readonly<Record<Objective, bigint>> = {
  traffic: 1_100n,
  retargeting: 1_200n,
  sales: 900n,
  conversions: 900n,
  lead_generation: 800n,
  app_installs: 800n,
  store_visits: 700n,
  event_promotion: 700n,
  awareness: 400n,
  brand_awareness: 400n,
};

/** Percent of that in an industry whose ads are clicked on more, or less, than most; 100 for the others. */
const byIndustry: Readonly<Record<string, bigint>> = {
  entertainment: 125n,
  travel: 115n,
  'food-restaurants': 115n,
  fashion: 110n,
  'real-estate': 110n,
  'professional-services': 85n,
  healthcare: 85n,
  technology: 85n,
  finance: 75n,
};

/** Clicks per impression, as a fraction. */
export function expectedClickRate(objective: Objective, industry: string): Ratio {
  return { n: byObjective[objective] * (byIndustry[industry] ?? 100n), d: 10_000_000n };
}
