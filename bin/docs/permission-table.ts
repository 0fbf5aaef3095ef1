/** The generated part of docs/access.md: what each role may do, and the scope that a key needs for it. */
import { type Action, permissions, type Reach, reachOf, roles, scopeOf } from '../../domain/permissions';
import { withGeneratedPart } from './generated-part';

/** docs/access.md with its generated part made anew. @throws when the page has no such part. */
export function withPermissionTable(page: string): string {
  return withGeneratedPart(page, 'domain/permissions.ts', permissionTable());
}

function permissionTable(): string {
  // Its keys are the actions: the table is `as const`.
  const rows = (Object.keys(permissions) as Action[]).map((action) => {
    const reaches = roles.map((role) => cell(reachOf(action, role)));
    const scope = scopeOf(action);
    return `| ${action} | ${reaches.join(' | ')} | ${scope ? `\`${scope}\`` : 'no key'} |`;
  });
  const head = `| action | ${roles.join(' | ')} | scope of a key |`;
  return [head, `|---|${roles.map(() => ':-:').join('|')}|---|`, ...rows].join('\n');
}

function cell(reach: Reach | null): string {
  return reach === 'any' ? 'everyone’s' : reach === 'own' ? 'his own' : '–';
}
