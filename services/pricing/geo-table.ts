/** Geodata as a price table. */
import type { GeoArea } from '../../domain/pricing/coverage';
import { formatDecimal } from '../../domain/pricing/ratio';
import { fromGeoArea, GeoInput } from '../../schemas/pricing-tables';
import { toGeoArea } from './rows';
import { integerCell, type PriceTable } from './table';

function keyOf({ country, state, city }: GeoArea) {
  return { country, state, city };
}

function columnsOf({ name, population, area }: GeoArea) {
  return { name, population, areaKm2: formatDecimal(area, 3) };
}

export const geoTable: PriceTable<GeoArea> = {
  kind: 'geodata',
  columns: ['country', 'state', 'city', 'name', 'population', 'area_km2'],
  fromCells: ({ city, population, ...cells }) => ({
    ...cells,
    city: city === '' ? null : city,
    population: integerCell(population),
  }),
  toCells: (row) => {
    const wire = fromGeoArea(row);
    return [wire.country, wire.state, wire.city ?? '', wire.name, String(wire.population), wire.area_km2];
  },
  schema: GeoInput,
  toWire: fromGeoArea,
  idOf: (row) => idOf(row.country, row.state, row.city),
  all: async (db) => {
    const orderBy = [{ country: 'asc' as const }, { state: 'asc' as const }, { city: 'asc' as const }];
    return (await db.geoRow.findMany({ orderBy })).map(toGeoArea);
  },
  insert: async (tx, rows, now) => {
    const data = rows.map((row) => ({ ...keyOf(row), ...columnsOf(row), updatedAt: now }));
    await tx.geoRow.createMany({ data });
  },
  update: async (tx, row, version, now) => {
    const where = { country_state_city: keyOf(row) };
    await tx.geoRow.update({ where, data: { ...columnsOf(row), version, updatedAt: now } });
  },
  remove: async (tx, row) => {
    await tx.geoRow.delete({ where: { country_state_city: keyOf(row) } });
  },
  misfit: ({ country, state, city }, saved) =>
    city !== '' && !saved.has(idOf(country, state, ''))
      ? { column: 'state', message: 'There is no such state for this city.' }
      : null,
  needed: ({ country, state, city }, saved) =>
    city === '' &&
    [...saved.values()].some((row) => row.country === country && row.state === state && row.city !== ''),
};

function idOf(country: string, state: string, city: string): string {
  return [country, state, city].filter((part) => part !== '').join('/');
}
