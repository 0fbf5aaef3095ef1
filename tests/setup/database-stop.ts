/** Ends the server that the set-up of the same run started. */
import { z } from 'zod';

const Started = z.object({
  stopTestDatabase: z.custom<() => Promise<void>>((value) => typeof value === 'function').optional(),
});

export default async function tearDown(): Promise<void> {
  await Started.parse(globalThis).stopTestDatabase?.();
}
