/** Holds any answer of the API against its own OpenAPI document: status, media type, body and headers. */
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../api/openapi';
import type { Route } from '../../api/route';
import { routes as allRoutes } from '../../api/routes';
import type { Answered } from './http';

const PREFIX = 'https://adflight.test/openapi';
/** Of HTTP, of browsers' security and of caches: not of any operation. */
const OF_ALL = new Set(
  `connection content-encoding content-length content-type date keep-alive transfer-encoding vary cache-control
access-control-allow-origin access-control-allow-credentials access-control-expose-headers
content-security-policy cross-origin-opener-policy cross-origin-resource-policy origin-agent-cluster referrer-policy
strict-transport-security x-content-type-options x-dns-prefetch-control x-download-options x-frame-options
x-permitted-cross-domain-policies x-xss-protection`.split(/\s+/),
);

interface Declared {
  content?: Record<string, unknown>;
  headers?: Record<string, unknown>;
}

/** An `expectConforms` for a table of routes, and for an API that is reached elsewhere. */
export function conformsTo(
  routes: readonly Route[] = allRoutes,
  publicUrl = 'http://localhost:3000',
): (answer: Answered) => void {
  const document = openApiDocument(routes, publicUrl);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: PREFIX, ...document });
  const paths = routes.map(({ path, method }) => ({
    path,
    method,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const literalFirst = paths.sort((a, b) => (a.path < b.path ? -1 : 1));

  /** What a pointer of the document leads to, through the references on the way. */
  function at(...names: string[]): { value: unknown; pointer: string } {
    let [value, pointer]: [unknown, string] = [document, '#'];
    for (const name of names) {
      value = value === null || typeof value !== 'object' ? undefined : Reflect.get(value, name);
      pointer += `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const reference: unknown =
        value === null || typeof value !== 'object' ? undefined : Reflect.get(value, '$ref');
      if (typeof reference === 'string' && name !== 'schema') {
        ({ value, pointer } = at(...reference.slice(2).split('/')));
      }
    }
    return { value, pointer };
  }

  function validator(pointer: string): ValidateFunction {
    const validate = ajv.getSchema(`${PREFIX}${encodeURI(pointer)}`);
    if (!validate) throw new Error(`no schema at ${pointer}`);
    return validate;
  }

  return ({ method, path, status, headers, body }) => {
    const [plain = ''] = path.split('?');
    const found = literalFirst.find((it) => it.method === method.toLowerCase() && it.pattern.test(plain));
    // The router answers for what is in no table.
    if (!found && (status === 404 || status === 405)) return checkProblem(headers, body);
    if (!found) throw new Error(`${method} ${path} is not in the document`);
    const name = `${method} ${found.path} ${status}`;
    const depart = (problem: string): never => {
      throw new Error(`${name} departs from the document: ${problem}`);
    };
    const { value, pointer } = at('paths', found.path, found.method, 'responses', String(status));
    if (!value) depart(`the status is not declared: ${JSON.stringify(body)}`);
    const declared = value as Declared;
    checkHeaders(headers, declared.headers ?? {}, depart);
    if (!declared.content) return;
    const [type = ''] = (headers.get('content-type') ?? '').split(';');
    if (!declared.content[type]) depart(`the type ${type} is not declared`);
    if (!/[/+]json$/.test(type)) return;
    const validate = validator(`${pointer}/content/${type.replaceAll('/', '~1')}/schema`);
    if (validate(body)) return;
    const problems = validate.errors?.map(
      (e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`,
    );
    depart(`\n${problems?.join('\n')}`);
  };
}

function checkProblem(headers: Headers, body: unknown): void {
  if (headers.get('content-type') !== 'application/problem+json') {
    throw new Error(`not a problem document: ${JSON.stringify(body)}`);
  }
}

function checkHeaders(
  headers: Headers,
  declared: Record<string, unknown>,
  depart: (problem: string) => never,
): void {
  const known = new Set(Object.keys(declared).map((name) => name.toLowerCase()));
  for (const name of headers.keys()) {
    if (!known.has(name) && !OF_ALL.has(name)) depart(`the header ${name} is not declared`);
  }
  if (!headers.has('x-request-id')) depart('the header X-Request-Id is missing');
}

let all: ((answer: Answered) => void) | undefined;

/** Throws where an answer's status, media type, body or headers are not what the document says. */
export function expectConforms(answer: Answered): void {
  all ??= conformsTo();
  all(answer);
}
