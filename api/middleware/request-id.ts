/** Gives each request an id, the client's own when it is a plain one, and sends it back. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import { localsOf } from './locals';

export const requestId: RequestHandler = (req, res, next) => {
  const given = req.get('x-request-id');
  const id = given && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  localsOf(res).requestId = id;
  res.setHeader('X-Request-Id', id);
  next();
};
