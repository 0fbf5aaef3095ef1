/** Whom a target reaches: population and area of its places without overlap, and the price multiplier they make. */
import { BusinessError } from '../errors';
import { plus, type Ratio, roundHalfEven, times } from './ratio';
import { levelOf, type Place } from './targeting';

/** A row of geodata: a state (`city` empty) or a city of it. */
export interface GeoArea {
  country: string;
  state: string;
  city: string;
  name: string;
  population: bigint;
  /** Thousandths of a km², above 0. */
  area: bigint;
}

export interface Coverage {
  population: bigint;
  /** Thousandths of a km². */
  area: bigint;
}

/** π to 15 places. */
const PI: Ratio = { n: 3_141_592_653_589_793n, d: 1_000_000_000_000_000n };
/** Population at which the first half of the multiplier's way is gone: that of a middling US state. */
const HALF_POPULATION = 5_000_000n;
/** Density, people per km², at which the second half's is: that of a suburb. */
const HALF_DENSITY = 1_000n;

/**
 * Population and area of all places together, each person once: a country takes in its states, a state its cities
 * and radii; places named twice count once. Radii have no centre, so where several of them, or cities beside them,
 * could overlap, their sum stops at the whole state. A radius holds min(π r² × density, population of the state).
 * @param rows the states of each country named, and the cities named.
 * @throws BusinessError UNKNOWN_REGION, naming each place that no row describes.
 */
export function coverageOf(places: readonly Place[], rows: readonly GeoArea[]): Coverage {
  const find = (country: string, state: string, city: string) =>
    rows.find((row) => row.country === country && row.state === state && row.city === city);
  const unknown = places.flatMap((place, index) => {
    const known =
      place.state === null
        ? rows.some((row) => row.country === place.country && row.city === '')
        : find(place.country, place.state, '') && find(place.country, place.state, place.city ?? '');
    return known ? [] : [{ path: `/places/${index}`, message: 'We know no such region.' }];
  });
  if (unknown.length > 0) throw new BusinessError('UNKNOWN_REGION', { errors: unknown });
  return rows
    .filter((row) => row.city === '')
    .map((state) => {
      const inside = places.filter(
        (place) => place.country === state.country && (place.state === null || place.state === state.state),
      );
      const whole = inside.some((place) => ['national', 'state'].includes(levelOf(place)));
      if (whole) return state;
      const parts = distinct(inside).map((place) =>
        place.radiusKm === null
          ? (find(state.country, state.state, place.city ?? '') ?? state)
          : circle(BigInt(place.radiusKm), state),
      );
      return atMost(sum(parts), state);
    })
    .reduce<Coverage>((a, b) => sum([a, b]), { population: 0n, area: 0n });
}

/** What a circle of `radiusKm` holds in a state of even density, rounded down. */
function circle(radiusKm: bigint, state: GeoArea): Coverage {
  const area = times(PI, { n: radiusKm * radiusKm * 1_000n, d: 1n });
  const population = times(area, { n: state.population, d: state.area });
  return atMost({ population: population.n / population.d, area: area.n / area.d }, state);
}

function atMost(part: Coverage, whole: Coverage): Coverage {
  return { population: least(part.population, whole.population), area: least(part.area, whole.area) };
}

function least(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function sum(parts: readonly Coverage[]): Coverage {
  return {
    population: parts.reduce((total, part) => total + part.population, 0n),
    area: parts.reduce((total, part) => total + part.area, 0n),
  };
}

function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.city}/${place.radiusKm}`, place])).values()];
}

/** People per km², to the nearest whole one; 0 where nobody is targeted. */
export function densityOf({ population, area }: Coverage): bigint {
  return area === 0n ? 0n : roundHalfEven({ n: population * 1_000n, d: area });
}

/**
 * The coverage multiplier: 1 + ½ · P/(P + 5,000,000) + ½ · D/(D + 1,000), with P people at D people per km².
 *
 * More advertisers want many people, and people who live close together; but the tenth million adds less to that
 * than the first. Both terms therefore rise and flatten (saturation of the Michaelis–Menten form), and no row of
 * geodata, however wrong, makes a price more than twice what the matrix says. It grows with the population of a
 * given area and with the density of a given population, and stays in [1, 2).
 */
export function coverageMultiplier({ population, area }: Coverage): Ratio {
  const byPopulation = { n: population, d: 2n * (population + HALF_POPULATION) };
  const crowd = population * 1_000n;
  const byDensity = area === 0n ? { n: 0n, d: 1n } : { n: crowd, d: 2n * (crowd + HALF_DENSITY * area) };
  return plus({ n: 1n, d: 1n }, plus(byPopulation, byDensity));
}
