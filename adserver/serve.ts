/** Answers a publisher's request for an ad: JSON, an HTML page for an iframe, or VAST; 204 when there is none. */
import { createHash, randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { dateIn } from '../domain/delivery/day';
import type { Geography } from '../domain/delivery/eligibility';
import { BusinessError } from '../domain/errors';
import { clientAddress } from '../infra/client-address';
import { ServeQuery } from '../schemas/adserver';
import type { Catalogue, PlacementSlot } from './catalogue';
import type { createDecider } from './decide';
import type { AdServerDeps } from './deps';
import { invalidQuery } from './problem';
import { toAd } from './render/ad';
import { AD_PAGE_POLICY, adHtml } from './render/html';
import { adJson } from './render/json';
import { adVast } from './render/vast';
import type { TrackingTokens } from './tokens';

export function serveAds(
  deps: AdServerDeps,
  catalogue: Catalogue,
  tokens: TrackingTokens,
  decide: ReturnType<typeof createDecider>,
) {
  const viewerOf = createViewers(deps);
  return async (req: Request, res: Response): Promise<void> => {
    const query = ServeQuery.safeParse(req.query);
    if (!query.success) throw invalidQuery(query.error.issues);
    if (!catalogue.isFresh()) throw new BusinessError('UNAVAILABLE', { retryAfterSeconds: 1 });
    const { placement, format, uid, geo } = query.data;
    const slot = catalogue.placement(placement);
    if (!slot) throw new BusinessError('NOT_FOUND');
    const where = (geo && tokens.readGeography(placement, geo, deps.now())) || geographyOf(slot);
    const decision = await decide({ slot, format, geo: where, viewer: () => viewerOf(req, uid) });
    res.setHeader('Cache-Control', 'no-store, max-age=0');
    res.setHeader('Access-Control-Allow-Origin', '*');
    if (!decision) {
      res.status(204).end();
      return;
    }
    const ad = toAd(decision, deps.url, tokens.decision(decision.token, deps.now()));
    if (format === 'html') {
      res.setHeader('Content-Security-Policy', AD_PAGE_POLICY);
      res.type('html').send(adHtml(ad));
    } else if (format === 'vast') {
      res.type('application/xml').send(adVast(ad));
    } else {
      res.json(adJson(ad));
    }
  };
}

function geographyOf({ country, state }: PlacementSlot): Geography {
  return { country, state, city: null };
}

/** The publisher's id of the viewer, or a hash of address and agent under a salt that is forgotten each day. */
function createViewers({ now }: AdServerDeps) {
  let [day, salt] = ['', randomBytes(16)];
  return (req: Request, uid: string | undefined): string => {
    if (uid !== undefined) return `uid:${uid}`;
    const today = dateIn('UTC', now());
    if (today !== day) [day, salt] = [today, randomBytes(16)];
    const seen = `${clientAddress(req)} ${req.headers['user-agent'] ?? ''}`;
    return createHash('sha256').update(salt).update(seen).digest('base64url');
  };
}
