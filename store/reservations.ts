/** Reservations: rows at version 0, written before the campaign's workflow is started; their view is what it starts from. */
import { z } from 'zod';
import type { CampaignInput, CampaignView } from '../contracts/campaign';
import type { Instant } from '../domain/time';
import type { Queryable } from '../infra/database';
import type { Campaign } from '../prisma/generated/client';

const Instants = z.number().nullable();
const Reserved = z.object({
  campaignId: z.uuid(),
  advertiserId: z.uuid(),
  adAccountId: z.uuid(),
  channel: z.enum(['house', 'meta', 'google', 'sandbox']),
  currency: z.string(),
  timeZone: z.string(),
  brief: z.object({
    name: z.string(),
    objective: z.string(),
    tags: z.array(z.string()),
    budgetLifetime: z.number().nullable(),
    budgetDaily: z.number().nullable(),
    budgetCeiling: z.number().nullable(),
    startAt: Instants,
    endAt: Instants,
    startDate: z.string().nullable(),
    endDate: z.string().nullable(),
    makeGood: z.enum(['refund', 'extend']),
    optimization: z.enum(['off', 'suggest', 'automatic']),
  }),
}) satisfies z.ZodType<Omit<CampaignInput, 'timeScale'> & Partial<CampaignView>>;

/** What the workflow of a reservation is started with, from the `view` of its row. @throws z.ZodError for another's. */
export function reservationInput(view: unknown, timeScale: number): CampaignInput {
  return { ...Reserved.parse(view), timeScale };
}

export type Reservation = Pick<Campaign, 'id' | 'view'>;

/** The oldest reservations whose workflow should be there by now, but for those in `except`. */
export function staleReservations(
  db: Queryable,
  { createdBefore, except, limit }: { createdBefore: Instant; except: string[]; limit: number },
): Promise<(Reservation & Pick<Campaign, 'createdAt'>)[]> {
  return db.campaign.findMany({
    where: { version: 0, createdAt: { lt: new Date(createdBefore) }, id: { notIn: except } },
    select: { id: true, view: true, createdAt: true },
    orderBy: { createdAt: 'asc' },
    take: limit,
  });
}
