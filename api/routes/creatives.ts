/** The creatives of an ad group. */
import { IdParams } from '../../schemas/common';
import { CreativeAnswer, CreativeBody, CreativeChanges, Creatives } from '../../schemas/creatives';
import { given } from '../../services/changes';
import { createCreative } from '../../services/creatives/create';
import type { Creative } from '../../services/creatives/creative';
import { deleteCreative, updateCreative } from '../../services/creatives/edit';
import { getCreative, listCreatives } from '../../services/creatives/read';
import { presentList } from '../lists';
import { etag, type Route, route } from '../route';

const tag = 'Creatives';

function present(creative: Creative) {
  return {
    id: creative.id,
    ad_group_id: creative.adGroupId,
    campaign_id: creative.campaignId,
    headline: creative.headline,
    description: creative.description,
    destination_url: creative.destinationUrl,
    call_to_action: creative.callToAction,
    media_id: creative.mediaId,
    weight: creative.weight,
    status: creative.status,
    rejection_reason: creative.rejectionReason,
    version: creative.version,
    created_at: creative.createdAt.toISOString(),
    updated_at: creative.updatedAt.toISOString(),
  };
}

const headers = { ETag: ({ version }: Creative) => etag(version) };

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/ad-groups/{id}/creatives',
    summary: 'Add a creative',
    tag,
    params: IdParams,
    body: CreativeBody,
    verb: createCreative,
    input: ({ params, body }) => ({
      adGroupId: params.id,
      fields: {
        headline: body.headline,
        description: body.description,
        destinationUrl: body.destination_url,
        callToAction: body.call_to_action,
        mediaId: body.media_id,
        weight: body.weight,
        status: body.status,
      },
    }),
    status: 201,
    answer: CreativeAnswer,
    present,
    headers: { ...headers, Location: ({ id }) => `/api/v1/creatives/${id}` },
    errors: ['NOT_FOUND', 'CAMPAIGN_CLOSED', 'PLAN_LIMIT_REACHED'],
    idempotent: true,
  }),
  route({
    method: 'get',
    path: '/campaigns/{id}/creatives',
    summary: 'List the creatives of a campaign',
    tag,
    params: IdParams,
    query: Creatives.Query,
    verb: listCreatives,
    input: ({ params, query: { ad_group_id: adGroupId, ...page } }) => ({
      campaignId: params.id,
      adGroupId,
      ...page,
    }),
    status: 200,
    answer: Creatives.Answer,
    present: presentList(present),
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'get',
    path: '/creatives/{id}',
    summary: 'Read a creative',
    tag,
    params: IdParams,
    verb: getCreative,
    input: ({ params }) => params.id,
    status: 200,
    answer: CreativeAnswer,
    present,
    headers,
    errors: ['NOT_FOUND'],
  }),
  route({
    method: 'patch',
    path: '/creatives/{id}',
    summary: 'Change a creative',
    tag,
    params: IdParams,
    body: CreativeChanges,
    verb: updateCreative,
    input: ({ params, body, expectedVersion }) => ({
      id: params.id,
      expectedVersion,
      changes: given({
        headline: body.headline,
        description: body.description,
        destinationUrl: body.destination_url,
        callToAction: body.call_to_action,
        mediaId: body.media_id,
        weight: body.weight,
        status: body.status,
      }),
    }),
    status: 200,
    answer: CreativeAnswer,
    present,
    headers,
    errors: ['NOT_FOUND', 'CAMPAIGN_CLOSED', 'VERSION_CONFLICT'],
  }),
  route({
    method: 'delete',
    path: '/creatives/{id}',
    summary: 'Remove a creative',
    tag,
    params: IdParams,
    verb: deleteCreative,
    input: ({ params, expectedVersion }) => ({ id: params.id, expectedVersion }),
    status: 204,
    errors: ['NOT_FOUND', 'CAMPAIGN_CLOSED', 'VERSION_CONFLICT'],
  }),
];
