/** Quotes as rows: stored with what they were made for, read again as they were said. */
import type { Configuration } from '../../domain/pricing/quote';
import { HOUR, type Instant } from '../../domain/time';
import type { Transaction } from '../../infra/database';
import type { Quote } from '../../prisma/generated/client';
import { fromConfiguration, QuoteResult } from '../../schemas/pricing';
import type { Deps } from '../context';
import { fingerprintOf } from '../idempotency';

/** A row with its jsonb checked. */
export interface StoredQuote extends Omit<Quote, 'result'> {
  result: QuoteResult;
}

/** SHA-256 of the canonical configuration, budget included; the order of places does not matter. */
export function fingerprintOfConfiguration(configuration: Configuration): string {
  const { places, ...wire } = fromConfiguration(configuration);
  return fingerprintOf({ ...wire, places: places.map((place) => JSON.stringify(place)).sort() });
}

/** What a campaign adds when it freezes the quote it makes. */
interface Freezing {
  campaignId: string;
  freezeKey: string;
  frozenAt: Date;
}

export async function storeQuote(
  tx: Transaction,
  { config }: Pick<Deps, 'config'>,
  quote: { userId: string | null; configuration: Configuration; result: QuoteResult; freezing?: Freezing },
  now: Instant,
): Promise<StoredQuote> {
  const { userId, configuration, result, freezing } = quote;
  const row = await tx.quote.create({
    data: {
      userId,
      fingerprint: fingerprintOfConfiguration(configuration),
      request: fromConfiguration(configuration),
      result,
      total: BigInt(result.total),
      currency: result.currency,
      validUntil: new Date(now + config.QUOTE_HOURS * HOUR),
      createdAt: new Date(now),
      ...freezing,
    },
  });
  return { ...row, result };
}

export async function findQuote(tx: Transaction, id: string): Promise<StoredQuote | null> {
  const row = await tx.quote.findUnique({ where: { id } });
  return row && { ...row, result: QuoteResult.parse(row.result) };
}
