/** What a campaign's row proves of a stop: that the platform confirmed it, that a hold is in its way, or nothing yet. */
import type { CampaignView } from '../../contracts/campaign';

export interface Proof {
  /**
   * `confirmed`: the platform said that nothing delivers. `held`: nothing delivers yet, and a hold is in its way for when
   * it would. `over`: it has ended. `never_started`: it has no workflow, and so nothing that would hold it later.
   */
  proof: 'confirmed' | 'held' | 'over' | 'never_started' | 'not_stopped';
  /** A sentence for people. */
  detail: string;
}

/** The proof in the row of a campaign that was told to hold, or what it lacks so far. */
export function proofIn({ phase, version, over, holds, delivery }: CampaignView): Proof | 'hold' | 'word' {
  if (over) return { proof: 'over', detail: `It is ${phase}: nothing of it delivers.` };
  if (!holds.some(({ by }) => by === 'admin')) return 'hold';
  if (phase !== 'active' && phase !== 'completing') {
    const detail = `Version ${version}: held while it is in ${phase}, so it can't deliver when it gets there.`;
    return { proof: 'held', detail };
  }
  if (delivery.confirmed) return 'word';
  return { proof: 'confirmed', detail: `Version ${version}: the platform confirmed that nothing delivers.` };
}

/** Why a campaign that took the order is not stopped, when no time is left for what it lacks. */
export function whyNot({ phase, version }: CampaignView, lacks: 'hold' | 'word'): string {
  if (phase === 'completing') return 'It is ending, and the platform has not confirmed that in time.';
  if (lacks === 'word') return `Version ${version}: held, but the platform has not confirmed it in time.`;
  if (phase === 'activating')
    return 'Its activation is not over: the hold comes right after it, and it may deliver until then.';
  return `It was told, and has not taken the hold in time; it is in ${phase}.`;
}
