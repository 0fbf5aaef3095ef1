/** The relay's door to Temporal: the few calls it makes, each with a deadline, "not found" told from "away". */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { messagesToPayments } from '../../activities/payment-messages';
import {
  type CampaignSnapshot,
  campaignWorkflowId,
  GET_STATE,
  type PaymentEvent,
} from '../../contracts/campaign';
import { PAYMENT_EVENT, type RefundRequest } from '../../contracts/payment';
import type { Json } from '../../domain/json';
import { SECOND } from '../../domain/time';

export interface Door {
  /** False: no open workflow of this campaign. */
  signalCampaign(campaignId: string, event: PaymentEvent): Promise<boolean>;
  /** False: no open workflow of this id. */
  signal(workflowId: string, name: string, payload: Json): Promise<boolean>;
  /** Starts the payment's workflow when it is not there. */
  signalPayment(event: PaymentEvent): Promise<void>;
  /** Starts the payment's workflow when it is not there. */
  requestRefund(paymentId: string, refund: RefundRequest): Promise<void>;
  /** What the workflow knows, open or closed; null when there is none. */
  readCampaign(campaignId: string): Promise<CampaignSnapshot | null>;
}

const DEADLINE = 10 * SECOND;

export function openDoor(client: Client, timeScale: number): Door {
  const payments = messagesToPayments(client, timeScale);
  const inTime = <T>(call: () => Promise<T>) => client.withDeadline(Date.now() + DEADLINE, call);
  const signal = async (workflowId: string, name: string, payload: Json | PaymentEvent) =>
    (await found(inTime(() => client.workflow.getHandle(workflowId).signal(name, payload)))) !== null;
  return {
    signalCampaign: (campaignId, event) => signal(campaignWorkflowId(campaignId), PAYMENT_EVENT, event),
    signal,
    signalPayment: (event) => inTime(() => payments.forwardPaymentEvent(event)),
    requestRefund: (paymentId, refund) => inTime(() => payments.requestRefund({ paymentId }, refund)),
    readCampaign: (campaignId) =>
      found(
        inTime(() =>
          client.workflow.getHandle(campaignWorkflowId(campaignId)).query<CampaignSnapshot>(GET_STATE),
        ),
      ),
  };
}

/** Null where Temporal knows no such workflow, or knows it as closed where it must be open. */
async function found<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
