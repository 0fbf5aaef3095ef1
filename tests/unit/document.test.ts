/** The OpenAPI document: what every operation in it must have, and what no schema in it may leave open. */
import { openApiDocument } from '../../api/openapi';
import { routes } from '../../api/routes';
import { errorTable } from '../../domain/errors';

const document = JSON.parse(JSON.stringify(openApiDocument(routes, 'https://ads.example')));

interface Operation {
  operationId: string;
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { links?: Record<string, { operationId: string }> }>;
}

const paths: Record<string, Record<string, Operation>> = document.paths;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** These alone take or show an object whose members are not known beforehand. */
const open = new Set([
  // A code may bring members of its own.
  'components/schemas/Problem/additionalProperties',
  // What the sender of a signed event documents.
  'paths//payment/webhook/post/requestBody/content/application/json/schema',
  'paths//webhooks/stripe/post/requestBody/content/application/json/schema',
  'paths//webhooks/platform-events/post/requestBody/content/application/json/schema',
]);

/** Where a schema says nothing, or leaves an object open. */
function loose(value: unknown, at: string[], inSchema: boolean): string[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap((item, n) => loose(item, [...at, String(n)], inSchema));
  const members = Object.entries(value);
  const found: string[] = [];
  const schema = new Map<string, unknown>(members);
  if (inSchema) {
    const isEmpty = !['$ref', 'type', 'enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not', 'properties'].some(
      (key) => schema.has(key),
    );
    const isOpen =
      schema.get('type') === 'object' &&
      [undefined, true].includes(schema.get('additionalProperties') as undefined);
    if (isEmpty || isOpen) found.push(at.join('/'));
  }
  const named = ['properties', 'patternProperties', '$defs'];
  const data = [
    'example',
    'examples',
    'default',
    'enum',
    'const',
    'required',
    'links',
    'security',
    'headers',
  ];
  for (const [key, member] of members) {
    if (data.includes(key)) continue;
    const below = [...at, key];
    if (inSchema && named.includes(key)) {
      for (const [name, property] of Object.entries(member))
        found.push(...loose(property, [...below, name], true));
    } else if (inSchema && typeof member === 'object') found.push(...loose(member, below, true));
    else if (at.join('/') === 'components' && key === 'schemas') {
      for (const [name, component] of Object.entries(member))
        found.push(...loose(component, [...below, name], true));
    } else found.push(...loose(member, below, key === 'schema'));
  }
  return found;
}

test('no request and no answer holds anything that its schema does not name, but for a listed few', () => {
  const { paths, components } = document;
  const { schemas, responses } = components;
  const found = loose({ paths, components: { schemas, responses } }, [], false);
  expect(new Set(found)).toEqual(open);
});

test('the lint finds what is left open', () => {
  const schema = {
    type: 'object',
    properties: {
      any: {},
      loose: { type: 'object' },
      known: { type: 'object', additionalProperties: false },
    },
    additionalProperties: { description: 'anything' },
  };
  expect(loose({ schema }, [], false)).toEqual([
    'schema/properties/any',
    'schema/properties/loose',
    'schema/additionalProperties',
  ]);
});

describe('every operation', () => {
  test('has a name of its own', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(names.length).toBe(routes.length);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z0-9]+$/);
  });

  test('that needs a sign-in says which scope a key needs, or that it takes none', () => {
    const byName = new Map(operations.map(({ path, method, operation }) => [`${method} ${path}`, operation]));
    expect(byName.get('post /users/{id}/role')?.security).toEqual([{ bearer: [] }]);
    expect(byName.get('post /auth/login')?.security).toEqual([]);
    expect(byName.get('get /campaigns')?.security).toEqual([{ bearer: [] }, { apiKey: ['campaigns:read'] }]);
  });

  test('that lists pages, sorts, and chooses fields', () => {
    const lists = operations.filter(({ operation }) => operation.operationId.startsWith('list'));
    expect(lists.length).toBeGreaterThan(15);
    for (const { path, operation } of lists) {
      const names = operation.parameters?.filter((it) => it.in === 'query').map(({ name }) => name) ?? [];
      expect([path, names]).toEqual([
        path,
        expect.arrayContaining(['offset', 'limit', 'cursor', 'sort', 'fields']),
      ]);
    }
  });

  test('declares each status by a reference that leads somewhere, and links that lead to operations', () => {
    const names = new Set(operations.map(({ operation }) => operation.operationId));
    for (const { operation } of operations) {
      for (const response of Object.values(operation.responses)) {
        for (const { operationId } of Object.values(response.links ?? {}))
          expect(names).toContain(operationId);
      }
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, at = '']) => at,
    );
    for (const reference of new Set(references)) {
      const target = reference.split('/').reduce((value, name) => value?.[name], document);
      expect([reference, target]).toEqual([reference, expect.anything()]);
    }
  });

  test('that creates a thing links to what reads, changes and ends it', () => {
    const links = Object.keys(paths['/campaigns']?.post?.responses['201']?.links ?? {});
    expect(links).toEqual(expect.arrayContaining(['getCampaign', 'updateCampaign', 'deleteCampaign']));
  });
});

test('every error has one address, and the document knows them all', () => {
  expect(document.components.schemas.Problem.properties.type.enum).toEqual(
    Object.keys(errorTable).map((code) => `https://ads.example/docs/errors#${code}`),
  );
});
