/** Errors as RFC 9457 problem documents, as the API answers them. */
import type { ErrorRequestHandler } from 'express';
import { BusinessError, errorTable, retryAfter } from '../domain/errors';
import { asBusinessError, classify } from '../store/transaction';
import type { AdServerDeps } from './deps';

/** A query that its schema refused. */
export function invalidQuery(issues: readonly { path: PropertyKey[]; message: string }[]): BusinessError {
  const errors = issues.map((issue) => ({ path: `/${issue.path.join('/')}`, message: issue.message }));
  return new BusinessError('VALIDATION_FAILED', { errors });
}

/** The last handler of the app. */
export function answerError({ log, url }: AdServerDeps): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const known =
      error instanceof BusinessError
        ? error
        : error instanceof URIError
          ? new BusinessError('NOT_FOUND')
          : asBusinessError(classify(error));
    if (!known) log.error({ err: error }, 'unforeseen error');
    const told = known ?? new BusinessError('INTERNAL');
    const { code, message, details } = told;
    const [status, title] = errorTable[code];
    const wait = retryAfter(told);
    if (wait !== undefined) res.set('Retry-After', String(wait));
    const errors = details.errors && { errors: details.errors };
    const type = `${url}/docs/errors#${code}`;
    const document = { type, title, status, detail: message, instance: req.path, code, ...errors };
    res.status(status).type('application/problem+json').send(JSON.stringify(document));
  };
}
