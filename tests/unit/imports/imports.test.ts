/** Imports go one way: down the table of the architecture. */
import path from 'node:path';
import { faultsOf, sourcesOf } from './graph';

const root = path.resolve(__dirname, '../../..');

test('no import goes against the table, and none in a circle', () => {
  const sources = sourcesOf(root);
  expect(sources.length).toBeGreaterThan(100);
  expect(faultsOf(sources)).toEqual([]);
});

test('what workflows are made of keeps no state in its modules, which all of them share', () => {
  const rooms = /^(workflows|contracts|domain)\//;
  const shared = sourcesOf(root).filter(({ file }) => rooms.test(file));
  expect(shared.length).toBeGreaterThan(50);
  expect(shared.filter(({ text }) => /^(export )?(let|var) /m.test(text)).map(({ file }) => file)).toEqual(
    [],
  );
});

describe('a planted wrong import is found', () => {
  const cases: [name: string, file: string, text: string][] = [
    ['a handler past the use cases', 'api/routes/x.ts', `import { post } from '../../store/ledger';`],
    [
      'a workflow that runs an activity itself',
      'workflows/x.ts',
      `import { send } from '../activities/send';`,
    ],
    ['a re-export', 'domain/x.ts', `export { z } from '../schemas/money';`],
    ['an import in an expression', 'domain/x.ts', `export const load = () => import('../infra/log');`],
    ['zod in workflow code', 'workflows/x.ts', `import { z } from 'zod';`],
    ['Node in workflow code', 'contracts/x.ts', `import { createHash } from 'crypto';`],
    [
      'Prisma in workflow code',
      'workflows/x.ts',
      `import type { Campaign } from '../prisma/generated/client';`,
    ],
    [
      'a simulator that shares code with its adapter',
      'simulators/x.ts',
      `import { sign } from '../adapters/stripe/webhook';`,
    ],
    ['a second door to the database', 'services/x.ts', `import { Client } from 'pg';`],
    ['a room that nobody planned', 'utils/x.ts', `import { add } from '../domain/money';`],
  ];
  test.each(cases)('%s', (_, file, text) => {
    expect(faultsOf([{ file, text }])).toHaveLength(1);
  });

  test('a circle', () => {
    const sources = [
      { file: 'domain/a.ts', text: `import { b } from './b';` },
      { file: 'domain/b.ts', text: `export * from './c';` },
      { file: 'domain/c.ts', text: `import { a } from './a';` },
    ];
    expect(faultsOf(sources)).toEqual(['a circle: domain/a.ts → domain/b.ts → domain/c.ts → domain/a.ts']);
  });
});

test.each([
  ['workflows/x.ts', `import type * as activities from '../activities/payment';`],
  ['workflows/x.ts', `type Activities = ReturnType<typeof import('../activities/payment').create>;`],
  ['services/x.ts', `import type { Campaign } from '../prisma/generated/client';`],
  ['bin/x.ts', `import { Client } from 'pg';`],
])('%s may have %s', (file, text) => {
  expect(faultsOf([{ file, text }])).toEqual([]);
});
