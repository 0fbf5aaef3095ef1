/** Changes what a draft is priced for: where and for whom it runs, what it wants, its promotion code. */
import type { CampaignBrief, CampaignView } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import type { Json } from '../../domain/json';
import type { PricedTargeting } from '../../domain/pricing/targeting';
import { fromTargeting } from '../../schemas/targeting';
import { inTransaction } from '../../store/transaction';
import { audit } from '../audit';
import type { Allowed } from '../context';
import { fingerprintOf } from '../idempotency';
import { ownedBy } from '../verb';
import { expectVersion } from '../versions';
import { StoredEdits, StoredTargeting, targetingOf, unknownTargeting } from './configuration';
import { viewOfRow } from './view';

/** So many edits of one draft may be on their way to its workflow at once. */
const MOST_EDITS = 4;

interface Input {
  campaignId: string;
  expectedVersion: number | null;
  /** What is changed of it. */
  aim: Partial<PricedTargeting>;
}

interface Kept {
  /** What makes it count, to be sent to the workflow; nothing when it counts already. */
  changes: Pick<Partial<CampaignBrief>, 'objective' | 'targeting'>;
  /** The campaign that they were made from. */
  view: CampaignView;
}

/**
 * Keeps the new targeting in the row, under its hash, before the workflow decides on that hash: one that no brief names
 * counts nowhere, so that a crash between the two leaves the draft as it was, and the same PATCH again completes it. The
 * other way round a brief could name what no row has.
 * @throws NOT_FOUND, CAMPAIGN_CLOSED, WRONG_PHASE for anything later than a draft, VERSION_CONFLICT, CONFLICT when the
 * rest of its targeting is not known.
 */
export function keepTargeting(ctx: Allowed, { campaignId, expectedVersion, aim }: Input): Promise<Kept> {
  return inTransaction(
    ctx.db,
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM campaigns WHERE id = ${campaignId}::uuid FOR NO KEY UPDATE`;
      const row = await tx.campaign.findFirst({ where: { id: campaignId, ...ownedBy(ctx, 'advertiserId') } });
      if (!row) throw new BusinessError('NOT_FOUND');
      const view = viewOfRow(row);
      const { phase, status, over, brief } = view;
      if (phase !== 'draft')
        throw new BusinessError(over ? 'CAMPAIGN_CLOSED' : 'WRONG_PHASE', { campaign_status: status, phase });
      expectVersion(expectedVersion, view.version);
      const before = targetingOf({ targeting: row.targeting, view });
      const merged = { objective: brief.objective, promoCode: null, ...before, ...aim };
      const { data: after } = StoredTargeting.safeParse(merged);
      if (!after) throw unknownTargeting();
      const key = fingerprintOf(after);
      if (before && fingerprintOf(before) === key) return { changes: {}, view };

      const { edits } = StoredEdits.parse(row.targeting);
      const counting = edits.filter((edit) => edit.key === brief.targeting);
      const waiting = edits.filter((edit) => edit.key !== brief.targeting && edit.key !== key);
      const kept = [...counting, ...waiting.slice(1 - MOST_EDITS), { key, targeting: after }];
      await tx.$executeRaw`UPDATE campaigns
        SET targeting = targeting || ${JSON.stringify({ edits: kept })}::jsonb WHERE id = ${campaignId}::uuid`;
      await audit(tx, ctx, {
        action: 'campaign.targeting_written',
        target: { kind: 'campaign', id: campaignId },
        before: before && audited(before),
        after: { ...audited(after), key },
      });
      const { objective } = after;
      return { changes: { ...(objective === brief.objective ? {} : { objective }), targeting: key }, view };
    },
    { repeatable: true },
  );
}

function audited({ promoCode, ...targeting }: PricedTargeting): Record<string, Json> {
  return JSON.parse(JSON.stringify({ ...fromTargeting(targeting), promo_code: promoCode }));
}
