/** One line a request: what, by whom, how it ended. No query, header or body: those may hold secrets. */
import type { RequestHandler } from 'express';
import type { Logger } from '../../infra/log';
import { localsOf } from './locals';

export function accessLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const started = performance.now();
    res.on('close', () => {
      const { requestId, caller, route } = localsOf(res);
      log.info(
        {
          request_id: requestId,
          method: req.method,
          route: route ?? 'none',
          path: req.originalUrl.split('?')[0],
          status: res.writableFinished ? res.statusCode : 'aborted',
          ms: Math.round(performance.now() - started),
          user_id: caller?.userId,
        },
        'request',
      );
    });
    next();
  };
}
