/** Serves the media of frozen creatives. */
import type { Request, Response } from 'express';
import { BusinessError } from '../domain/errors';
import { MediaParams } from '../schemas/adserver';
import type { Catalogue } from './catalogue';
import type { AdServerDeps } from './deps';

/** Redirects to a short-lived address of the storage: the bytes don't pass through here. */
export function serveMedia({ mediaUrl }: AdServerDeps, catalogue: Catalogue) {
  return async (req: Request, res: Response): Promise<void> => {
    const params = MediaParams.safeParse(req.params);
    if (!params.success) throw new BusinessError('NOT_FOUND');
    const { campaignId, revision, creativeId, rendition } = params.data;
    const content = await catalogue.content(campaignId, revision);
    const media = content?.creatives.find(({ id }) => id === creativeId)?.media;
    const key = media && Object.hasOwn(media.keys, rendition) ? media.keys[rendition] : undefined;
    if (key === undefined) throw new BusinessError('NOT_FOUND');
    res.set('Cache-Control', 'public, max-age=240').redirect(302, await mediaUrl(key));
  };
}
