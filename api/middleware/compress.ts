/** Compresses what is read; never what may hold a secret beside words of the request, whose length would tell of it (BREACH). */
import compression from 'compression';
import type { RequestHandler } from 'express';
import { localsOf } from './locals';

const compressed: RequestHandler = compression({
  filter(req, res) {
    // A stream of events is for now: it must not wait for a block to fill.
    const isStream = String(res.getHeader('Content-Type') ?? '').startsWith('text/event-stream');
    return !isStream && !localsOf(res).hasSecret && compression.filter(req, res);
  },
});

export const compress: RequestHandler = (req, res, next) => {
  if (req.method === 'GET') compressed(req, res, next);
  else next();
};
