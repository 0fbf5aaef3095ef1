/** Whom places reach: nobody twice, never more than live there. */
import { coverageOf, densityOf, type GeoArea } from '../../domain/pricing/coverage';
import { levelOf, type Place, widestLevel } from '../../domain/pricing/targeting';
import { seedRows } from '../../prisma/seed/seed';
import { geoTable } from '../../services/pricing/geo-table';
import { matrixTable } from '../../services/pricing/matrix-table';

const us = seedRows(geoTable, 'geodata.us.csv');
const india = seedRows(geoTable, 'geodata.in.csv');
const at = (
  country: string,
  state: string | null = null,
  city: string | null = null,
  radiusKm: number | null = null,
): Place => ({ country, state, city, radiusKm });
const people = (...places: Place[]) => coverageOf(places, [...us, ...india]).population;
const find = (rows: GeoArea[], state: string, city = '') => {
  const row = rows.find((area) => area.state === state && area.city === city);
  if (!row) throw new Error(`${state} ${city} is not in the seed`);
  return row;
};

describe('coverage', () => {
  test('a country is all of its states, and a state in it counts once', () => {
    expect(people(at('US'))).toBe(331_449_281n);
    expect(people(at('US'), at('US', 'CA'), at('US', 'NY', 'new-york'), at('US'))).toBe(331_449_281n);
    expect(people(at('US'), at('IN'))).toBe(331_449_281n + 1_210_854_977n);
  });

  test('a city inside a listed state counts once, one beside it is added', () => {
    expect(people(at('US', 'CA'), at('US', 'CA', 'los-angeles'))).toBe(39_538_223n);
    expect(people(at('US', 'CA', 'los-angeles'), at('US', 'CA', 'san-diego'))).toBe(3_898_747n + 1_386_932n);
    expect(people(at('US', 'CA', 'los-angeles'), at('US', 'CA', 'los-angeles'))).toBe(3_898_747n);
    expect(people(at('US', 'CA', 'los-angeles'), at('US', 'TX'))).toBe(3_898_747n + 29_145_505n);
  });

  test('a radius holds π r² × density, and never more than its state', () => {
    const texas = find(us, 'TX');
    const expected = Math.floor((Math.PI * 50 * 50 * Number(texas.population)) / 676_587);
    expect(Math.abs(Number(people(at('US', 'TX', null, 50))) - expected)).toBeLessThanOrEqual(1);
    expect(people(at('US', 'DC', null, 1_000))).toBe(689_545n);
    expect(people(at('US', 'DC', null, 5), at('US', 'DC', null, 6), at('US', 'DC', 'washington'))).toBe(
      689_545n,
    );
  });

  test('an unknown country, state or city is named by its place', () => {
    const places = [
      at('US', 'CA'),
      at('FR'),
      at('US', 'ZZ'),
      at('US', 'CA', 'gotham'),
      at('US', 'ZZ', null, 5),
    ];
    const paths = ['/places/1', '/places/2', '/places/3', '/places/4'];
    expect(() => people(...places)).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_REGION',
        details: { errors: paths.map((path) => expect.objectContaining({ path })) },
      }),
    );
  });

  test('the widest place says what it is sold as', () => {
    expect(widestLevel([at('US', 'CA', 'los-angeles'), at('US', 'TX'), at('US', 'NY', null, 5)])).toBe(
      'state',
    );
    expect(levelOf(at('US', 'NY', null, 5))).toBe('radius');
    expect(widestLevel([at('US', 'NY', null, 5), at('US')])).toBe('national');
  });
});

describe('seed', () => {
  const states = (rows: GeoArea[]) => rows.filter(({ city }) => city === '');
  const total = (rows: GeoArea[], of: 'population' | 'area') => rows.reduce((sum, row) => sum + row[of], 0n);

  test('the 50 states and DC hold what the 2020 Census counted, on the land it measured', () => {
    expect(states(us)).toHaveLength(51);
    expect(total(states(us), 'population')).toBe(331_449_281n);
    // 9,147,593 km² of land; each state is rounded to a whole one.
    expect(Math.abs(Number(total(states(us), 'area')) / 1_000 - 9_147_593)).toBeLessThanOrEqual(26);
  });

  test('the 28 states and 8 union territories hold what the 2011 Census counted', () => {
    expect(states(india)).toHaveLength(36);
    expect(total(states(india), 'population')).toBe(1_210_854_977n);
    expect(Math.abs(Number(total(states(india), 'area')) / 1_000 - 3_166_400)).toBeLessThan(1_000);
  });

  test('known densities come out: people per km²', () => {
    const density = (rows: GeoArea[], state: string, city = '') => Number(densityOf(find(rows, state, city)));
    expect([density(us, 'NJ'), density(us, 'WY'), density(us, 'DC')]).toEqual([488, 2, 4_364]);
    expect([density(india, 'BR'), density(india, 'AR'), density(india, 'DL')]).toEqual([1_106, 17, 11_320]);
    expect(density(us, 'NY', 'new-york')).toBeGreaterThan(11_000);
    expect(density(india, 'WB', 'kolkata')).toBe(24_306);
  });

  test.each([
    ['the US', us],
    ['India', india],
  ])('%s has at least 20 cities, each within its state and denser than it', (_name, rows) => {
    const cities = rows.filter(({ city }) => city !== '');
    expect(cities.length).toBeGreaterThanOrEqual(20);
    for (const city of cities) {
      const state = find(rows, city.state);
      expect(city.population <= state.population && city.area <= state.area).toBe(true);
      expect(densityOf(city) >= densityOf(state)).toBe(true);
      expect(densityOf(city)).toBeLessThan(30_000n);
    }
    expect(new Set(rows.map(geoTable.idOf)).size).toBe(rows.length);
  });

  test('every industry is sold in every coverage and currency, between 1 and 20 USD per thousand', () => {
    const rows = seedRows(matrixTable, 'pricing-matrix.csv');
    const industries = new Set(rows.map(({ industry }) => industry));
    expect(industries.size).toBeGreaterThanOrEqual(12);
    expect(rows).toHaveLength(industries.size * 4 * 6);
    expect(new Set(rows.map(matrixTable.idOf)).size).toBe(rows.length);
    for (const { currency, baseRate, discounts } of rows) {
      if (currency === 'USD') expect(baseRate >= 1_000_000n && baseRate <= 20_000_000n).toBe(true);
      expect(discounts.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['volume', 'duration', 'first_campaign']),
      );
    }
  });
});
