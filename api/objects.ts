/** The local storage's own door: signed addresses of files, read and written here where there is no S3 to do it. */
import express, { type Router } from 'express';
import { BusinessError } from '../domain/errors';
import { LARGEST_UPLOAD } from '../domain/media';
import type { Deps } from '../services/context';

/** The token is the permission: it names one key, one use and its end. */
export function localObjects({ storage }: Pick<Deps, 'storage'>): Router {
  const router = express.Router();
  const { door } = storage;
  if (!door) return router;

  router.get('/:token', async (req, res) => {
    const { path, contentType, etag } = await door.open(req.params.token);
    res.set({
      'Content-Type': contentType,
      ETag: etag,
      'Cache-Control': 'private, max-age=600',
      // A picture on a publisher's page, and nothing that could run.
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    });
    await new Promise<void>((resolve, reject) => {
      const options = { dotfiles: 'allow', cacheControl: false } as const;
      res.sendFile(path, options, (error) => (error && !res.headersSent ? reject(error) : resolve()));
    });
  });

  router.put('/:token', async (req, res) => {
    if (Number(req.get('content-length') ?? 0) > LARGEST_UPLOAD) throw new BusinessError('MEDIA_TOO_LARGE');
    const contentType = req.get('content-type') ?? '';
    try {
      // A refusal must not cut the line on which it is told.
      await door.receive(req.params.token, { contentType, body: req.iterator({ destroyOnReturn: false }) });
    } finally {
      req.resume();
    }
    res.sendStatus(200);
  });
  return router;
}
