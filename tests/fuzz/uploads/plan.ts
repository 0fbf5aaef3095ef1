/** Which file each case sends, and how: the same for the same seed and number. */
import { seeded } from '../../integration/house';
import { claimedPixels } from './claims';
import { type File, goodFiles, type Shape, shapes } from './files';
import { Draw, mutated } from './mutate';

export interface Case extends Shape {
  n: number;
  way: 'form' | 'ticket';
  /** Milliseconds in which it must be answered. */
  within: number;
}

/** A file of at most 2 MB and 4 megapixels is small. */
const SMALL = { bytes: 2 * 1024 * 1024, pixels: 4_000_000, within: 2_000 };
const WITHIN = 20_000;

/** The known shapes first, then mutations of the good files in turn. */
export async function plannedBy(seed: number): Promise<(n: number) => Case> {
  const good = await goodFiles(seeded(seed));
  const known = await shapes(good);
  return (n) => {
    const draw = new Draw(seeded(seed * 1_000_003 + n));
    const file: Shape = known[n] ?? { ...mutated(draw.of(good), draw), expect: null };
    return { ...file, n, way: draw.of(['form', 'ticket'] as const), within: timeFor(file) };
  };
}

function timeFor(file: File): number {
  const small = file.bytes.length <= SMALL.bytes && claimedPixels(file) <= SMALL.pixels;
  return small ? SMALL.within : WITHIN;
}
