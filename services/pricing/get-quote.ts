/** GET /pricing/quotes/{id}: a quote as it was said; one without an owner is read by whoever knows its id. */
import { BusinessError } from '../../domain/errors';
import { publicVerb, reachesAny } from '../verb';
import { findQuote, type StoredQuote } from './quotes';

export const getQuote = publicVerb<string, StoredQuote>(async ({ db, caller }, id) => {
  const quote = await findQuote(db, id);
  if (!quote) throw new BusinessError('NOT_FOUND');
  const isHis = quote.userId === null || quote.userId === caller?.userId;
  if (!isHis && !reachesAny('pricing.manage', caller)) throw new BusinessError('NOT_FOUND');
  return quote;
});
