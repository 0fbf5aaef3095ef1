/** Figures, and how two things are measured against each other: turn by turn, so that both meet the same machine. */

import type { Stand } from './stand';

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** `>= 0.8`, `<= 80`; null where the figure is only watched. */
  goal: string | null;
  met: boolean | null;
}

export interface Bench {
  stand: Stand;
  rounds: number;
  /** 10,000 campaigns instead of 1,000. */
  full: boolean;
  say(line: string): void;
}

/** A group of figures; their names begin with the group's. */
export type Group = (bench: Bench) => Promise<Figure[]>;

export function watched(name: string, value: number, unit: string): Figure {
  return { name, value: rounded(value), unit, goal: null, met: null };
}

function atLeast(name: string, value: number, unit: string, goal: number): Figure {
  return { name, value: rounded(value), unit, goal: `>= ${goal}`, met: value >= goal };
}

export function atMost(name: string, value: number, unit: string, goal: number): Figure {
  return { name, value: rounded(value), unit, goal: `<= ${goal}`, met: value <= goal };
}

interface Sides {
  /** Begins the names of the figures: `life.lifecycles`. */
  name: string;
  unit: string;
  goal: number | null;
  /** One round, with a warm-up of its own: how many a second. */
  ours(): Promise<number>;
  bare(): Promise<number>;
}

/**
 * Runs both sides in strict turns, and holds each turn of ours against the mean of the bare ones around it, so that a
 * machine that grows slower or faster favours neither: medians of both, the median of the ratios, and their spread.
 * Code that has not run often is slow: a turn of each goes before, and counts for nothing.
 */
export async function compare({ rounds, say }: Bench, sides: Sides): Promise<Figure[]> {
  const { name, unit, goal } = sides;
  const pairs: { ours: number; bare: number }[] = [];
  await sides.ours();
  await sides.bare();
  let before = await sides.bare();
  for (let round = 1; round <= rounds; round += 1) {
    const ours = await sides.ours();
    const after = await sides.bare();
    const bare = (before + after) / 2;
    say(`  ${name}, round ${round}: ours ${rounded(ours)}, bare ${rounded(bare)} ${unit}`);
    pairs.push({ ours, bare });
    before = after;
  }
  const ratios = pairs.map(({ ours, bare }) => ours / bare);
  const ratio = median(ratios);
  return [
    goal === null
      ? watched(`${name}.ratio`, ratio, 'of bare')
      : atLeast(`${name}.ratio`, ratio, 'of bare', goal),
    watched(`${name}.ratio_lowest`, Math.min(...ratios), 'of bare'),
    watched(`${name}.ratio_highest`, Math.max(...ratios), 'of bare'),
    watched(`${name}.ours`, median(pairs.map(({ ours }) => ours)), unit),
    watched(`${name}.bare`, median(pairs.map(({ bare }) => bare)), unit),
  ];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
