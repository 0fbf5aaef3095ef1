/** The price list in the hands of admins: matrix, geodata and promotion codes, by row and by file. */
import { z } from 'zod';
import {
  CsvQuery,
  CsvReport,
  GeoAnswer,
  GeoCityKey,
  GeoInput,
  GeoStateKey,
  GeoValues,
  Matrix,
  MatrixAnswer,
  MatrixInput,
  MatrixKey,
  MatrixValues,
  PromoAnswer,
  PromoParams,
  PromoRequest,
  Promos,
  presentGeoArea,
  presentMatrixRow,
  presentPromo,
  toPromo,
} from '../../schemas/pricing-tables';
import { editGeodata, editMatrix } from '../../services/pricing/edit-tables';
import { listMatrix } from '../../services/pricing/list';
import { createPromo, disablePromo, listPromos } from '../../services/pricing/manage-promos';
import { presentList } from '../lists';
import { etag, type Route, route } from '../route';

const tag = 'Pricing administration';
const versioned = { ETag: ({ version }: { version: number }) => etag(version) };

/** What an import and an export have in common for both tables. */
function csvRoutes(
  path: string,
  what: string,
  { importCsv, exportCsv }: typeof editMatrix | typeof editGeodata,
) {
  return [
    route({
      method: 'post',
      path,
      summary: `Add and replace rows of ${what} by CSV, all or none; a refusal names every faulty line`,
      tag,
      query: CsvQuery,
      bodyKind: 'csv',
      verb: importCsv,
      input: ({ raw, query }) => ({ bytes: raw, dryRun: query.dry_run }),
      status: 200,
      answer: CsvReport,
      present: ({ dryRun, created, updated, unchanged }) => ({
        dry_run: dryRun,
        created,
        updated,
        unchanged,
      }),
      errors: [],
      rate: 'write',
    }),
    route({
      method: 'get',
      path,
      summary: `Read ${what} as CSV, in the form that the import takes`,
      tag,
      verb: exportCsv,
      input: () => undefined,
      status: 200,
      answer: z.string(),
      contentType: 'text/csv',
      present: (csv) => csv,
      errors: [],
    }),
  ];
}

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/admin/pricing-matrix',
    summary: 'List the rows of the pricing matrix',
    tag,
    query: Matrix.Query,
    verb: listMatrix,
    input: ({ query: { coverage_type: coverageType, ...query } }) => ({ ...query, coverageType }),
    status: 200,
    answer: Matrix.Answer,
    present: presentList(presentMatrixRow),
    errors: [],
  }),
  route({
    method: 'put',
    path: '/admin/pricing-matrix/{industry}/{coverage_type}/{currency}',
    summary: 'Create or replace a row of the pricing matrix',
    tag,
    params: MatrixKey,
    body: MatrixValues,
    verb: editMatrix.put,
    input: ({ params, body, expectedVersion }) => ({
      row: MatrixInput.parse({ ...params, ...body }),
      expectedVersion,
    }),
    status: 200,
    answer: MatrixAnswer,
    present: presentMatrixRow,
    headers: versioned,
    errors: ['VERSION_CONFLICT'],
    rate: 'write',
  }),
  route({
    method: 'delete',
    path: '/admin/pricing-matrix/{industry}/{coverage_type}/{currency}',
    summary: 'Delete a row of the pricing matrix; quotes that were made by it stay',
    tag,
    params: MatrixKey,
    verb: editMatrix.remove,
    input: ({ params, expectedVersion }) => ({
      id: [params.industry, params.coverage_type, params.currency].join('/'),
      expectedVersion,
    }),
    status: 204,
    errors: ['NOT_FOUND', 'VERSION_CONFLICT'],
    rate: 'write',
  }),
  ...csvRoutes('/admin/pricing-matrix/csv', 'the pricing matrix', editMatrix),
  ...[
    { path: '/admin/geodata/{country}/{state}', key: GeoStateKey, what: 'a state' },
    { path: '/admin/geodata/{country}/{state}/{city}', key: GeoCityKey, what: 'a city' },
  ].flatMap(({ path, key, what }) => geoRoutes(path, key, what)),
  ...csvRoutes('/admin/geodata/csv', 'geodata', editGeodata),
  route({
    method: 'get',
    path: '/admin/promo-codes',
    summary: 'List the promotion codes, with how often each was used',
    tag,
    query: Promos.Query,
    verb: listPromos,
    input: ({ query }) => query,
    status: 200,
    answer: Promos.Answer,
    present: presentList(presentPromo),
    errors: [],
  }),
  route({
    method: 'post',
    path: '/admin/promo-codes',
    summary: 'Make a promotion code',
    tag,
    body: PromoRequest,
    verb: createPromo,
    input: ({ body }) => toPromo(body),
    status: 201,
    answer: PromoAnswer,
    present: presentPromo,
    errors: ['CONFLICT'],
    idempotent: true,
    rate: 'write',
  }),
  route({
    method: 'post',
    path: '/admin/promo-codes/{code}/disable',
    summary: 'Let no further campaign use a promotion code',
    tag,
    params: PromoParams,
    verb: disablePromo,
    input: ({ params }) => params.code,
    status: 200,
    answer: PromoAnswer,
    present: presentPromo,
    errors: ['NOT_FOUND'],
    rate: 'write',
  }),
];

function geoRoutes(path: string, key: typeof GeoStateKey | typeof GeoCityKey, what: string): Route[] {
  return [
    route({
      method: 'put',
      path,
      summary: `Create or replace ${what} in geodata`,
      tag,
      params: key,
      body: GeoValues,
      verb: editGeodata.put,
      input: ({ params, body, expectedVersion }) => ({
        row: GeoInput.parse({ city: null, ...params, ...body }),
        expectedVersion,
      }),
      status: 200,
      answer: GeoAnswer,
      present: presentGeoArea,
      headers: versioned,
      errors: ['VERSION_CONFLICT'],
      rate: 'write',
    }),
    route({
      method: 'delete',
      path,
      summary: `Delete ${what} from geodata`,
      tag,
      params: key,
      verb: editGeodata.remove,
      input: ({ params, expectedVersion }) => ({ id: Object.values(params).join('/'), expectedVersion }),
      status: 204,
      errors: ['NOT_FOUND', 'VERSION_CONFLICT', 'CONFLICT'],
      rate: 'write',
    }),
  ];
}
