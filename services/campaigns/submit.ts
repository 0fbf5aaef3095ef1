/** Submits a campaign: its creatives frozen as a revision, its price frozen as a quote, then reviewed as both stand. */
import type { CampaignView, Revision } from '../../contracts/campaign';
import type { Phase } from '../../domain/campaign/phases';
import { BusinessError } from '../../domain/errors';
import { inTransaction } from '../../store/transaction';
import type { Allowed } from '../context';
import { freezeQuote } from '../pricing/freeze-quote';
import { verb } from '../verb';
import { askCampaign } from './ask';
import { configurationOf } from './configuration';
import { type FoundCampaign, findCampaign } from './find';
import { revisionContent } from './revision-content';

interface Input {
  campaignId: string;
  quoteId: string | null;
  expectedVersion: number | null;
}

const unpaid: readonly Phase[] = ['draft', 'media_review', 'awaiting_payment'];

/** @throws CAMPAIGN_CLOSED, NOTHING_TO_SERVE, CONFLICT, QUOTE_EXPIRED, QUOTE_MISMATCH, PROMO_INVALID, what the workflow refuses with */
export const submitCampaign = verb<Input, CampaignView>(
  'campaign.edit',
  async (ctx, { campaignId, quoteId, expectedVersion }) => {
    // Places and price are of one look at the row; the workflow refuses both once its targeting is another.
    const { revision, campaign } = await freezeRevision(ctx, campaignId);
    const { view } = campaign;
    // A later revision is served for what was paid already. The row may be a moment ahead of a workflow whose task was
    // lost in this very submit: until it is past its payment a price goes with it, which counts in a draft alone.
    const quote = unpaid.includes(view.phase)
      ? await freezeQuote(ctx, {
          userId: view.advertiserId,
          campaignId,
          key: revision.hash,
          quoteId,
          configuration: configurationOf(campaign),
        })
      : null;
    const fields = { revision, quote, targeting: view.brief.targeting ?? null };
    return askCampaign(ctx, { campaignId, kind: 'submit', fields, expectedVersion });
  },
);

/** Stores the content under its hash: immutable, so that storing it twice, or for a submit that is refused, does no harm. */
function freezeRevision(
  ctx: Allowed,
  campaignId: string,
): Promise<{ revision: Revision; campaign: FoundCampaign }> {
  return inTransaction(
    ctx.db,
    async (tx) => {
      const campaign = await findCampaign({ ...ctx, db: tx }, campaignId);
      const { over, status, phase } = campaign.view;
      // Nothing is frozen for a campaign that can never be submitted again.
      if (over) throw new BusinessError('CAMPAIGN_CLOSED', { campaign_status: status, phase });
      const { hash, content, mediaIds } = await revisionContent(tx, campaign);
      await tx.$executeRaw`INSERT INTO campaign_revisions (campaign_id, hash, content)
        VALUES (${campaignId}::uuid, ${hash}, ${JSON.stringify(content)}::jsonb) ON CONFLICT DO NOTHING`;
      const media = mediaIds.map((mediaId) => ({ mediaId, decision: 'pending' as const, reason: null }));
      return { revision: { hash, media }, campaign };
    },
    { repeatable: true },
  );
}
