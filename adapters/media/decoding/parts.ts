/** How many parts (boxes of an MP4, elements of a WebM) are looked at before a file is given up. */
import { BusinessError } from '../../../domain/errors';

/** Two minutes of a film in fragments of one picture each have some 100,000. */
const MOST_PARTS = 200_000;

/** @throws MEDIA_TOO_COMPLEX at the call beyond the limit. */
export function countParts(): () => void {
  let count = 0;
  return () => {
    if (++count > MOST_PARTS) throw new BusinessError('MEDIA_TOO_COMPLEX');
  };
}
