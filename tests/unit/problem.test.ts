/** What Express, its body parsers and Node refuse is told in our words, under the status that it has. */
import { refusalOf, requestError } from '../../api/problem';
import { type ErrorCode, errorTable } from '../../domain/errors';

test.each<[number, ErrorCode | null]>([
  [400, 'MALFORMED_JSON'],
  [408, 'REQUEST_TIMEOUT'],
  [413, 'PAYLOAD_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
  [416, 'RANGE_NOT_SATISFIABLE'],
  [500, null],
])('an error of status %i is %s', (status, code) => {
  const known = requestError(Object.assign(new Error('of a library'), { status }));
  expect(known?.code ?? null).toBe(code);
  if (code) expect(errorTable[code][0]).toBe(status);
});

test.each<[string, string, ErrorCode]>([
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout', 'REQUEST_TIMEOUT'],
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large', 'HEADERS_TOO_LARGE'],
  ['HPE_INVALID_METHOD', '400 Bad Request', 'MALFORMED_REQUEST'],
])('%s of Node is answered %s', (failure, status, code) => {
  const answer = refusalOf(Object.assign(new Error('of Node'), { code: failure }), 'https://ads.example');
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`);
  expect(JSON.parse(body)).toMatchObject({ code, status: errorTable[code][0] });
});
