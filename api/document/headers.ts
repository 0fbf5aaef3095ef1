/** The headers of answers, as the document describes them. */
import type { Route } from '../route';

const text = (description: string, example: string) => ({
  description,
  schema: { type: 'string' as const },
  example,
});

export const headers = {
  'X-Request-Id': {
    ...text('Names the request in logs and in the audit log', '0198f5a2-7c1e-7b3a-9d40-5f6e7a8b9c0d'),
    required: true,
  },
  'RateLimit-Policy': text('The limits that the request counted against', '"read";q=1200;w=60'),
  RateLimit: text('What is left of them, and the seconds until they begin anew', '"read";r=1199;t=60'),
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' as const, minimum: 1 } },
  'Idempotency-Replayed': {
    description: 'The answer is that of an earlier request with the same Idempotency-Key',
    schema: { type: 'string' as const, enum: ['true'] },
  },
  'WWW-Authenticate': text('How to sign in', 'Bearer realm="adflight"'),
  ETag: text('The version of what is shown: name it in If-Match, or in If-None-Match', '"3"'),
  Location: {
    description: 'Where the new thing is',
    schema: { type: 'string' as const, format: 'uri-reference' },
  },
  'Cache-Control': text('How long the answer may be kept', 'public, max-age=60'),
  'Content-Disposition': text('The name of the file', 'attachment; filename="report.csv"'),
  'Set-Cookie': text('The refresh token, for a browser', 'refresh_token=…; HttpOnly; SameSite=Strict'),
};

type HeaderName = keyof typeof headers;

function isHeaderName(name: string): name is HeaderName {
  return Object.hasOwn(headers, name);
}

/** The headers that an answer of this status may have. @throws for a header of the route that has no description. */
export function headersOf(route: Route, status: number): Record<string, { $ref: string }> {
  const names = new Set<HeaderName>(['X-Request-Id']);
  if (route.rate !== 'none') names.add('RateLimit-Policy').add('RateLimit');
  if (route.idempotent) names.add('Idempotency-Replayed');
  if (status === 401) names.add('WWW-Authenticate');
  if (status === 409 || status === 429 || status === 503) names.add('Retry-After');
  if (status < 400) {
    for (const name of route.sends.filter((sent) => sent !== 'Content-Type')) {
      if (!isHeaderName(name))
        throw new Error(`${route.path} sends ${name}, which the document does not know`);
      names.add(name);
    }
    if (route.cache) names.add('ETag').add('Cache-Control');
  }
  return Object.fromEntries([...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}
