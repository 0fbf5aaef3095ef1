/** Binds a price to a campaign: what its quote said, or what the tables say now, once and for good. */
import type { FrozenQuote } from '../../contracts/campaign';
import { requireChargeable } from '../../domain/charges';
import { BusinessError } from '../../domain/errors';
import type { Configuration } from '../../domain/pricing/quote';
import type { Transaction } from '../../infra/database';
import type { Deps } from '../context';
import { isFirstCampaign } from './first-campaign';
import { price } from './price';
import { redeemPromo } from './promo';
import { findQuote, fingerprintOfConfiguration, type StoredQuote, storeQuote } from './quotes';

interface FreezeRequest {
  /** The advertiser. */
  userId: string;
  campaignId: string;
  /** What it is frozen for, unique within the campaign: the revision's hash, or the name of a budget change. */
  key: string;
  /** The quote that the advertiser holds; null makes a new one. */
  quoteId: string | null;
  /** What the campaign is now, its budget included. */
  configuration: Configuration;
}

/**
 * Freezes the price of a campaign. The same campaign, key and configuration get the same answer, however often and
 * however late; the promotion code is counted once a campaign.
 * @throws BusinessError NOT_FOUND for another's quote, QUOTE_MISMATCH when it was made for another configuration,
 * QUOTE_EXPIRED when its time is over, another campaign used it, or the first-campaign discount in it is taken;
 * PROMO_INVALID when its code was used up meanwhile; VALIDATION_FAILED when it cannot be charged; what {@link price} throws when it makes a new one.
 */
export async function freezeQuote(
  tx: Transaction,
  deps: Pick<Deps, 'config' | 'now'>,
  request: FreezeRequest,
): Promise<FrozenQuote> {
  // Also a quote that was made before the provider's limits were known.
  requireChargeable(request.configuration.budgetLifetime, request.configuration.currency);
  // One freeze at a time for an advertiser: his first campaign and his share of a code are granted once.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`freeze:${request.userId}`}, 0))`;
  return toFrozen((await alreadyFrozen(tx, request)) ?? (await freeze(tx, deps, request)));
}

async function alreadyFrozen(tx: Transaction, request: FreezeRequest): Promise<StoredQuote | null> {
  const { campaignId, key: freezeKey, configuration } = request;
  const fingerprint = fingerprintOfConfiguration(configuration);
  const found = await tx.quote.findUnique({
    where: { campaignId_freezeKey_fingerprint: { campaignId, freezeKey, fingerprint } },
    select: { id: true },
  });
  return found && findQuote(tx, found.id);
}

async function freeze(
  tx: Transaction,
  deps: Pick<Deps, 'config' | 'now'>,
  { userId, campaignId, key, quoteId, configuration }: FreezeRequest,
): Promise<StoredQuote> {
  const now = deps.now();
  const freezing = { campaignId, freezeKey: key, frozenAt: new Date(now) };
  const quote =
    quoteId === null
      ? await storeQuote(
          tx,
          deps,
          {
            userId,
            configuration,
            result: await price(tx, configuration, { userId, campaignId }, now),
            freezing,
          },
          now,
        )
      : await offered(tx, { userId, campaignId, quoteId, configuration }, now);
  if (configuration.promoCode !== null) await redeemPromo(tx, configuration.promoCode, userId, campaignId);
  // A campaign that is submitted again under the same quote keeps the freeze that it has.
  if (quote.campaignId === null)
    await tx.quote.update({ where: { id: quote.id }, data: { userId, ...freezing } });
  return quote;
}

/** The quote that the advertiser holds, when it may still be bought for this campaign. */
async function offered(
  tx: Transaction,
  { userId, campaignId, quoteId, configuration }: Omit<FreezeRequest, 'key'> & { quoteId: string },
  now: number,
): Promise<StoredQuote> {
  // Another advertiser may hold an anonymous quote's id too: the row is locked until one of them has it.
  await tx.$executeRaw`SELECT 1 FROM quotes WHERE id = ${quoteId}::uuid FOR UPDATE`;
  const quote = await findQuote(tx, quoteId);
  if (!quote || (quote.userId !== null && quote.userId !== userId)) throw new BusinessError('NOT_FOUND');
  if (quote.fingerprint !== fingerprintOfConfiguration(configuration))
    throw new BusinessError('QUOTE_MISMATCH');
  const taken = quote.campaignId !== null && quote.campaignId !== campaignId;
  if (taken || quote.validUntil.getTime() <= now) throw new BusinessError('QUOTE_EXPIRED');
  const asFirst = quote.result.discounts.some(({ kind }) => kind === 'first_campaign');
  if (asFirst && !(await isFirstCampaign(tx, { userId, campaignId })))
    throw new BusinessError('QUOTE_EXPIRED');
  return quote;
}

function toFrozen({ id, result }: StoredQuote): FrozenQuote {
  return {
    id,
    total: result.total,
    billedUnit: result.billed_unit,
    unitPriceMicros: result.unit_price_micros,
    units: result.units,
  };
}
