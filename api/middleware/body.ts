/** Reads the body as the route wants it: JSON, CSV, raw bytes, or left alone for a stream. */
import express, { type RequestHandler } from 'express';
import { BusinessError } from '../../domain/errors';
import type { Route } from '../route';

type Kind = NonNullable<Route['bodyKind']>;

/** Largest body by kind; a multipart stream is counted where it is read. */
const LIMITS = { json: '100kb', csv: '5mb', raw: '1mb' } as const;
const TYPES = { json: ['json', '+json'], csv: ['text/csv'], multipart: ['multipart/form-data'] } as const;

const readers: Readonly<Record<Kind, RequestHandler | null>> = {
  json: express.json({ limit: LIMITS.json, strict: false, type: () => true }),
  csv: express.raw({ limit: LIMITS.csv, type: () => true }),
  raw: express.raw({ limit: LIMITS.raw, type: () => true }),
  multipart: null,
};

/** What parses the body of a route; a route that takes none does not read it. */
export function readBody({ body, bodyKind }: Route): RequestHandler[] {
  const kind: Kind | null = bodyKind ?? (body ? 'json' : null);
  if (kind === null) return [];
  const reader = readers[kind];
  return [...(kind === 'raw' ? [] : [requireType(TYPES[kind])]), ...(reader ? [reader] : [])];
}

function requireType(types: readonly string[]): RequestHandler {
  return (req, _res, next) => {
    // Without a body the schema decides whether one is needed.
    if (req.get('content-length') !== '0' && req.is([...types]) === false) {
      throw new BusinessError('UNSUPPORTED_MEDIA_TYPE', { accepted: types });
    }
    next();
  };
}
