/** Pauses and resumes: what people and rules hold and let go, and what an admin overrides. */
import type { Hold } from '../../contracts/campaign';
import { BusinessError } from '../../domain/errors';
import { cutToPaid } from './budget';
import type { Campaign, Step } from './campaign';
import { hold, lift } from './holds';
import type { HeardOf } from './messages';

/** Answers at once; the platform's word comes later. */
export function pause(c: Campaign, heard: HeardOf<'pause'>): Step | null {
  const by =
    heard.message.actor.kind === 'user'
      ? 'advertiser'
      : heard.message.actor.kind === 'rule'
        ? 'rule'
        : 'admin';
  if (!hold(c, by, heard.message.reason)) return null;
  return { to: c.phase, event: 'campaign.pausing', why: heard.message.reason, data: { by } };
}

/**
 * Lifts the caller's own hold: an advertiser's rules are theirs, and an admin lifts any that a person or a rule set. What
 * money, a platform or an account caused stays until that ends, unless an admin overrides it.
 */
export function resume(c: Campaign, heard: HeardOf<'resume'>): Step | Promise<Step> {
  const { actor, override } = heard.message;
  const isAdmin = actor.kind === 'admin' || actor.kind === 'ops';
  if (!override) {
    const own = isAdmin ? byAnyone : actor.kind === 'rule' ? byRules : byAdvertiser;
    return resumed(c, liftAll(c, own));
  }
  if (!isAdmin) throw new BusinessError('FORBIDDEN');
  return overrideHolds(c, override);
}

const byRules: readonly Hold['by'][] = ['rule'];
const byAdvertiser: readonly Hold['by'][] = ['advertiser', 'rule'];
const byAnyone: readonly Hold['by'][] = ['advertiser', 'admin', 'rule'];

/** Money's holds go only once no more can be delivered than is paid for. */
async function overrideHolds(
  c: Campaign,
  { holds, reason }: NonNullable<HeardOf<'resume'>['message']['override']>,
): Promise<Step> {
  const there = kindsOf(c);
  if (!holds.every((by) => there.includes(by))) throw new BusinessError('NOT_HELD', { holds: there });
  await cutToPaid(c);
  const step = resumed(c, liftAll(c, [...byAnyone, ...holds]));
  const overridden = holds.join(', ');
  return {
    ...step,
    why: `${step.why.replace(/\.$/, '')} by an override of ${overridden}: ${reason}`,
    data: { ...step.data, overridden, reason },
  };
}

/** @returns those that were there. */
const liftAll = (c: Campaign, kinds: readonly Hold['by'][]) => kinds.filter((by) => lift(c, by));
const kindsOf = (c: Campaign) => c.state.holds.map(({ by }) => by);

function resumed(c: Campaign, lifted: readonly Hold['by'][]): Step {
  const rest = kindsOf(c);
  if (lifted.length === 0) throw new BusinessError('NOT_HELD', { holds: rest });
  const why = rest.length > 0 ? `Resumed; still held by ${rest.join(', ')}.` : 'Resumed.';
  return { to: c.phase, event: 'campaign.resumed', why, data: { lifted: lifted.join(', ') } };
}
