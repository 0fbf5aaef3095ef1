/** Structured logs (pino), with everything that could be a secret cut out: by its name, and then by its look. */
import { type DestinationStream, type Logger, pino } from 'pino';
import { scrubbed, withoutSecrets } from './redact';

export type { Logger };

/** @param destination standard output unless said. */
export function createLogger(name: string, level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      name,
      level,
      formatters: { log: withoutSecrets },
      // In the place of pino's own, which would take what we made of an error for one.
      serializers: { err: (told: unknown) => told },
      // The last look is at the line as it is written, whoever put into it what.
      hooks: { streamWrite: scrubbed },
    },
    destination,
  );
}
