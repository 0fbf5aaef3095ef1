/** Serves the media of frozen creatives. */
import type { Request, Response } from 'express';
import { BusinessError } from '../domain/errors';
import { Uuid } from '../schemas/common';
import type { Catalogue } from './catalogue';
import type { AdServerDeps } from './deps';

/** Redirects to a short-lived address of the storage: the bytes don't pass through here. */
export function serveMedia({ mediaUrl }: AdServerDeps, catalogue: Catalogue) {
  return async (
    req: Request<{ campaignId: string; revision: string; creativeId: string; rendition: string }>,
    res: Response,
  ): Promise<void> => {
    const { campaignId, revision, creativeId, rendition } = req.params;
    if (!Uuid.safeParse(campaignId).success) throw new BusinessError('NOT_FOUND');
    const content = await catalogue.content(campaignId, revision);
    const media = content?.creatives.find(({ id }) => id === creativeId)?.media;
    const key = media && Object.hasOwn(media.keys, rendition) ? media.keys[rendition] : undefined;
    if (key === undefined) throw new BusinessError('NOT_FOUND');
    res.set('Cache-Control', 'public, max-age=240').redirect(302, await mediaUrl(key));
  };
}
