/** The pricing matrix as a price table. */
import type { MatrixRow } from '../../domain/pricing/quote';
import { formatDecimal } from '../../domain/pricing/ratio';
import { fromMatrixRow, MatrixInput } from '../../schemas/pricing-tables';
import { toMatrixRow } from './rows';
import { integerCell, type PriceTable } from './table';

/** A cell of discounts, in order: `volume:100000:3.00:Volume from 1000 USD|first_campaign:0:10.00:First campaign`. */
function fromDiscountsCell(cell: string): unknown {
  if (cell === '') return [];
  return cell.split('|').map((entry) => {
    const [kind, threshold, percent, ...name] = entry.split(':');
    return { kind, threshold: integerCell(threshold), percent, name: name.join(':') };
  });
}

function columnsOf({ baseRate, multiplier, discounts }: MatrixRow) {
  const stored = discounts.map(({ basisPoints, ...discount }) => ({
    ...discount,
    percent: formatDecimal(BigInt(basisPoints), 2),
  }));
  return { baseRate, multiplier: formatDecimal(multiplier, 4), discounts: stored };
}

function keyOf({ industry, coverageType, currency }: MatrixRow) {
  return { industry, coverageType, currency };
}

export const matrixTable: PriceTable<MatrixRow> = {
  kind: 'pricing_row',
  columns: ['industry', 'coverage_type', 'currency', 'base_rate_micros', 'multiplier', 'discounts'],
  fromCells: (cells) => ({
    ...cells,
    base_rate_micros: integerCell(cells.base_rate_micros),
    discounts: fromDiscountsCell(cells.discounts ?? ''),
  }),
  toCells: (row) => {
    const { discounts, base_rate_micros: rate, ...wire } = fromMatrixRow(row);
    const cell = discounts.map((d) => [d.kind, d.threshold, d.percent, d.name].join(':')).join('|');
    return [wire.industry, wire.coverage_type, wire.currency, String(rate), wire.multiplier, cell];
  },
  schema: MatrixInput,
  toWire: fromMatrixRow,
  idOf: (row) => Object.values(keyOf(row)).join('/'),
  all: async (db) => {
    const orderBy = [
      { industry: 'asc' as const },
      { coverageType: 'asc' as const },
      { currency: 'asc' as const },
    ];
    return (await db.pricingRow.findMany({ orderBy })).map(toMatrixRow);
  },
  insert: async (tx, rows, now) => {
    const data = rows.map((row) => ({ ...keyOf(row), ...columnsOf(row), updatedAt: now }));
    await tx.pricingRow.createMany({ data });
  },
  update: async (tx, row, version, now) => {
    const where = { industry_coverageType_currency: keyOf(row) };
    await tx.pricingRow.update({ where, data: { ...columnsOf(row), version, updatedAt: now } });
  },
  remove: async (tx, row) => {
    await tx.pricingRow.delete({ where: { industry_coverageType_currency: keyOf(row) } });
  },
  misfit: () => null,
  needed: () => false,
};
