/** Submits a campaign: its creatives frozen as a revision, its price frozen as a quote, then reviewed as both stand. */
import type { CampaignView, Envelope, Messages } from '../../contracts/campaign';
import type { Phase } from '../../domain/campaign/phases';
import { BusinessError } from '../../domain/errors';
import { inTransaction } from '../../store/transaction';
import type { Allowed } from '../context';
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

type Frozen = Omit<Messages['submit'], keyof Envelope>;

const unpaid: readonly Phase[] = ['draft', 'media_review', 'awaiting_payment'];

/** @throws CAMPAIGN_CLOSED, NOTHING_TO_SERVE, CONFLICT, QUOTE_EXPIRED, QUOTE_MISMATCH, PROMO_INVALID, what the workflow refuses with */
export const submitCampaign = verb<Input, CampaignView>(
  'campaign.edit',
  async (ctx, { campaignId, quoteId, expectedVersion }) => {
    // Places and price are of one look at the row; the workflow refuses both once its targeting is another.
    const fields = await freeze(ctx, campaignId, quoteId);
    return askCampaign(ctx, { campaignId, kind: 'submit', fields, expectedVersion });
  },
);

/** Stores content and price under their hash: immutable, so that doing it twice, or for a submit that is refused, does no harm. */
function freeze(ctx: Allowed, campaignId: string, quoteId: string | null): Promise<Frozen> {
  return inTransaction(
    ctx.db,
    async (tx) => {
      const campaign = await findCampaign({ ...ctx, db: tx }, campaignId);
      const { over, status, phase, advertiserId: userId, brief } = campaign.view;
      // Nothing is frozen for a campaign that can never be submitted again.
      if (over) throw new BusinessError('CAMPAIGN_CLOSED', { campaign_status: status, phase });
      const { hash, content, mediaIds } = await revisionContent(tx, campaign);
      // A later revision is served for what was paid already. The row may be a moment ahead of a workflow whose task was
      // lost in this very submit: until it is past its payment a price goes with it, which counts in a draft alone.
      const frozenFor = { userId, campaignId, key: hash, quoteId };
      const quote = unpaid.includes(phase)
        ? await freezeQuote(tx, ctx, { ...frozenFor, configuration: configurationOf(campaign) })
        : null;
      await tx.$executeRaw`INSERT INTO campaign_revisions (campaign_id, hash, content)
        VALUES (${campaignId}::uuid, ${hash}, ${JSON.stringify(content)}::jsonb) ON CONFLICT DO NOTHING`;
      const media = mediaIds.map((mediaId) => ({ mediaId, decision: 'pending' as const, reason: null }));
      return { revision: { hash, media }, quote, targeting: brief.targeting ?? null };
    },
    { repeatable: true },
  );
}
