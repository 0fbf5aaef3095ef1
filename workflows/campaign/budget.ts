/** What a campaign may spend: raised by paying, lowered by a refund, and never below what is delivered or leased. */
import type { BudgetMessage, CampaignBrief } from '../../contracts/campaign';
import type { Phase } from '../../domain/campaign/phases';
import { requireChargeable, requireStep } from '../../domain/charges';
import { unitsBought } from '../../domain/delivery/billing';
import { BusinessError } from '../../domain/errors';
import { formatMoney } from '../../domain/money';
import type { Campaign, Step } from './campaign';
import { touch } from './clock';
import { hold, lift } from './holds';
import type { HeardOf } from './messages';
import { pushBudget } from './platform';
import { giveBack } from './refunds';
import { amountDue, amountPaid } from './view';

/** Daily budgets pace and cost nothing; a paid lifetime budget is raised by paying and lowered by a refund. */
export async function changeBudget(c: Campaign, heard: HeardOf<'changeBudget'>): Promise<Step> {
  const { budgetDaily, budgetLifetime, actor } = heard.message;
  const { state } = c;
  const before = state.brief;
  const lifetime = budgetLifetime ?? before.budgetLifetime;
  const rises = (lifetime ?? 0) > (before.budgetLifetime ?? 0);
  if (actor.kind === 'rule' && rises && (lifetime ?? 0) > (before.budgetCeiling ?? 0))
    throw new BusinessError('BUDGET_CEILING');
  if (budgetLifetime !== undefined)
    refuseUnpayable(c, budgetLifetime, { rises, byRule: actor.kind === 'rule' });
  touch(c);
  const daily = budgetDaily === undefined ? before.budgetDaily : budgetDaily;
  if (c.phase === 'awaiting_payment' && budgetLifetime !== undefined)
    return changePrice(c, { ...heard.message, budgetLifetime, budgetDaily: daily });
  const isPaid = state.quote !== null && c.phase !== 'draft';
  const data = { daily_before: before.budgetDaily, lifetime_before: before.budgetLifetime, daily };
  if (!isPaid || budgetLifetime === undefined) {
    await setBudget(c, { budgetDaily: daily, budgetLifetime: lifetime });
    const why = 'The budget was changed.';
    return { to: c.phase, event: 'campaign.budget_changed', why, data: { ...data, lifetime } };
  }
  state.pendingBudget = rises ? budgetLifetime : null;
  await setBudget(c, { budgetDaily: daily, budgetLifetime: rises ? before.budgetLifetime : budgetLifetime });
  await raiseIfPaid(c);
  const due = amountDue(state);
  const refunded = due > 0 ? 0 : await giveBack(c, amountPaid(state) - budgetLifetime, 'budget lowered');
  const why =
    due > 0
      ? `The budget rises to ${formatMoney(budgetLifetime, c.input.currency)} once ${formatMoney(due, c.input.currency)} is paid.`
      : 'The budget was changed.';
  return {
    to: c.phase,
    event: 'campaign.budget_changed',
    why,
    data: { ...data, lifetime: state.brief.budgetLifetime, wanted: budgetLifetime, due, refunded },
  };
}

/**
 * Refuses a budget that the provider could not charge, or give back a part of. What a rule raises is paid from the wallet,
 * which takes any sum.
 * @throws VALIDATION_FAILED
 */
function refuseUnpayable(
  { input, state, phase }: Campaign,
  budgetLifetime: number,
  { rises, byRule }: { rises: boolean; byRule: boolean },
): void {
  if (input.channel !== 'house') return;
  requireStep(budgetLifetime, input.currency, '/budget_lifetime');
  const isPrice = phase === 'draft' || phase === 'awaiting_payment';
  const due = budgetLifetime - amountPaid(state);
  if (due > 0 && (isPrice || (rises && !byRule))) requireChargeable(due, input.currency);
}

/** Before its payment a campaign's budget is its price: what came of it already counts, and what is too much goes back. */
async function changePrice(
  c: Campaign,
  {
    budgetLifetime,
    budgetDaily,
    quote,
  }: BudgetMessage & { budgetLifetime: number; budgetDaily: number | null },
): Promise<Step> {
  const { state } = c;
  const { currency } = c.input;
  const before = state.brief;
  await setBudget(c, { budgetDaily, budgetLifetime });
  if (state.quote && quote?.total === budgetLifetime) state.quote = quote;
  const due = amountDue(state);
  const refunded = due > 0 ? 0 : await giveBack(c, amountPaid(state) - budgetLifetime, 'budget lowered');
  return {
    to: due > 0 ? c.phase : 'pending_approval',
    event: 'campaign.budget_changed',
    why: `The budget is ${formatMoney(budgetLifetime, currency)}, of which ${formatMoney(due, currency)} is to be paid.`,
    data: {
      ...{ daily_before: before.budgetDaily, lifetime_before: before.budgetLifetime },
      ...{ daily: budgetDaily, lifetime: budgetLifetime, due, refunded },
    },
  };
}

/** A raise is in force once nothing is due for it any more. */
export async function raiseIfPaid(c: Campaign): Promise<void> {
  const { pendingBudget } = c.state;
  if (pendingBudget === null || amountDue(c.state) > 0) return;
  c.state.pendingBudget = null;
  lift(c, 'budget_exhausted');
  lift(c, 'refund');
  await setBudget(c, { budgetLifetime: pendingBudget });
}

/** Past its payment and not yet winding down: its units are what was paid for. */
const earning: readonly Phase[] = ['pending_approval', 'scheduled', 'activation_failed', 'active'];

/** Money went back that the campaign did not ask back: no more is delivered than is still paid for. */
export async function shrinkToPaid(c: Campaign): Promise<void> {
  const { quote, phase } = c.state;
  const paid = amountPaid(c.state);
  if (!quote || paid >= quote.total || !earning.includes(phase)) return;
  try {
    if (paid === 0) throw new BusinessError('BUDGET_BELOW_DELIVERED');
    await setBudget(c, { budgetLifetime: paid });
  } catch (error) {
    if (!(error instanceof BusinessError && error.code === 'BUDGET_BELOW_DELIVERED')) throw error;
    hold(c, 'refund', 'More was refunded than was left to deliver.');
  }
}

/**
 * Takes from the platform what is no longer paid for, down to what was delivered: before delivery goes on although
 * more was given back than is left.
 */
export async function cutToPaid(c: Campaign): Promise<void> {
  const { quote } = c.state;
  const paid = amountPaid(c.state);
  if (quote && paid < quote.total) await setBudget(c, { budgetLifetime: paid }, true);
}

/**
 * Budget, quote and platform say the same, or all stay as they were.
 * @param isCut the platform goes down as far as it can, where it would refuse.
 * @throws BUDGET_BELOW_DELIVERED when it is below what was delivered or leased.
 */
export async function setBudget(
  c: Campaign,
  changes: Partial<Pick<CampaignBrief, 'budgetDaily' | 'budgetLifetime'>>,
  isCut = false,
): Promise<void> {
  const { state } = c;
  const { brief, quote } = state;
  const total = changes.budgetLifetime ?? null;
  const after = { ...brief, ...changes };
  if (after.budgetDaily === brief.budgetDaily && after.budgetLifetime === brief.budgetLifetime) return;
  state.brief = after;
  if (quote && total !== null && c.phase !== 'draft')
    state.quote = { ...quote, total, units: unitsFor(c, total, quote.unitPriceMicros) };
  try {
    await c.surely(() => pushBudget(c, isCut));
  } catch (error) {
    state.brief = brief;
    state.quote = quote;
    throw error;
  }
}

/** All that is paid for is bought at the one price of the quote: billed units × one price is what was spent. */
function unitsFor(c: Campaign, total: number, unitPriceMicros: number): number {
  return Number(unitsBought(BigInt(total), BigInt(unitPriceMicros), c.input.currency));
}
