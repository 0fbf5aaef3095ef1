/** Every activity that has a heartbeat timeout beats while it runs: a worker that died is noticed by that, not by the activity's own, longer timeout. */
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** The server allows three times as long; what ends sooner costs no beat at all. */
const BEAT_MS = 5_000;

export const beating: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    async execute(input, next) {
      if (!context.info.heartbeatTimeoutMs) return next(input);
      const timer = setInterval(() => context.heartbeat(), BEAT_MS);
      try {
        return await next(input);
      } finally {
        clearInterval(timer);
      }
    },
  },
});
