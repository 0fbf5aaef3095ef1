/** Takes the refunds that people were promised to the workflows of their payments. */
import { z } from 'zod';
import { type ClaimedMessage, finishMessage } from '../../store/inbox';
import type { RelayDeps } from './relay';
import { understood } from './understanding';

const RefundAsked = z.object({
  key: z.uuid(),
  paymentId: z.uuid(),
  amount: z.int().positive(),
  reason: z.string(),
  requestedBy: z.uuid(),
  requestId: z.string(),
  address: z.string(),
  /** The API key that it came with. */
  through: z.uuid().nullable(),
});

/** @throws when it is to be tried again. */
export async function relayRefundRequest(
  { db, door, now }: Pick<RelayDeps, 'db' | 'door' | 'now'>,
  { id, payload }: ClaimedMessage,
): Promise<void> {
  const { paymentId, address, through, ...request } = understood(() => RefundAsked.parse(payload));
  const origin = { address, ...(through && { apiKeyId: through }) };
  await door.requestRefund(paymentId, { ...request, exact: true, origin });
  await finishMessage(db, id, 'signalled payment', now());
}
