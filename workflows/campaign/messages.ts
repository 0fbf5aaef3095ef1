/** A campaign's messages as its phases hear them. */
import type { Messages } from '../../contracts/campaign';
import type { MessageKind } from '../../domain/campaign/phases';

export type Heard = { [K in MessageKind]: { kind: K; message: Messages[K] } }[MessageKind];
export type HeardOf<K extends MessageKind> = Extract<Heard, { kind: K }>;
