/** `ops revive`: says what would be done with a workflow that can't go on, and does it with `--yes`. */
import { campaignIdOf } from '../../contracts/campaign';
import { formatMoney } from '../../domain/money';
import type { ServiceConfig } from '../../infra/config';
import type { Deps } from '../../services/context';
import { endFromRow, planEnd } from '../../services/ops/end-from-row';
import { type Plan, planRevival, revive, workflowOf } from '../../services/ops/revive';

export interface ReviveOptions {
  yes: boolean;
  endAndRefund: boolean;
  further: boolean;
}

const END = '--end-and-refund ends it once it is closed, and gives back what was not delivered';
const DRY = 'nothing was done: --yes does it';

/** @returns whether the workflow goes on, or would. */
export async function reviveCommand(
  deps: Deps<ServiceConfig>,
  id: string,
  { yes, endAndRefund, further }: ReviveOptions,
): Promise<boolean> {
  const workflowId = await workflowOf(deps, id);
  if (endAndRefund) return end(deps, workflowId, yes);
  const plan = await planRevival(deps, workflowId, further);
  for (const line of wordsOf(plan)) console.log(line);
  if (plan.kind === 'nothing') return true;
  if (plan.kind === 'lost') return false;
  if (!yes) {
    console.log(DRY);
    return true;
  }
  const { answers, version } = await revive(deps, plan);
  if (answers)
    console.log(version === null ? 'it goes on' : `it goes on, and its row says version ${version}`);
  else {
    console.log(
      'it went back, and does not go on: where its task fails again, --further goes back to before that',
    );
    console.log('once it answers, reproject writes its row');
  }
  return answers;
}

function wordsOf(plan: Plan): string[] {
  const { workflowId } = plan;
  if (plan.kind === 'nothing') return [`${workflowId}: ${plan.why}`];
  const trouble = `${workflowId}: ${plan.stuck.cause}`;
  if (plan.kind === 'restart')
    return [trouble, 'there is nothing to go back to: it begins anew from its rows, which are its memory'];
  if (plan.kind === 'lost')
    return [
      trouble,
      plan.why,
      ...(plan.stuck.trouble === 'failing' ? ['mend the code: it goes on by itself then'] : []),
      ...(campaignIdOf(workflowId) ? [END] : []),
    ];
  const { runId, eventId, undone, signals, updates, hearsUpdates } = plan.reset;
  const what = hearsUpdates
    ? 'is heard again'
    : 'IS NOT HEARD AGAIN: ask for it anew where it was not the cause';
  return [
    trouble,
    `run ${runId} goes back to event ${eventId}; ${undone} later events are undone`,
    `${signals} signals after it, and those that wait for its task, are heard again`,
    ...updates.map(({ name, id }) => `update ${name} (${id}) ${what}`),
  ];
}

async function end(deps: Deps<ServiceConfig>, workflowId: string, yes: boolean): Promise<boolean> {
  const campaignId = campaignIdOf(workflowId);
  if (!campaignId) throw new Error('Only a campaign can be ended from its row.');
  const { view, delivered, refunds, ended } = await (yes ? endFromRow : planEnd)(deps, campaignId);
  const money = (amount: number) => formatMoney(amount, view.currency);
  const done = yes || ended;
  console.log(`${workflowId}: ${done ? 'ended' : 'would be ended'}; ${money(delivered)} was delivered`);
  for (const { key, paymentId, amount } of refunds)
    console.log(`payment ${paymentId}: ${money(amount)} ${yes ? 'goes' : 'would go'} back, as ${key}`);
  if (!yes) console.log(DRY);
  return true;
}
