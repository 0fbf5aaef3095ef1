/** Reading the price tables: what is sold where, for everyone; the matrix itself for admins. */
import type { GeoArea } from '../../domain/pricing/coverage';
import type { MatrixRow } from '../../domain/pricing/quote';
import { type CoverageType, coverageTypes } from '../../domain/pricing/targeting';
import { publicVerb, verb } from '../verb';
import { toGeoArea, toMatrixRow, type Versioned } from './rows';

interface Page {
  offset: number;
  limit: number;
}

/** A page of a list, with how long the whole of it is. */
export interface Listed<Item> extends Page {
  items: Item[];
  total: number;
}

interface Industry {
  industry: string;
  coverageTypes: CoverageType[];
  currencies: string[];
}

export const listIndustries = publicVerb<Page, Listed<Industry>>(async ({ db }, { offset, limit }) => {
  const rows = await db.pricingRow.findMany({
    select: { industry: true, coverageType: true, currency: true },
    orderBy: [{ industry: 'asc' }, { currency: 'asc' }, { coverageType: 'asc' }],
  });
  const industries = [...new Set(rows.map(({ industry }) => industry))].map((industry) => {
    const sold = rows.filter((row) => row.industry === industry);
    return {
      industry,
      coverageTypes: coverageTypes.filter((type) => sold.some((row) => row.coverageType === type)),
      currencies: [...new Set(sold.map(({ currency }) => currency))],
    };
  });
  return { items: industries.slice(offset, offset + limit), total: industries.length, offset, limit };
});

/** What the widest place of a coverage type names; narrower places may stand beside it. */
const placeOf: Readonly<Record<CoverageType, { description: string; place: string[] }>> = {
  radius: {
    description: 'A circle somewhere in a state, by the density of the state',
    place: ['country', 'state', 'radius_km'],
  },
  city: { description: 'One or more cities', place: ['country', 'state', 'city'] },
  state: { description: 'One or more whole states', place: ['country', 'state'] },
  national: { description: 'One or more whole countries', place: ['country'] },
};

export const listCoverageTypes = publicVerb<
  Page,
  Listed<{ coverageType: CoverageType; description: string; place: string[] }>
>(async (_ctx, { offset, limit }) => {
  const types = coverageTypes.map((coverageType) => ({ coverageType, ...placeOf[coverageType] }));
  return { items: types.slice(offset, offset + limit), total: types.length, offset, limit };
});

interface GeoFilter extends Page {
  country?: string | undefined;
  state?: string | undefined;
  level?: 'state' | 'city' | undefined;
}

export const listGeodata = publicVerb<GeoFilter, Listed<GeoArea & Versioned>>(async ({ db }, filter) => {
  const { offset, limit, country, state, level } = filter;
  const where = {
    ...(country !== undefined && { country }),
    ...(state !== undefined && { state }),
    ...(level !== undefined && { city: level === 'state' ? '' : { not: '' } }),
  };
  const orderBy = [{ country: 'asc' as const }, { state: 'asc' as const }, { city: 'asc' as const }];
  const [rows, total] = [
    await db.geoRow.findMany({ where, orderBy, skip: offset, take: limit }),
    await db.geoRow.count({ where }),
  ];
  return { items: rows.map(toGeoArea), total, offset, limit };
});

interface MatrixFilter extends Page {
  industry?: string | undefined;
  coverageType?: string | undefined;
  currency?: string | undefined;
}

export const listMatrix = verb<MatrixFilter, Listed<MatrixRow & Versioned>>(
  'pricing.manage',
  async ({ db }, { offset, limit, industry, coverageType, currency }) => {
    const where = {
      ...(industry !== undefined && { industry }),
      ...(coverageType !== undefined && { coverageType }),
      ...(currency !== undefined && { currency }),
    };
    const orderBy = [
      { industry: 'asc' as const },
      { coverageType: 'asc' as const },
      { currency: 'asc' as const },
    ];
    const [rows, total] = [
      await db.pricingRow.findMany({ where, orderBy, skip: offset, take: limit }),
      await db.pricingRow.count({ where }),
    ];
    return { items: rows.map(toMatrixRow), total, offset, limit };
  },
);
