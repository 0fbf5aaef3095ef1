/** POST /pricing/calculate: prices a configuration and keeps the answer as a quote; no account is needed. */
import type { Configuration } from '../../domain/pricing/quote';
import { DAY } from '../../domain/time';
import { inTransaction } from '../../store/transaction';
import { publicVerb } from '../verb';
import { price } from './price';
import { type StoredQuote, storeQuote } from './quotes';

/** How long a quote that nobody used can still be read after it expired. */
const KEPT = 7 * DAY;

export const calculatePrice = publicVerb<Configuration, StoredQuote>((ctx, configuration) => {
  const now = ctx.now();
  const userId = ctx.caller?.userId ?? null;
  return inTransaction(ctx.db, async (tx) => {
    const result = await price(tx, configuration, { userId, campaignId: null }, now);
    // Anyone may ask for quotes, so each one stored takes two old ones along: the table cannot grow for ever.
    await tx.$executeRaw`
      DELETE FROM quotes WHERE id IN (
        SELECT id FROM quotes WHERE campaign_id IS NULL AND valid_until < ${new Date(now - KEPT)}
        ORDER BY valid_until LIMIT 2 FOR UPDATE SKIP LOCKED)`;
    return storeQuote(tx, ctx, { userId, configuration, result }, now);
  });
});
