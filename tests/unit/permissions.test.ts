/** The permission table, and that nothing is offered past it. */
import { route } from '../../api/route';
import { routes } from '../../api/routes';
import {
  type Action,
  type Permission,
  permissions,
  roles,
  scopeOf,
  scopes,
  scopesOf,
} from '../../domain/permissions';
import type { Context } from '../../services/context';
import { publicVerb, verb } from '../../services/verb';

const actions = Object.keys(permissions) as Action[];
const reads = (scope: string | null) => scope?.endsWith(':read') ?? false;

describe('what has no permission does not compile, and does nothing where it runs unchecked', () => {
  const ends = { advertiser: 'own', support: null, admin: 'any' } as const;
  const caller = { userId: '', role: 'admin', address: '' };
  const ctx = { caller } as Context;

  test('an action that does not say which scope a key needs, or leaves a role out', () => {
    // @ts-expect-error: no scope
    const scopeless: Permission = ends;
    // @ts-expect-error: no word about support
    const roleless: Permission = { advertiser: 'own', admin: 'any', scope: null };
    // @ts-expect-error: a scope that no key can have
    const strange: Permission = { ...ends, scope: 'things:write' };
    expect([scopeless.scope, roleless.support]).toEqual([undefined, undefined]);
    expect(scopes).not.toContain(strange.scope);
  });

  test('a use case of an action that is not in the table, or of none', async () => {
    const done: string[] = [];
    // @ts-expect-error: not in the table
    const nameless = verb<undefined, void>('thing.go', async () => void done.push('nameless'));
    // @ts-expect-error: only a publicVerb is public
    const careless = verb<undefined, void>(null, async () => void done.push('careless'));
    await expect(nameless.call(ctx, undefined)).rejects.toThrow();
    await expect(careless.call(ctx, undefined)).rejects.toThrow();
    expect(done).toEqual([]);
  });

  test('a route without a use case, which is where its permission comes from', () => {
    const spec = { method: 'get', path: '/things', summary: '', tag: '', status: 204, errors: [] } as const;
    // @ts-expect-error: no use case
    expect(() => route({ ...spec, input: () => undefined })).toThrow(TypeError);
    const open = publicVerb<undefined, void>(async () => {});
    expect(route({ ...spec, input: () => undefined, verb: open }).action).toBeNull();
  });
});

test('every action is some route’s, and every scope some action’s', () => {
  const used = new Set(routes.map(({ action }) => action));
  expect(actions.filter((action) => !used.has(action))).toEqual([]);
  const needed = new Set(actions.map(scopeOf));
  expect(scopes.filter((scope) => !needed.has(scope))).toEqual([]);
});

test('a scope that reads reaches nothing but GET', () => {
  const reached = routes.filter(({ action }) => action !== null && reads(scopeOf(action)));
  expect(reached.length).toBeGreaterThan(20);
  expect(reached.filter(({ method }) => method !== 'get').map(({ path }) => path)).toEqual([]);
});

test('no key is taken for passwords, sign-ins, second factors, keys and roles', () => {
  const closed = routes.filter(
    ({ path, action }) => action !== null && /password|sessions|totp|api-keys|role|email|phone/.test(path),
  );
  expect(closed.length).toBeGreaterThanOrEqual(15);
  expect(closed.filter(({ action }) => action && scopeOf(action) !== null).map(({ path }) => path)).toEqual(
    [],
  );
});

test('support can be given no scope that changes a thing of others', () => {
  expect(scopesOf('support').filter((scope) => !reads(scope))).toEqual(['account:write']);
});

test('the scopes of admins are not for others', () => {
  const own = scopes.filter((scope) => !scopesOf('advertiser').includes(scope));
  expect(own).toEqual([
    'users:read',
    'users:write',
    'reviews:write',
    'prices:write',
    'placements:write',
    'audit:read',
  ]);
  expect(scopesOf('admin')).toEqual(scopes);
  expect(roles).toHaveLength(3);
});
