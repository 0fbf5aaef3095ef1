/** The typed search attributes of a campaign's workflow, registered by the worker at its start. */
import {
  defineSearchAttributeKey,
  type SearchAttributePair,
  SearchAttributeType,
  type SearchAttributeUpdatePair,
} from '@temporalio/common';
import type { CampaignInput } from './campaign';
import { keyword, timeValue } from './shown';

export const searchAttributes = {
  phase: defineSearchAttributeKey('CampaignPhase', SearchAttributeType.KEYWORD),
  advertiser: defineSearchAttributeKey('AdvertiserId', SearchAttributeType.KEYWORD),
  channel: defineSearchAttributeKey('Channel', SearchAttributeType.KEYWORD),
  payment: defineSearchAttributeKey('PaymentState', SearchAttributeType.KEYWORD),
  waitingFor: defineSearchAttributeKey('WaitingFor', SearchAttributeType.KEYWORD),
  waitingSince: defineSearchAttributeKey('WaitingSince', SearchAttributeType.DATETIME),
  flightEnd: defineSearchAttributeKey('FlightEnd', SearchAttributeType.DATETIME),
} as const;

/** The same with values that the server takes. */
export function fitting<Pair extends SearchAttributeUpdatePair>(pairs: readonly Pair[]): Pair[] {
  return pairs.map((pair) => {
    const { value } = pair;
    if (typeof value === 'string') return { ...pair, value: keyword(value) };
    return value instanceof Date ? { ...pair, value: timeValue(value.getTime()) } : pair;
  });
}

/** What a campaign's start carries, so that its first decision costs no upsert. `now` in epoch ms. */
export function attributesAtStart(input: CampaignInput, now: number): SearchAttributePair[] {
  const pairs: SearchAttributePair[] = [
    { key: searchAttributes.phase, value: 'draft' },
    { key: searchAttributes.advertiser, value: input.advertiserId },
    { key: searchAttributes.channel, value: input.channel },
    { key: searchAttributes.payment, value: 'not_due' },
    { key: searchAttributes.waitingFor, value: 'advertiser' },
    { key: searchAttributes.waitingSince, value: new Date(now) },
  ];
  if (input.brief.endAt !== null)
    pairs.push({ key: searchAttributes.flightEnd, value: new Date(input.brief.endAt) });
  return fitting(pairs);
}
