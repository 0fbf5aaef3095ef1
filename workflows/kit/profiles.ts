/**
 * The named activity profiles, each whole, with its timeouts and its retries. Those that a message may interrupt say what a
 * cancellation waits for: left out, the SDK takes TRY_CANCEL, though its documentation says otherwise.
 */
import type { ActivityOptions } from '@temporalio/workflow';

/** Idempotent reads and writes of our own database, and messages to our own workflows. */
export const write = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '1m' },
} as const satisfies ActivityOptions;

/** Questions to an outside system that a decision needs: patient, since an outage must not end a workflow. */
export const read = {
  startToCloseTimeout: '30s',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10m' },
} as const satisfies ActivityOptions;

/**
 * Calls that move money or ask what was moved. An hour is well below the day after which Stripe forgets a key; then the
 * workflow hears what came meanwhile, looks what was done, and goes on.
 */
export const money = {
  startToCloseTimeout: '30s',
  heartbeatTimeout: '15s',
  scheduleToCloseTimeout: '1h',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '10m' },
} as const satisfies ActivityOptions;

/** Sessions at the payment provider, for which a person waits: tried for a short while, then they are told to try again. */
export const checkout = {
  startToCloseTimeout: '15s',
  scheduleToCloseTimeout: '2m',
  cancellationType: 'TRY_CANCEL',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' },
} as const satisfies ActivityOptions;

/** Ad platforms: patient, since an outage of theirs must not end a campaign. */
export const platform = {
  startToCloseTimeout: '2m',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
} as const satisfies ActivityOptions;
