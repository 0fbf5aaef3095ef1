/** The names of operations: `listCampaigns`, `createAdGroup`, `submitCampaign`; they follow from method and path alone. */
import { z } from 'zod';
import type { Route } from '../route';

type Named = Pick<Route, 'method' | 'path' | 'answer' | 'status'>;

const verbs = { get: 'get', post: 'create', put: 'put', patch: 'update', delete: 'delete' } as const;

function pascal(segment: string): string {
  return segment.replace(/(?:^|[-_.]+)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function singular(noun: string): string {
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`;
  return noun.endsWith('s') && !noun.endsWith('ss') ? noun.slice(0, -1) : noun;
}

const isParameter = (segment: string | undefined) => segment?.startsWith('{') ?? false;

/** Words of a path: what a parameter follows is one of many. */
function words(segments: readonly string[], isLastOne = false): string {
  return segments
    .map((segment, n) => {
      if (isParameter(segment)) return '';
      const isOne = isParameter(segments[n + 1]) || (isLastOne && n === segments.length - 1);
      return pascal(isOne ? singular(segment) : segment);
    })
    .join('');
}

function isList({ method, answer }: Named): boolean {
  return method === 'get' && answer instanceof z.ZodObject && 'next_cursor' in answer.shape;
}

function nameOf(route: Named): string {
  const { method, path, status } = route;
  const segments = path.split('/').filter(Boolean);
  if (isList(route)) return `list${words(segments)}`;
  if (method !== 'post') return `${verbs[method]}${words(segments)}`;
  if (status === 201 && path.endsWith('s')) return `create${words(segments, true)}`;
  // An act: on one thing, or under a heading.
  const heads = segments.slice(0, -1);
  const act = pascal(segments.at(-1) ?? '');
  const name = isParameter(heads.at(-1)) ? `${act}${words(heads)}` : `${words(heads)}${act}`;
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** @param routes the whole table: two of one name are told apart by their last parameter. */
export function operationId(route: Named, routes: readonly Named[]): string {
  const name = nameOf(route);
  const isShared = routes.some((other) => other !== route && nameOf(other) === name);
  const [parameter = ''] = /\{\w+\}$/.exec(route.path) ?? [];
  return isShared ? name + pascal(parameter.slice(1, -1)) : name;
}
