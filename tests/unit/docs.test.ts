/** Pages with generated parts say what the code says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withPhaseTable } from '../../bin/docs/phase-table';
import { lifecycle, phases } from '../../domain/campaign/phases';

const page = readFileSync(path.join(__dirname, '../../docs/lifecycle.md'), 'utf8');

test('the phase table of docs/lifecycle.md is the one in the code (npm run docs makes it anew)', () => {
  expect(withPhaseTable(page)).toBe(page);
});

test('a stale phase table is noticed: every way that a phase leads is drawn', () => {
  const ways = phases.flatMap((from) => lifecycle[from].leadsTo.map((to) => `  ${from} --> ${to}`));
  for (const way of ways) expect(withPhaseTable(page.replace(way, ''))).toContain(way);
});

test('a page without the marks is refused, so that nothing of it is lost', () => {
  expect(() => withPhaseTable('# The life of a campaign')).toThrow('marks');
});
