/** Errors as RFC 9457 problem documents. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import { BusinessError, type ErrorCode, errorTable, retryAfter } from '../domain/errors';
import type { Answer } from '../services/idempotency';

export const PROBLEM_TYPE = 'application/problem+json';

interface ProblemContext {
  publicUrl: string;
  /** The request's path, without its query. */
  instance: string;
  requestId: string;
}

/** The answer to a request that failed; extra details become members of the document. */
export function problem(error: BusinessError, { publicUrl, instance, requestId }: ProblemContext): Answer {
  const { code, message, details } = error;
  const { detail: _said, errors, retryAfterSeconds: _wait, ...members } = details;
  const [status, title] = errorTable[code];
  const body = {
    ...members,
    type: `${publicUrl}/docs/errors#${code}`,
    title,
    status,
    detail: message,
    instance,
    code,
    request_id: requestId,
    ...(errors && { errors }),
  };
  const headers: Record<string, string> = { 'Content-Type': PROBLEM_TYPE };
  const wait = retryAfter(error);
  if (wait !== undefined) headers['Retry-After'] = String(wait);
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer realm="adflight"';
  return { status, headers, body: JSON.stringify(body), final: false };
}

const ofStatus: Readonly<Record<number, ErrorCode>> = {
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  416: 'RANGE_NOT_SATISFIABLE',
};

/** Errors of Express and its body parsers carry a status below 500; null for any other error. */
export function requestError(error: unknown): BusinessError | null {
  if (error instanceof URIError) return new BusinessError('MALFORMED_ID');
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  const code = ofStatus[error.status];
  if (code) return new BusinessError(code);
  return error.status >= 400 && error.status < 500 ? new BusinessError('MALFORMED_JSON') : null;
}

/** Sends an answer as it is. */
export function send(res: Response, { status, headers, body }: Omit<Answer, 'final'>): void {
  res.status(status);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.end(body ?? undefined);
}

/** What Node itself refuses; all else is no request. */
const ofNode: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/** The whole answer to what Node could not read as a request. */
export function refusalOf({ code = '' }: NodeJS.ErrnoException, publicUrl: string): string {
  const error = new BusinessError(ofNode[code] ?? 'MALFORMED_REQUEST');
  const { status, headers, body } = problem(error, { publicUrl, instance: '/', requestId: randomUUID() });
  const text = body ?? '';
  const lines = Object.entries({
    ...headers,
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${text}`;
}
