/** Reading the price tables: what is sold where, for everyone; the matrix itself for admins. */
import type { GeoArea } from '../../domain/pricing/coverage';
import type { MatrixRow } from '../../domain/pricing/quote';
import { type CoverageType, coverageTypes } from '../../domain/pricing/targeting';
import { mapPage, type Page, type PageInput, readPage, slicePage } from '../lists';
import { publicVerb, verb } from '../verb';
import { toGeoArea, toMatrixRow, type Versioned } from './rows';

interface Industry {
  industry: string;
  coverageTypes: CoverageType[];
  currencies: string[];
}

export const listIndustries = publicVerb<PageInput, Page<Industry>>(async ({ db }, page) => {
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
  return slicePage(industries, page);
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
  PageInput,
  Page<{ coverageType: CoverageType; description: string; place: string[] }>
>(async (_ctx, page) => {
  const types = coverageTypes.toSorted().map((coverageType) => ({ coverageType, ...placeOf[coverageType] }));
  return slicePage(types, page);
});

interface GeoFilter extends PageInput {
  country?: string | undefined;
  state?: string | undefined;
  level?: 'state' | 'city' | undefined;
}

export const listGeodata = publicVerb<GeoFilter, Page<GeoArea & Versioned>>(
  async ({ db }, { country, state, level, ...page }) => {
    const key = { country: 'text', state: 'text', city: 'text' } as const;
    const rows = await readPage(page, {
      orders: { country: key, name: { name: 'text', ...key } },
      where: {
        ...(country !== undefined && { country }),
        ...(state !== undefined && { state }),
        ...(level !== undefined && { city: level === 'state' ? '' : { not: '' } }),
      },
      find: (slice) => db.geoRow.findMany(slice),
      count: (slice) => db.geoRow.count(slice),
    });
    return mapPage(rows, toGeoArea);
  },
);

interface MatrixFilter extends PageInput {
  industry?: string | undefined;
  coverageType?: string | undefined;
  currency?: string | undefined;
}

export const listMatrix = verb<MatrixFilter, Page<MatrixRow & Versioned>>(
  'pricing.manage',
  async ({ db }, { industry, coverageType, currency, ...page }) => {
    const rows = await readPage(page, {
      orders: { industry: { industry: 'text', coverageType: 'text', currency: 'text' } },
      where: {
        ...(industry !== undefined && { industry }),
        ...(coverageType !== undefined && { coverageType }),
        ...(currency !== undefined && { currency }),
      },
      find: (slice) => db.pricingRow.findMany(slice),
      count: (slice) => db.pricingRow.count(slice),
    });
    return mapPage(rows, toMatrixRow);
  },
);
