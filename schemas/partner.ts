/** The partner platform's events and requests: what it says of its users. */
import { z } from 'zod';
import { givesPlan } from '../domain/entitlements';
import { isPlan, type Plan, plans } from '../domain/plans';
import type { Instant } from '../domain/time';
import { Currency, Email, Timestamp, TimeZone, text } from './common';
import { UserAnswer } from './users';

/** A user's id at the partner platform: any short text. */
const ExternalId = text(200).meta({
  description: 'The user’s id at the partner platform',
  example: 'p-1017',
});

const user = {
  user_id: ExternalId,
  email: Email,
  email_verified: z.boolean().meta({ description: 'Whether the partner platform has proved it' }),
  full_name: text(200).optional(),
  currency: Currency.default('USD'),
  time_zone: TimeZone.default('UTC'),
};

/** What the partner platform says of a user whom we are to know. */
export interface Provisioning {
  externalId: string;
  email: string;
  emailVerified: boolean;
  fullName: string | undefined;
  currency: z.output<typeof Currency>;
  timeZone: string;
}

export const ProvisionBody = z.strictObject(user).meta({ id: 'Provisioning' });
export const ProvisionAnswer = z
  .strictObject({
    outcome: z.enum(['created', 'linked', 'known']).meta({
      description: 'Made now; there before, with this verified email; or provisioned before',
    }),
    user: UserAnswer,
  })
  .meta({ id: 'Provisioned' });

export function toProvisioning(body: z.output<typeof ProvisionBody>): Provisioning {
  return {
    externalId: body.user_id,
    email: body.email,
    emailVerified: body.email_verified,
    fullName: body.full_name,
    currency: body.currency,
    timeZone: body.time_zone,
  };
}

const EventTime = Timestamp.transform((text) => Date.parse(text));

/** The outer fields of any event; members that we don't know are left alone. */
export const PartnerEnvelope = z.looseObject({
  id: z.string().min(1).max(255),
  type: z.string().min(1).max(255),
  created_at: EventTime,
  data: z.looseObject({ user_id: ExternalId.optional().catch(undefined) }),
});
export type PartnerEnvelope = z.output<typeof PartnerEnvelope>;

/** `validUntil` null: the plan stays until another word. */
export type PartnerEvent =
  | ({ type: 'user.provisioned' } & Provisioning)
  | { type: 'subscription.updated'; plan: Plan; isActive: boolean; validUntil: Instant | null }
  | { type: 'usage.reset' };

const Subscription = z.object({
  plan_tier: z.enum(Object.keys(plans).filter(isPlan)),
  status: z.string().min(1).max(50),
  current_period_end: EventTime.nullish(),
});

const readers: Readonly<Record<string, (payload: unknown) => PartnerEvent>> = {
  'user.provisioned': (payload) => {
    const { data } = z.object({ data: z.object(user) }).parse(payload);
    return { type: 'user.provisioned', ...toProvisioning(data) };
  },
  'subscription.updated': (payload) => {
    const { data } = z.object({ data: Subscription }).parse(payload);
    const validUntil = data.current_period_end ?? null;
    return {
      type: 'subscription.updated',
      plan: data.plan_tier,
      isActive: givesPlan(data.status),
      validUntil,
    };
  },
  'usage.reset': () => ({ type: 'usage.reset' }),
};

/** What was said of whom, and when. */
export interface PartnerFact {
  eventId: string;
  externalId: string;
  at: Instant;
  event: PartnerEvent;
}

/** @returns null for a type that means nothing here. @throws z.ZodError for another shape than the partner's. */
export function toPartnerFact(payload: unknown): PartnerFact | null {
  const { id, type, created_at } = PartnerEnvelope.parse(payload);
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!reader) return null;
  const { data } = z.object({ data: z.object({ user_id: ExternalId }) }).parse(payload);
  return { eventId: id, externalId: data.user_id, at: created_at, event: reader(payload) };
}

/** Events of one key take effect in the order of their arrival: all of one user. */
export function partnerKey({ id, data }: PartnerEnvelope): string {
  return data.user_id === undefined ? `event:${id}` : keyOfUser(data.user_id);
}

export function keyOfUser(externalId: string): string {
  return `user:${externalId}`;
}
