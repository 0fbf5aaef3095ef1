/** Starts the workflow of a reserved campaign and hears its first answer in the same call. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { startAndAsk } from '../../adapters/temporal/workflows';
import {
  CAMPAIGN_WORKFLOW,
  type CampaignView,
  CREATE,
  type CreateMessage,
  campaignWorkflowId,
} from '../../contracts/campaign';
import { queues } from '../../contracts/queues';
import { attributesAtStart } from '../../contracts/search-attributes';
import { summaryText } from '../../contracts/shown';
import { formatMoney } from '../../domain/money';
import { clipped } from '../../domain/text';
import type { ServiceConfig } from '../../infra/config';
import { reservationInput } from '../../store/reservations';
import type { Deps } from '../context';

/** Of a campaign's name in its summary: the rest has room too. */
const NAME_BYTES = 200;

/**
 * Idempotent: a campaign that runs already answers its present state.
 * @param reserved the view of the reservation's row.
 */
export async function startCampaign(
  { temporal, config, now }: Pick<Deps<ServiceConfig>, 'temporal' | 'config' | 'now'>,
  reserved: CampaignView,
  message: CreateMessage = {
    actor: { kind: 'user', id: reserved.advertiserId },
    requestId: `reservation/${reserved.campaignId}`,
  },
): Promise<CampaignView> {
  const input = reservationInput(reserved, config.ADFLIGHT_TIME_SCALE);
  const { name, budgetLifetime } = input.brief;
  const startWorkflowOperation = new WithStartWorkflowOperation(CAMPAIGN_WORKFLOW, {
    workflowId: campaignWorkflowId(input.campaignId),
    taskQueue: queues.lifecycle,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: summaryText(
      [
        clipped(name, NAME_BYTES),
        input.advertiserId,
        budgetLifetime === null ? 'no limit' : formatMoney(budgetLifetime, input.currency),
      ].join(' · '),
    ),
    typedSearchAttributes: new TypedSearchAttributes(attributesAtStart(input, now())),
  });
  return startAndAsk<CampaignView>(temporal, startWorkflowOperation, { update: CREATE, message });
}
