/** What each route can refuse with, by status, as answers that routes share. */
import { type ErrorCode, errorTable } from '../../domain/errors';
import { reachOf, roles, scopeOf } from '../../domain/permissions';
import { PROBLEM_TYPE } from '../problem';
import type { Route } from '../route';
import { headersOf } from './headers';

/** What a route can refuse with because of what it is, beside what it declares. */
function errorsOf(route: Route): ErrorCode[] {
  const away: ErrorCode[] = ['INTERNAL', 'UNAVAILABLE', 'OUTCOME_UNKNOWN'];
  const codes = new Set<ErrorCode>(['VALIDATION_FAILED', 'HEADERS_TOO_LARGE', ...away, ...route.errors]);
  if (route.rate !== 'none') codes.add('RATE_LIMITED');
  if (route.signIn || route.action) codes.add('UNAUTHENTICATED').add('TWO_CREDENTIALS');
  if (route.path.includes('{')) codes.add('MALFORMED_ID').add('NOT_FOUND');
  if (route.action) {
    const { action } = route;
    if (roles.some((role) => reachOf(action, role) === null)) codes.add('FORBIDDEN');
    codes.add(scopeOf(action) === null ? 'API_KEY_REFUSED' : 'API_KEY_SCOPE');
  }
  if (route.body || route.bodyKind) codes.add('PAYLOAD_TOO_LARGE');
  if (route.body && (route.bodyKind ?? 'json') === 'json') codes.add('MALFORMED_JSON');
  if ((route.body || route.bodyKind) && route.bodyKind !== 'raw') codes.add('UNSUPPORTED_MEDIA_TYPE');
  if (route.method !== 'get') codes.add('IDEMPOTENCY_KEY_INVALID');
  if (route.idempotent) codes.add('IDEMPOTENCY_IN_PROGRESS').add('IDEMPOTENCY_KEY_REUSED');
  return [...codes];
}

/** The address of a code's explanation: the `type` of its problem documents. */
export function problemType(publicUrl: string, code: string): string {
  return `${publicUrl}/docs/errors#${code}`;
}

/** By status, the name of a shared answer and what it is. */
export function problemsOf(route: Route) {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(route).toSorted()) {
    const [status] = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, codes]) => {
    const headers = headersOf(route, status);
    const kinds = [route.rate === 'none' && 'uncounted', route.idempotent && 'repeatable'].filter(Boolean);
    const response = {
      description: codes.map((code) => `\`${code}\`: ${errorTable[code][1]}`).join('\n\n'),
      headers,
      content: {
        [PROBLEM_TYPE]: {
          schema: {
            allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
          },
        },
      },
    };
    return { status, name: [status, ...codes, ...kinds].join('.'), response };
  });
}
