/** The door to the decoders: whether a file may come in, what it is, and what of it is stored. */
import { BusinessError } from '../../domain/errors';
import { SECOND } from '../../domain/time';
import { Decoder, type DecoderLimits } from './decoder';
import type { Inspected } from './protocol';
import type { Spooled } from './spool';
import { Turns } from './turns';

export interface Inspector {
  /**
   * In the turn of its owner; ended at once when the signal aborts.
   * @throws MEDIA_BROKEN, MEDIA_UNSAFE, MEDIA_DIMENSIONS, MEDIA_TYPE; MEDIA_TOO_COMPLEX when it took too much memory or
   * time; RATE_LIMITED and UNAVAILABLE as `Turns`; the signal's reason.
   */
  inspect(file: Spooled, by: { userId: string; signal: AbortSignal | undefined }): Promise<Inspected>;
  /** Kills what runs, and resolves when nothing does any more. */
  close(): Promise<void>;
}

/** A picture of 50 megapixels takes some 450 MB and 4 s, turned and progressive 700 MB and 8 s, on two busy cores. */
const LIMITS: DecoderLimits = { memory: 1024 ** 3, time: 60 * SECOND };
const TURNS = { lanes: 2, lanesOfOne: 1, waitingOfOne: 16, waiting: 64 };

/** Starts a decoder with the first file, and another in the place of each that was killed. */
export function openInspector(limits = LIMITS): Inspector {
  const turns = new Turns(TURNS);
  const closing = new AbortController();
  const all = new Set<Decoder>();
  const idle: Decoder[] = [];

  async function decode({ path, type, bytes }: Spooled, signal: AbortSignal): Promise<Inspected> {
    const decoder = ready();
    const { found, isSpent } = await decoder
      .ask({ path, type, bytes }, signal)
      .catch(async (error: unknown) => {
        await discard(decoder);
        throw error;
      });
    if (isSpent) await discard(decoder);
    else idle.push(decoder);
    if ('refused' in found) throw new BusinessError(found.refused.code, found.refused.details);
    return found.inspected;
  }

  function ready(): Decoder {
    for (let next = idle.pop(); next; next = idle.pop()) {
      if (next.isAlive) return next;
      all.delete(next);
    }
    const fresh = new Decoder(limits);
    all.add(fresh);
    return fresh;
  }

  async function discard(decoder: Decoder): Promise<void> {
    await decoder.kill();
    all.delete(decoder);
  }

  return {
    inspect(file, { userId, signal }) {
      const stop = AbortSignal.any(signal ? [signal, closing.signal] : [closing.signal]);
      return turns.take(userId, stop, () => decode(file, stop));
    },
    async close() {
      closing.abort(new BusinessError('UNAVAILABLE'));
      await Promise.all([...all].map((decoder) => decoder.kill()));
    },
  };
}
