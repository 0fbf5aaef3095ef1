/** What the relay says to workflows and reads of them: the few calls that its tests can stand in for. */
import type { Client } from '@temporalio/client';
import { messagesToPayments } from '../../adapters/temporal/payments';
import { read, tell } from '../../adapters/temporal/workflows';
import {
  type CampaignSnapshot,
  campaignWorkflowId,
  GET_STATE,
  type PaymentEvent,
} from '../../contracts/campaign';
import { PAYMENT_EVENT, type RefundRequest } from '../../contracts/payment';
import type { Json } from '../../domain/json';

export interface WorkflowClient {
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

export function workflowClient(client: Client, timeScale: number): WorkflowClient {
  const payments = messagesToPayments(client, timeScale);
  return {
    signalCampaign: (campaignId, event) => tell(client, campaignWorkflowId(campaignId), PAYMENT_EVENT, event),
    signal: (workflowId, name, payload) => tell(client, workflowId, name, payload),
    signalPayment: payments.forwardPaymentEvent,
    requestRefund: (paymentId, refund) => payments.requestRefund({ paymentId }, refund),
    readCampaign: (campaignId) => read(client, campaignWorkflowId(campaignId), GET_STATE),
  };
}
