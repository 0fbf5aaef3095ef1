/** Pages with generated parts say what the code says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withPermissionTable } from '../../bin/docs/permission-table';
import { withPhaseTable } from '../../bin/docs/phase-table';
import { lifecycle, phases } from '../../domain/campaign/phases';
import { permissions } from '../../domain/permissions';

const page = (name: string) => readFileSync(path.join(__dirname, '../../docs', name), 'utf8');
const [life, access] = [page('lifecycle.md'), page('access.md')];

test('the tables of docs/lifecycle.md and docs/access.md are those in the code (npm run docs makes them anew)', () => {
  expect(withPhaseTable(life)).toBe(life);
  expect(withPermissionTable(access)).toBe(access);
});

test('a stale phase table is noticed: every way that a phase leads is drawn', () => {
  const ways = phases.flatMap((from) => lifecycle[from].leadsTo.map((to) => `  ${from} --> ${to}`));
  for (const way of ways) expect(withPhaseTable(life.replace(way, ''))).toContain(way);
});

test('a stale permission table is noticed: every action has its row', () => {
  for (const action of Object.keys(permissions)) {
    const row = `| ${action} |`;
    expect(access).toContain(row);
    expect(withPermissionTable(access.replace(row, ''))).toContain(row);
  }
});

test('a page without the marks is refused, so that nothing of it is lost', () => {
  expect(() => withPhaseTable('# The life of a campaign')).toThrow('marks');
  expect(() => withPermissionTable(life)).toThrow('marks');
});
