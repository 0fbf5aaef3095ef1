/** Prices for everyone: quotes, what is sold, and whom places reach. */
import type { z } from 'zod';
import { Currency, IdParams } from '../../schemas/common';
import { CoverageTypes, Industries, QuoteAnswer, QuoteRequest, toConfiguration } from '../../schemas/pricing';
import { Geodata, presentGeoArea } from '../../schemas/pricing-tables';
import { calculatePrice } from '../../services/pricing/calculate-price';
import { getQuote } from '../../services/pricing/get-quote';
import { listCoverageTypes, listGeodata, listIndustries } from '../../services/pricing/list';
import type { StoredQuote } from '../../services/pricing/quotes';
import { presentList } from '../lists';
import { type Route, route } from '../route';

const tag = 'Pricing';
function presentQuote(quote: StoredQuote): z.input<typeof QuoteAnswer> {
  return {
    id: quote.id,
    ...quote.result,
    fingerprint: quote.fingerprint,
    configuration: QuoteAnswer.shape.configuration.parse(quote.request),
    valid_until: quote.validUntil.toISOString(),
    created_at: quote.createdAt.toISOString(),
  };
}

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/pricing/calculate',
    summary: 'Price a configuration; the quote is kept and can be bought until it expires',
    tag,
    signIn: 'optional',
    body: QuoteRequest,
    verb: calculatePrice,
    input: ({ body }) => toConfiguration(body),
    status: 201,
    answer: QuoteAnswer,
    present: presentQuote,
    headers: { Location: ({ id }) => `/api/v1/pricing/quotes/${id}` },
    errors: ['UNKNOWN_INDUSTRY', 'UNKNOWN_REGION', 'PROMO_INVALID'],
    idempotent: true,
    rate: 'write',
  }),
  route({
    method: 'get',
    path: '/pricing/quotes/{id}',
    summary: 'Read a quote as it was said',
    tag,
    signIn: 'optional',
    params: IdParams,
    verb: getQuote,
    input: ({ params }) => params.id,
    status: 200,
    answer: QuoteAnswer,
    present: presentQuote,
    headers: { 'Cache-Control': () => 'private, no-store' },
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'get',
    path: '/pricing/industries',
    summary: 'List the industries, with the coverage and the currencies they are sold in',
    tag,
    query: Industries.Query,
    verb: listIndustries,
    input: ({ query }) => query,
    status: 200,
    answer: Industries.Answer,
    present: presentList(({ industry, coverageTypes, currencies }) => ({
      industry,
      coverage_types: coverageTypes,
      currencies: currencies.map((currency) => Currency.parse(currency)),
    })),
    cache: { of: 'pricing', seconds: 60 },
    errors: [],
  }),
  route({
    method: 'get',
    path: '/pricing/coverage-types',
    summary: 'List the coverage types, with what their places name',
    tag,
    query: CoverageTypes.Query,
    verb: listCoverageTypes,
    input: ({ query }) => query,
    status: 200,
    answer: CoverageTypes.Answer,
    present: presentList(({ coverageType, ...item }) => ({ coverage_type: coverageType, ...item })),
    cache: { of: 'program', seconds: 60 },
    errors: [],
  }),
  route({
    method: 'get',
    path: '/geodata',
    summary: 'List states and cities with population, area and density',
    tag,
    query: Geodata.Query,
    verb: listGeodata,
    input: ({ query }) => query,
    status: 200,
    answer: Geodata.Answer,
    present: presentList(presentGeoArea),
    cache: { of: 'geodata', seconds: 60 },
    errors: [],
  }),
];
