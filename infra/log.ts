/** Structured logs (pino), with everything that could be a secret cut out. */
import { type Logger, pino } from 'pino';

export type { Logger };

export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: {
      paths: [
        '*.password',
        '*.token',
        '*.refreshToken',
        '*.accessToken',
        '*.authorization',
        '*.cookie',
        '*.secret',
        '*.phone',
        'req.headers.authorization',
        'req.headers.cookie',
        'req.headers["stripe-signature"]',
        'req.headers["x-api-key"]',
      ],
      censor: '[redacted]',
    },
  });
}
