/** Files of advertisers: sent in a form or straight to the storage, listed, attached, deleted. */

import { iso } from '../../domain/time';
import { IdParams } from '../../schemas/common';
import {
  MediaAnswer,
  MediaChanges,
  MediaList,
  presentMedia,
  TicketAnswer,
  TicketBody,
  UploadFields,
} from '../../schemas/media';
import { attachMedia } from '../../services/media/attach';
import { completeUpload } from '../../services/media/complete';
import { getMedia } from '../../services/media/get';
import { listMedia } from '../../services/media/list';
import { removeMedia } from '../../services/media/remove';
import { requestUpload } from '../../services/media/ticket';
import { uploadMedia } from '../../services/media/upload';
import { presentList } from '../lists';
import { etag, type Route, route } from '../route';

const tag = 'Media';
const refusals = [
  'MEDIA_BROKEN',
  'MEDIA_UNSAFE',
  'MEDIA_DIMENSIONS',
  'MEDIA_TOO_COMPLEX',
  'MEDIA_TOO_LARGE',
  'MEDIA_TYPE',
] as const;
const headers = { Location: ({ id }: { id: string }) => `/api/v1/media/${id}` };

export const routes: readonly Route[] = [
  route({
    method: 'post',
    path: '/media/upload',
    summary: 'Upload one file in a form, with an optional `campaign_id`',
    tag,
    bodyKind: 'multipart',
    form: UploadFields,
    verb: uploadMedia,
    input: ({ stream, headers }) => ({ stream, contentType: headers['content-type'] ?? '' }),
    status: 201,
    answer: MediaAnswer,
    present: presentMedia,
    headers,
    errors: ['NOT_FOUND', 'CAMPAIGN_CLOSED', 'PLAN_LIMIT_REACHED', ...refusals],
    idempotent: true,
    rate: 'write',
  }),
  route({
    method: 'post',
    path: '/media/uploads',
    summary: 'Ask for an address to which a file is sent directly',
    tag,
    body: TicketBody,
    verb: requestUpload,
    input: ({ body }) => ({
      fileName: body.file_name,
      contentType: body.content_type,
      bytes: body.bytes,
      campaignId: body.campaign_id ?? null,
    }),
    status: 201,
    answer: TicketAnswer,
    present: ({ id, ticket: { method, url, headers, expiresAt } }) => ({
      id,
      upload: { method, url, headers, expires_at: iso(expiresAt) },
    }),
    headers,
    errors: [
      'NOT_FOUND',
      'CAMPAIGN_CLOSED',
      'PLAN_LIMIT_REACHED',
      'MEDIA_TYPE',
      'MEDIA_TOO_LARGE',
      'RATE_LIMITED',
    ],
    idempotent: true,
    rate: 'write',
  }),
  route({
    method: 'post',
    path: '/media/{id}/complete',
    summary: 'Check a file that was sent directly, and make it visible',
    tag,
    params: IdParams,
    verb: completeUpload,
    input: ({ params }) => params.id,
    status: 200,
    answer: MediaAnswer,
    present: presentMedia,
    errors: ['CONFLICT', 'PLAN_LIMIT_REACHED', ...refusals],
    idempotent: true,
    rate: 'write',
  }),
  route({
    method: 'get',
    path: '/media',
    summary: 'List files',
    tag,
    query: MediaList.Query,
    verb: listMedia,
    input: ({ query: { campaign_id: campaignId = null, kind = null, ...query } }) => ({
      ...query,
      campaignId,
      kind,
    }),
    status: 200,
    answer: MediaList.Answer,
    present: presentList(presentMedia),
    errors: [],
    rate: 'read',
  }),
  route({
    method: 'get',
    path: '/media/{id}',
    summary: 'One file, with addresses of its renditions',
    tag,
    params: IdParams,
    verb: getMedia,
    input: ({ params }) => params.id,
    status: 200,
    answer: MediaAnswer,
    present: presentMedia,
    headers: { ETag: ({ version }) => etag(version) },
    errors: [],
    rate: 'read',
  }),
  route({
    method: 'patch',
    path: '/media/{id}',
    summary: 'Attach a file to a campaign of its owner, or take it off',
    tag,
    params: IdParams,
    body: MediaChanges,
    verb: attachMedia,
    input: ({ params, body, expectedVersion }) => ({
      id: params.id,
      campaignId: body.campaign_id,
      expectedVersion,
    }),
    status: 200,
    answer: MediaAnswer,
    present: presentMedia,
    headers: { ETag: ({ version }) => etag(version) },
    errors: ['CAMPAIGN_CLOSED', 'VERSION_CONFLICT'],
    rate: 'write',
  }),
  route({
    method: 'delete',
    path: '/media/{id}',
    summary: 'Delete a file that no running campaign uses',
    tag,
    params: IdParams,
    verb: removeMedia,
    input: ({ params }) => params.id,
    status: 204,
    errors: ['CONFLICT'],
    rate: 'write',
  }),
];
