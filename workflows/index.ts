/** What the worker's bundle holds: every workflow, by the name of its type. */
export { campaignLifecycle } from './campaign/lifecycle';
export { keyRotation } from './key-rotation/rotation';
export { paymentLife } from './payment/life';
