/** Tells what no repeat can mend (a message that nobody here understands) from what passes by itself (an outage). */
import { z } from 'zod';
import { BusinessError, errorTable } from '../../domain/errors';

/** A message has another shape than its reader knows. */
class NotUnderstood extends Error {}

/** Reads a message: pure, so that whatever it throws lies in the message, and in nothing that could be away. */
export function understood<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new NotUnderstood(wordsOf(error), { cause: error });
  }
}

/**
 * Why a message fails at every try: it was not understood, or our own rules refuse it for good.
 * @returns null for everything else, known or not: Postgres, Temporal or a provider that is away may look like anything,
 * and must never cost a message.
 */
export function whyHopeless(error: unknown): string | null {
  if (error instanceof NotUnderstood) return error.message;
  const isFinal =
    error instanceof BusinessError && errorTable[error.code][0] < 500 && error.code !== 'RATE_LIMITED';
  return isFinal ? `${error.code}: ${error.message}` : null;
}

/** Where the shape differs, without the values. */
function wordsOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  const issues = error.issues.map(({ path, message }) => `/${path.map(String).join('/')}: ${message}`);
  return issues.slice(0, 5).join('; ');
}
