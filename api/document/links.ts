/** Links from what makes a thing to what reads, changes and ends it. */
import { z } from 'zod';
import type { Route } from '../route';
import { operationId } from './names';

/** `/campaigns/{id}` of `/campaigns`, `/campaigns/create` and `/things/{id}/campaigns`. */
function homeOf(path: string, routes: readonly Route[]): { base: string; parameter: string } | null {
  const literal = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  const candidates = [path, `/${literal.at(-1)}`, path.replace(/\/[^/{}]+$/, '')];
  for (const candidate of candidates) {
    for (const { path: other } of routes) {
      const [, parameter] = other.startsWith(`${candidate}/{`)
        ? (/^\{(\w+)\}$/.exec(other.slice(candidate.length + 1)) ?? [])
        : [];
      if (parameter) return { base: `${candidate}/{${parameter}}`, parameter };
    }
  }
  return null;
}

/** By operation; undefined for a route that makes nothing with an address of its own. */
export function linksOf(route: Route, routes: readonly Route[]) {
  if (route.method !== 'post' || route.status !== 201) return undefined;
  const home = homeOf(route.path, routes);
  if (!home || !(route.answer instanceof z.ZodObject) || !(home.parameter in route.answer.shape))
    return undefined;
  const parameters = { [home.parameter]: `$response.body#/${home.parameter}` };
  const targets = routes.filter(({ path }) => path === home.base || path.startsWith(`${home.base}/`));
  const single = targets.filter(({ path }) => path.split('{').length === 2);
  return Object.fromEntries(
    single.map((target) => {
      const id = operationId(target, routes);
      return [id, { operationId: id, parameters }];
    }),
  );
}
