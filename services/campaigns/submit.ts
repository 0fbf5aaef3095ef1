/** Submits a campaign: its creatives frozen as a revision, its price frozen as a quote, then reviewed as both stand. */
import type { CampaignView, Revision } from '../../contracts/campaign';
import type { Phase } from '../../domain/campaign/phases';
import { BusinessError } from '../../domain/errors';
import type { Database } from '../../infra/database';
import { inTransaction } from '../../store/transaction';
import { freezeQuote } from '../pricing/freeze-quote';
import { verb } from '../verb';
import { askCampaign } from './ask';
import { configurationOf } from './configuration';
import { findCampaign } from './find';
import { revisionContent } from './revision-content';

interface Input {
  campaignId: string;
  quoteId: string | null;
  expectedVersion: number | null;
}

const unpaid: readonly Phase[] = ['draft', 'media_review', 'awaiting_payment'];

/** @throws CAMPAIGN_CLOSED, NOTHING_TO_SERVE, QUOTE_EXPIRED, QUOTE_MISMATCH, PROMO_INVALID, what the workflow refuses with */
export const submitCampaign = verb<Input, CampaignView>(
  'campaign.edit',
  async (ctx, { campaignId, quoteId, expectedVersion }) => {
    const row = await findCampaign(ctx, campaignId);
    const { over, status, phase } = row.view;
    // Nothing is frozen for a campaign that can never be submitted again.
    if (over) throw new BusinessError('CAMPAIGN_CLOSED', { campaign_status: status, phase });
    const revision = await freezeRevision(ctx.db, campaignId);
    // A later revision is served for what was paid already. The row may be a moment ahead of a workflow whose task was
    // lost in this very submit: until it is past its payment a price goes with it, which counts in a draft alone.
    const quote = unpaid.includes(phase)
      ? await freezeQuote(ctx, {
          userId: row.view.advertiserId,
          campaignId,
          key: revision.hash,
          quoteId,
          configuration: configurationOf(row),
        })
      : null;
    return askCampaign(ctx, { campaignId, kind: 'submit', fields: { revision, quote }, expectedVersion });
  },
);

/** Stores the content under its hash: immutable, so that storing it twice, or for a submit that is refused, does no harm. */
function freezeRevision(db: Database, campaignId: string): Promise<Revision> {
  return inTransaction(
    db,
    async (tx) => {
      const { hash, content, mediaIds } = await revisionContent(tx, campaignId);
      await tx.$executeRaw`INSERT INTO campaign_revisions (campaign_id, hash, content)
        VALUES (${campaignId}::uuid, ${hash}, ${JSON.stringify(content)}::jsonb) ON CONFLICT DO NOTHING`;
      return { hash, media: mediaIds.map((mediaId) => ({ mediaId, decision: 'pending', reason: null })) };
    },
    { repeatable: true },
  );
}
