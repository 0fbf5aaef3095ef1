/** The ad groups of a campaign. */
import {
  AdGroupAnswer,
  AdGroupBody,
  AdGroupChanges,
  AdGroups,
  fromAdGroupTargeting,
  toAdGroupTargeting,
} from '../../schemas/ad-groups';
import { Currency, IdParams } from '../../schemas/common';
import type { AdGroup } from '../../services/ad-groups/ad-group';
import { createAdGroup } from '../../services/ad-groups/create';
import { deleteAdGroup, updateAdGroup } from '../../services/ad-groups/edit';
import { getAdGroup, listAdGroups } from '../../services/ad-groups/read';
import { given } from '../../services/changes';
import { presentList } from '../lists';
import { etag, type Route, route } from '../route';

const tag = 'Ad groups';

function present(adGroup: AdGroup) {
  return {
    id: adGroup.id,
    campaign_id: adGroup.campaignId,
    name: adGroup.name,
    targeting: fromAdGroupTargeting(adGroup.targeting),
    bid_strategy: adGroup.bidStrategy,
    bid_amount: adGroup.bidAmount,
    currency: Currency.parse(adGroup.currency),
    status: adGroup.status,
    version: adGroup.version,
    created_at: adGroup.createdAt.toISOString(),
    updated_at: adGroup.updatedAt.toISOString(),
  };
}

const headers = { ETag: ({ version }: AdGroup) => etag(version) };

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/campaigns/{id}/ad-groups',
    summary: 'Add an ad group',
    tag,
    params: IdParams,
    body: AdGroupBody,
    verb: createAdGroup,
    input: ({ params, body }) => ({
      campaignId: params.id,
      fields: {
        name: body.name,
        targeting: toAdGroupTargeting(body.targeting),
        bidStrategy: body.bid_strategy,
        bidAmount: body.bid_amount,
        status: body.status,
      },
    }),
    status: 201,
    answer: AdGroupAnswer,
    present,
    headers: { ...headers, Location: ({ id }) => `/api/v1/ad-groups/${id}` },
    errors: ['NOT_FOUND', 'CAMPAIGN_CLOSED', 'PLAN_LIMIT_REACHED'],
    idempotent: true,
  }),
  route({
    method: 'get',
    path: '/campaigns/{id}/ad-groups',
    summary: 'List the ad groups of a campaign',
    tag,
    params: IdParams,
    query: AdGroups.Query,
    verb: listAdGroups,
    input: ({ params, query }) => ({ campaignId: params.id, ...query }),
    status: 200,
    answer: AdGroups.Answer,
    present: presentList(present),
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'get',
    path: '/ad-groups/{id}',
    summary: 'Read an ad group',
    tag,
    params: IdParams,
    verb: getAdGroup,
    input: ({ params }) => params.id,
    status: 200,
    answer: AdGroupAnswer,
    present,
    headers,
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'patch',
    path: '/ad-groups/{id}',
    summary: 'Change an ad group',
    tag,
    params: IdParams,
    body: AdGroupChanges,
    verb: updateAdGroup,
    input: ({ params, body, expectedVersion }) => ({
      id: params.id,
      expectedVersion,
      changes: given({
        name: body.name,
        targeting: body.targeting && toAdGroupTargeting(body.targeting),
        bidStrategy: body.bid_strategy,
        bidAmount: body.bid_amount,
        status: body.status,
      }),
    }),
    status: 200,
    answer: AdGroupAnswer,
    present,
    headers,
    errors: ['NOT_FOUND', 'CAMPAIGN_CLOSED', 'VERSION_CONFLICT'],
  }),
  route({
    method: 'delete',
    path: '/ad-groups/{id}',
    summary: 'Remove an ad group with its creatives',
    tag,
    params: IdParams,
    verb: deleteAdGroup,
    input: ({ params, expectedVersion }) => ({ id: params.id, expectedVersion }),
    status: 204,
    errors: ['NOT_FOUND', 'CAMPAIGN_CLOSED', 'VERSION_CONFLICT'],
  }),
];
