/** An ad group as use cases return it. */
import { z } from 'zod';
import {
  type AdGroupTargeting,
  adGroupStatuses,
  bidStrategies,
  devices,
  genders,
  unkeptTargeting,
} from '../../domain/ad-groups';
import { BusinessError } from '../../domain/errors';
import type { Json } from '../../domain/json';
import type { Queryable } from '../../infra/database';
import { targetingWireName } from '../../schemas/ad-groups';
import type { Allowed } from '../context';
import { readCampaign } from './campaign';

/** What an advertiser writes; the amount is minor units of the campaign's currency. */
export interface AdGroupFields {
  name: string;
  targeting: AdGroupTargeting;
  bidStrategy: (typeof bidStrategies)[number];
  bidAmount: number | null;
  status: (typeof adGroupStatuses)[number];
}

const Targeting = z.object({
  ageMin: z.int().optional(),
  ageMax: z.int().optional(),
  genders: z.array(z.enum(genders)).optional(),
  languages: z.array(z.string()).optional(),
  devices: z.array(z.enum(devices)).optional(),
  interests: z.array(z.string()).optional(),
  keywords: z.array(z.string()).optional(),
  frequencyCap: z.object({ impressions: z.int(), hours: z.int() }).optional(),
}) satisfies z.ZodType<AdGroupTargeting>;

const Row = z.object({
  id: z.string(),
  campaignId: z.string(),
  name: z.string(),
  targeting: Targeting,
  bidStrategy: z.enum(bidStrategies),
  bidAmount: z.bigint().transform(Number).nullable(),
  status: z.enum(adGroupStatuses),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type AdGroup = z.output<typeof Row> & { currency: string };

export function toAdGroup(row: unknown, currency: string): AdGroup {
  return { ...Row.parse(row), currency };
}

/** Without the members that are undefined: what a jsonb column takes. */
export function plainTargeting(targeting: AdGroupTargeting): Record<string, Json> {
  return JSON.parse(JSON.stringify(targeting));
}

/** What the audit keeps of it. */
export function auditedAdGroup({ name, targeting, bidStrategy, bidAmount, status }: AdGroup): Json {
  return { name, targeting: plainTargeting(targeting), bidStrategy, bidAmount, status };
}

/** @throws VALIDATION_FAILED for targeting that the campaign's channel could not keep. */
export function checkTargeting(channel: string, targeting: AdGroupTargeting): void {
  const unkept = unkeptTargeting(channel, targeting);
  if (unkept.length === 0) return;
  const errors = unkept.map((member) => ({
    path: `/targeting/${targetingWireName(member)}`,
    message: `The channel ${channel} cannot target this.`,
  }));
  throw new BusinessError('VALIDATION_FAILED', { errors });
}

/** The ad group, and its campaign. @throws NOT_FOUND, also for one of someone else. */
export async function readAdGroup(db: Queryable, ctx: Allowed, id: string) {
  const row = await db.adGroup.findUnique({ where: { id } });
  if (!row) throw new BusinessError('NOT_FOUND');
  const campaign = await readCampaign(db, ctx, row.campaignId);
  return { adGroup: toAdGroup(row, campaign.currency), campaign };
}
