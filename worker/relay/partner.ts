/** Lets an event of the partner platform take effect, in one transaction with the note that it did. */
import { toPartnerFact } from '../../schemas/partner';
import { applyFact } from '../../services/partner/apply';
import { type ClaimedMessage, finishMessage, lockMessage } from '../../store/inbox';
import { inTransaction } from '../../store/transaction';
import type { RelayDeps } from './relay';
import { understood } from './understanding';

/** @throws when it is to be tried again. */
export async function relayPartner(
  { db, now }: Pick<RelayDeps, 'db' | 'now'>,
  { id, payload }: ClaimedMessage,
): Promise<void> {
  const fact = understood(() => toPartnerFact(payload));
  return inTransaction(
    db,
    async (tx) => {
      // Held too long it may have been claimed again: the second finds it done.
      if (!(await lockMessage(tx, id))) return;
      const outcome = fact
        ? await applyFact(
            tx,
            {
              caller: null,
              requestId: `partner/${fact.eventId}`,
              now,
              actor: { kind: 'system', id: 'partner', address: null },
            },
            fact,
          )
        : 'ignored: a type that means nothing here';
      await finishMessage(tx, id, outcome, now());
    },
    { repeatable: true },
  );
}
