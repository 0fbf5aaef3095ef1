/** Holds any answer of the API against its own OpenAPI document. */
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../api/openapi';
import type { Route } from '../../api/route';
import { routes as allRoutes } from '../../api/routes';
import type { Answered } from './http';

const PREFIX = 'https://adflight.test/openapi';

/** An `expectConforms` for a table of routes. */
export function conformsTo(routes: readonly Route[]): (answer: Answered) => void {
  const document = openApiDocument(routes, 'http://localhost');
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: PREFIX, ...document });
  const paths = routes.map(({ path, method }) => ({
    path,
    method,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const literalFirst = paths.sort((a, b) => (a.path < b.path ? -1 : 1));

  return ({ method, path, status, headers, body }) => {
    const [plain = ''] = path.split('?');
    const found = literalFirst.find((at) => at.method === method.toLowerCase() && at.pattern.test(plain));
    if (!found) throw new Error(`${method} ${path} is not in the document`);
    const responses = document.paths?.[found.path]?.[found.method]?.responses;
    const declared = responses?.[String(status)];
    if (!declared)
      throw new Error(`${method} ${found.path} does not declare ${status}: ${JSON.stringify(body)}`);
    if (status === 204) return;
    const [type = ''] = (headers.get('content-type') ?? '').split(';');
    if (!('content' in declared) || !declared.content?.[type]) {
      throw new Error(`${method} ${found.path} does not declare ${type} with ${status}`);
    }
    if (!type.endsWith('json')) return;
    const at = ['paths', found.path, found.method, 'responses', String(status), 'content', type, 'schema'];
    const pointer = at.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
    const validate = ajv.getSchema(`${PREFIX}#/${encodeURI(pointer)}`);
    if (!validate) throw new Error(`no schema at ${pointer}`);
    if (!validate(body)) {
      const problems = validate.errors?.map(
        (e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`,
      );
      throw new Error(
        `${method} ${found.path} ${status} departs from the document:\n${problems?.join('\n')}`,
      );
    }
  };
}

let all: ((answer: Answered) => void) | undefined;

/** Throws where an answer's status, media type or body is not what the document says. */
export function expectConforms(answer: Answered): void {
  all ??= conformsTo(allRoutes);
  all(answer);
}
