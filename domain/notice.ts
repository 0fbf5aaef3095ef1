/** What a notification is made of: its facts, its audience and channels, and the turns of phrase that recur. */
import type { Phase } from './campaign/phases';
import { formatMoney } from './money';

export type NotificationChannel = 'in_app' | 'email' | 'telegram';

/** What the words are made of: an event of the outbox, and the names that a person knows. */
export interface Facts {
  campaign: string;
  /** Of the amounts in `data`, which are minor units. */
  currency: string;
  from: Phase | null;
  to: Phase | null;
  /** The sentence of the timeline. */
  why: string;
  /** Why the campaign is paused, newest last. */
  holds: readonly { by: string; reason: string }[];
  /** The advertiser did it himself: what he just pressed is no news to him. */
  byAdvertiser: boolean;
  data: Readonly<Record<string, string | number | boolean | null>>;
}

export interface Notice {
  audience: 'advertiser' | 'admins';
  channels: readonly NotificationChannel[];
  title: string;
  message(facts: Facts): string;
  /** Left out where this is false. */
  when?(facts: Facts): boolean;
}

type Words = (facts: Facts) => string;
type Condition = (facts: Facts) => boolean;

export const bell = ['in_app'] as const;
export const mail = ['in_app', 'email'] as const;
export const alarm = ['in_app', 'email', 'telegram'] as const;
/** For what is due soon but harms no one meanwhile. */
export const nudge = ['in_app', 'telegram'] as const;

const to =
  (audience: Notice['audience']) =>
  (channels: Notice['channels'], title: string, message: Words, when?: Condition): Notice => ({
    audience,
    channels,
    title,
    message,
    ...(when ? { when } : {}),
  });
export const advertiser = to('advertiser');
export const admins = to('admins');

export const named: Words = (f) => `“${f.campaign}”`;
/** What is told of a payment says in which currency it came; all else is in the campaign's. */
const currencyOf = (told: Facts['data'][string] | undefined, { currency }: Facts) =>
  typeof told === 'string' ? told : currency;
/** An amount of `data` in words, or the fallback where the event carries none. */
export const money = (f: Facts, field: string, fallback: string): string => {
  const { [field]: amount, currency } = f.data;
  return typeof amount === 'number' ? formatMoney(amount, currencyOf(currency, f)) : fallback;
};
/** What people typed, ended as a sentence. */
const sentence = (words: string) => words.replace(/[^.!?]$/, '$&.');
/** What the person who decided wrote, or else the timeline's sentence. */
export const reason: Words = (f) => {
  const given = f.data.reason;
  return `Reason: ${sentence(typeof given === 'string' && given !== '' ? given : f.why)}`;
};
export const pausedWhy: Words = (f) => `Reason: ${f.holds.map((hold) => sentence(hold.reason)).join(' ')}`;
/** What goes back to the advertiser, in a sentence of its own, or nothing. */
export const givenBack: Words = (f) => {
  const amount = f.data.refunded;
  return typeof amount === 'number' && amount > 0
    ? ` ${formatMoney(amount, f.currency)} goes back to you.`
    : '';
};
/** A sentence on the campaign's future; a payment outlives its campaign, and then has no phase to tell. */
export const whileOpen = (f: Facts, words: string) => (f.to === null ? '' : ` ${words}`);
export const byOthers: Condition = (f) => !f.byAdvertiser;
/** A later revision, whose media are approved, waits while the live one runs on. */
export const awaitsRevision: Condition = (f) => f.data.review === 'campaign';
export const enters =
  (phase: Phase): Condition =>
  (f) =>
    f.to === phase && f.from !== phase;
