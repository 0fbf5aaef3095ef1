/** Picks one of several in proportion to a weight. */

/**
 * @param random in [0, 1): the same number picks the same.
 * @returns undefined when nothing has a weight above 0.
 */
export function pickWeighted<T>(
  items: readonly T[],
  weightOf: (item: T) => number,
  random: number,
): T | undefined {
  const total = items.reduce((sum, item) => sum + weightOf(item), 0);
  let left = random * total;
  let last: T | undefined;
  for (const item of items) {
    const weight = weightOf(item);
    if (weight <= 0) continue;
    if (left < weight) return item;
    left -= weight;
    // Floating point may leave a crumb after the last one.
    last = item;
  }
  return last;
}
