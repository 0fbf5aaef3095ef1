/** How much of a film's structure is looked at before the file is given up. */
import { BusinessError } from '../../../domain/errors';

/** Boxes of an MP4, elements of a WebM: two minutes in fragments of one picture each have some 100,000. */
const MOST_PARTS = 200_000;

/** Both throw MEDIA_TOO_COMPLEX beyond their limit. */
export interface Budget {
  part(): void;
  /** Of what only describes the film, in bytes: its own parts are read later, by a parser that counts none. */
  index(bytes: number): void;
}

/** @param mostIndex in bytes */
export function openBudget(mostIndex: number): Budget {
  let [parts, indexBytes] = [0, 0];
  const check = () => {
    if (parts > MOST_PARTS || indexBytes > mostIndex) throw new BusinessError('MEDIA_TOO_COMPLEX');
  };
  return {
    part() {
      parts++;
      check();
    },
    index(bytes) {
      indexBytes += bytes;
      check();
    },
  };
}
