/** When the parts of a campaign were last edited: its workflow asks when it wonders whether a draft is idle. */
import type { Instant } from '../domain/time';
import type { Queryable } from '../infra/database';

/** The newest write of its ad groups, creatives and media, in epoch ms; null when it has none. */
export async function readLastEdit(db: Queryable, campaignId: string): Promise<Instant | null> {
  const where = { campaignId };
  const newest = { where, _max: { updatedAt: true } } as const;
  const [groups, creatives, media] = await Promise.all([
    db.adGroup.aggregate(newest),
    db.creative.aggregate(newest),
    db.media.aggregate(newest),
  ]);
  const times = [groups, creatives, media].flatMap(({ _max }) => _max.updatedAt?.getTime() ?? []);
  return times.length > 0 ? Math.max(...times) : null;
}
