/** The house ad server's placements, in the hands of admins. */
import { Currency } from '../../schemas/common';
import {
  PlacementAnswer,
  PlacementBody,
  PlacementChanges,
  PlacementParams,
  Placements,
} from '../../schemas/placements';
import { given } from '../../services/changes';
import {
  createPlacement,
  editPlacement,
  getPlacement,
  listPlacements,
} from '../../services/placements/manage';
import type { PlacementView } from '../../services/placements/placement';
import { presentList } from '../lists';
import { etag, type Route, route } from '../route';

const tag = 'Placements';

function present(placement: PlacementView) {
  return PlacementAnswer.parse({
    id: placement.id,
    name: placement.name,
    width: placement.width,
    height: placement.height,
    formats: placement.formats,
    country: placement.country,
    state: placement.state,
    floor_micros: Number(placement.floorMicros),
    floor_currency: Currency.parse(placement.floorCurrency),
    is_active: placement.isActive,
    geography_secret: placement.geographySecret,
    created_at: placement.createdAt.toISOString(),
  });
}

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/admin/placements',
    summary: 'Add a placement',
    tag,
    body: PlacementBody,
    verb: createPlacement,
    input: ({ body: { floor_micros, floor_currency, is_active, ...body } }) => ({
      ...body,
      floorMicros: BigInt(floor_micros),
      floorCurrency: floor_currency,
      isActive: is_active,
    }),
    status: 201,
    answer: PlacementAnswer,
    present,
    headers: { Location: ({ id }) => `/api/v1/admin/placements/${id}` },
    errors: ['CONFLICT'],
    idempotent: true,
  }),
  route({
    method: 'get',
    path: '/admin/placements',
    summary: 'List the placements',
    tag,
    query: Placements.Query,
    verb: listPlacements,
    input: ({ query }) => query,
    status: 200,
    answer: Placements.Answer,
    present: presentList(present),
    errors: [],
  }),
  route({
    method: 'get',
    path: '/admin/placements/{id}',
    summary: 'Read a placement',
    tag,
    params: PlacementParams,
    verb: getPlacement,
    input: ({ params }) => params,
    status: 200,
    answer: PlacementAnswer,
    present,
    headers: { ETag: ({ version }) => etag(version) },
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'patch',
    path: '/admin/placements/{id}',
    summary: 'Change a placement, or switch it off',
    tag,
    params: PlacementParams,
    body: PlacementChanges,
    verb: editPlacement,
    input: ({ params, expectedVersion, body: { floor_micros, floor_currency, is_active, ...body } }) => ({
      id: params.id,
      expectedVersion,
      changes: given({
        ...body,
        floorMicros: floor_micros === undefined ? undefined : BigInt(floor_micros),
        floorCurrency: floor_currency,
        isActive: is_active,
      }),
    }),
    status: 200,
    answer: PlacementAnswer,
    present,
    headers: { ETag: ({ version }) => etag(version) },
    errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
  }),
];
