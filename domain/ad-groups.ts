/** Ad groups: their words, and which targeting a platform can keep. */
import type { FrequencyLimit } from './delivery/content';

export const bidStrategies = ['manual', 'auto_cpc', 'target_roas', 'maximize_conversions'] as const;
export const adGroupStatuses = ['active', 'paused'] as const;
export const genders = ['female', 'male', 'other'] as const;
export const devices = ['desktop', 'mobile', 'tablet'] as const;

/** Whom an ad group is for; what is absent is not restricted. Where it runs is the campaign's, as it was priced. */
export interface AdGroupTargeting {
  ageMin?: number | undefined;
  ageMax?: number | undefined;
  genders?: (typeof genders)[number][] | undefined;
  /** ISO 639-1. */
  languages?: string[] | undefined;
  devices?: (typeof devices)[number][] | undefined;
  interests?: string[] | undefined;
  keywords?: string[] | undefined;
  frequencyCap?: FrequencyLimit | undefined;
}

/** Our own ad server knows nobody's age or interests: it must not seem to target them. */
const keeps: Readonly<Record<string, readonly (keyof AdGroupTargeting)[]>> = {
  house: ['frequencyCap'],
};

/** The members that a channel could not keep; other channels take them all. */
export function unkeptTargeting(channel: string, targeting: AdGroupTargeting): (keyof AdGroupTargeting)[] {
  const kept = keeps[channel];
  const members = Object.entries(targeting).filter(([, value]) => value !== undefined);
  return kept
    ? members.map(([name]) => name as keyof AdGroupTargeting).filter((name) => !kept.includes(name))
    : [];
}

/** The cap that lets a viewer see least per hour; of equal ones that with the shorter window. Null: no cap at all. */
export function strictestCap(caps: readonly FrequencyLimit[]): FrequencyLimit | null {
  const [strictest] = [...caps].sort(
    (a, b) => a.impressions * b.hours - b.impressions * a.hours || a.hours - b.hours,
  );
  return strictest ?? null;
}
