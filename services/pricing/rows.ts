/** Rows of the price tables as the domain knows them. */
import type { GeoArea } from '../../domain/pricing/coverage';
import type { MatrixRow } from '../../domain/pricing/quote';
import { parseDecimal } from '../../domain/pricing/ratio';
import type { GeoRow, PricingRow } from '../../prisma/generated/client';
import { StoredDiscounts } from '../../schemas/pricing-tables';

/** What every row of a price table carries besides its own. */
export interface Versioned {
  version: number;
  updatedAt: Date;
}

export function toMatrixRow(row: PricingRow): MatrixRow & Versioned {
  return {
    ...row,
    multiplier: parseDecimal(row.multiplier.toFixed(4), 4),
    discounts: StoredDiscounts.parse(row.discounts),
  };
}

export function toGeoArea({ areaKm2, ...row }: GeoRow): GeoArea & Versioned {
  return { ...row, area: parseDecimal(areaKm2.toFixed(3), 3) };
}
