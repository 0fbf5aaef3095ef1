/** What the documents say exists: commands, files they point at, variables they name. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const documents = [
  'README.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith('.md'))
    .map((f) => `docs/${f}`),
];
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')));

/** Where each command that a document names is run; CI itself runs check and test. */
const ranBy: Record<string, string> = {
  start: 'tests/integration/start.test.ts',
  test: '.ci/run',
  check: '.ci/run',
  demo: 'tests/integration/commands.test.ts',
  ops: 'tests/integration/commands.test.ts',
  docs: 'tests/integration/history.test.ts',
  bench: 'tests/integration/commands.test.ts',
  faults: 'tests/faults/kill.test.ts',
  fuzz: 'tests/fuzz/fuzz.test.ts',
  client: '.ci/run',
};

describe.each(documents)('%s', (document) => {
  const text = read(document);

  test('names only commands that exist, each run by a test', () => {
    const named = [...text.matchAll(/npm (?:run )?(start|test|run [a-z-]+|[a-z-]+)(?= |`|$)/gm)].map(
      ([whole]) => whole.replace(/^npm (run )?/, ''),
    );
    for (const name of named.filter((n) => n !== 'packages')) {
      expect(Object.keys(scripts)).toContain(name);
      expect(existsSync(path.join(root, ranBy[name] ?? 'no test runs it'))).toBe(true);
    }
  });

  test('points only at files that exist', () => {
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target ?? '');
    for (const target of targets)
      expect([target, existsSync(path.join(root, path.dirname(document), target))]).toEqual([target, true]);
  });

  test('speaks of the product alone', () => {
    expect(text).not.toMatch(/\/work\/|\/root\/|registry\.npmjs|proxy\.golang/);
  });
});
