/** What counts against each limit of a plan that is not counted by period. */
import { z } from 'zod';
import type { Limit } from '../../domain/plans';
import type { Instant } from '../../domain/time';
import type { Queryable } from '../../infra/database';
import { usable } from '../api-keys/api-key';
import { countCreatives } from '../creatives/creative';
import { storedBytes } from '../media/room';

type Count = (db: Queryable, userId: string, now: Instant) => Promise<number>;

/** What is over, revoked or disconnected has left its place to another. */
export const counted = {
  campaigns: (db, advertiserId) => db.campaign.count({ where: { advertiserId, over: false } }),
  adGroupsPerCampaign: mostAdGroups,
  creatives: countCreatives,
  storageBytes: storedBytes,
  // The house and the sandbox are everyone's: only accounts of outside platforms are connected.
  connectedAccounts: (db, userId) =>
    db.adAccount.count({ where: { userId, isConnected: true, platform: { in: ['meta', 'google'] } } }),
  apiKeys: (db, userId, now) => db.apiKey.count({ where: usable(userId, now) }),
} as const satisfies Partial<Record<Limit, Count>>;

export type CountedLimit = keyof typeof counted;

/** Of the open campaign that has most of them. */
async function mostAdGroups(db: Queryable, advertiserId: string): Promise<number> {
  const rows = await db.$queryRaw`
    SELECT count(*)::int AS n FROM ad_groups g JOIN campaigns c ON c.id = g.campaign_id
    WHERE c.advertiser_id = ${advertiserId}::uuid AND NOT c.over GROUP BY c.id ORDER BY n DESC LIMIT 1`;
  return z.array(z.object({ n: z.int() })).parse(rows)[0]?.n ?? 0;
}
