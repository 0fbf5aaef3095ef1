/** What a key rotation has done: the next slice of sealed rows put under the newest key. */
import type { RotationPosition, RotationSlice } from '../contracts/key-rotation';
import { BusinessError } from '../domain/errors';
import type { ServiceConfig } from '../infra/config';
import type { Database } from '../infra/database';
import { rewrapSlice } from '../store/sealed-columns';
import { withTypedFailures } from './failures';

/** Rows looked at in one call: well below a second's work. */
const ROWS = 1_000;

export interface RotationActivityDeps {
  config: ServiceConfig;
  db: Database;
}

export function createRotationActivities({ config, db }: RotationActivityDeps) {
  return withTypedFailures({
    /** Idempotent: what is under the key already is left alone. @throws UNAVAILABLE while this worker lacks the key. */
    async rewrapSlice(keyId: string, position: RotationPosition | null): Promise<RotationSlice> {
      if (config.ENCRYPTION_KEY.id !== keyId)
        throw new BusinessError('UNAVAILABLE', {
          detail: `This worker does not seal under key ${keyId} yet.`,
        });
      return rewrapSlice(db, config, position, ROWS);
    },
  });
}
