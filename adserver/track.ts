/** Impressions, clicks and conversions as browsers report them: counted first, answered when durable. */
import type { Request, Response } from 'express';
import { type Arrival, type InvalidReason, NIL_ID } from '../domain/delivery/count';
import { BusinessError } from '../domain/errors';
import { destinationOf } from '../domain/web-address';
import { ConversionQuery } from '../schemas/adserver';
import { Uuid } from '../schemas/common';
import type { Catalogue } from './catalogue';
import type { Counter } from './counter';
import type { AdServerDeps } from './deps';
import type { Leases } from './leases';
import { invalidQuery } from './problem';
import type { ReadDecision, TrackingTokens } from './tokens';

/** A transparent GIF of one pixel, a character a byte: Node sends a text in one piece with its headers. */
const PIXEL = atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7');

interface Parts {
  deps: AdServerDeps;
  catalogue: Catalogue;
  leases: Leases;
  counter: Counter;
  tokens: TrackingTokens;
  suspicion(req: Request): InvalidReason | null;
}

export function createTracking({ deps, catalogue, leases, counter, tokens, suspicion }: Parts) {
  /** What the token says beats what the request looks like: a forged one names no campaign. */
  function arrivalOf(kind: 'impression' | 'click', read: ReadDecision, req: Request): Arrival {
    const common = { kind, value: null, clickEvent: null, at: deps.now() };
    if (read.status === 'forged') return forged(common);
    const { nonce, campaignId, creativeId, placement, leaseId } = read.token;
    const invalid = read.status === 'expired' ? 'expired' : suspicion(req);
    return { ...common, id: `${kind}:${nonce}`, campaignId, creativeId, placement, leaseId, invalid };
  }

  return {
    async impression(req: Request<{ token: string }>, res: Response): Promise<void> {
      await counter.add(arrivalOf('impression', tokens.readDecision(req.params.token, deps.now()), req));
      sendPixel(res);
    },

    /** Sends the viewer to the creative's own destination: nothing in the request says where. */
    async click(req: Request<{ token: string }>, res: Response): Promise<void> {
      const read = tokens.readDecision(req.params.token, deps.now());
      const arrival = arrivalOf('click', read, req);
      await counter.add(arrival);
      if (read.status === 'forged') throw new BusinessError('NOT_FOUND');
      const { campaignId, revision, creativeId, leaseId, nonce } = read.token;
      if (arrival.invalid === null) leases.clicked(campaignId, leaseId);
      const content = await catalogue.content(campaignId, revision);
      const creative = content?.creatives.find(({ id }) => id === creativeId);
      if (!creative) throw new BusinessError('NOT_FOUND');
      res.set('Cache-Control', 'no-store, max-age=0').set('Referrer-Policy', 'no-referrer');
      res.redirect(302, destinationOf(creative.destinationUrl, nonce));
    },

    /** One address for a pixel on the thank-you page and a call from the advertiser's server; an order counts once. */
    async conversion(req: Request<{ campaignId: string }>, res: Response): Promise<void> {
      const campaign = Uuid.safeParse(req.params.campaignId);
      const query = ConversionQuery.safeParse(req.query);
      if (!query.success) throw invalidQuery(query.error.issues);
      const { order_id: order, value, click_id: click } = query.data;
      const at = deps.now();
      const common = { kind: 'conversion' as const, value, clickEvent: click ? `click:${click}` : null, at };
      if (!campaign.success || !tokens.isConversion(campaign.data, query.data)) {
        await counter.add(forged({ ...common, value: null, clickEvent: null }));
        throw new BusinessError('NOT_FOUND');
      }
      const id = `conversion:${campaign.data}:${order}`;
      const origin = { campaignId: campaign.data, creativeId: NIL_ID, placement: '', leaseId: null };
      await counter.add({ ...common, ...origin, id, invalid: null });
      sendPixel(res);
    },
  };
}

function forged(common: Pick<Arrival, 'kind' | 'value' | 'clickEvent' | 'at'>): Arrival {
  const nowhere = { campaignId: NIL_ID, creativeId: NIL_ID, placement: '', leaseId: null };
  return { ...common, ...nowhere, id: '', invalid: 'forged' };
}

function sendPixel(res: Response): void {
  res.writeHead(200, {
    'Content-Type': 'image/gif',
    'Content-Length': PIXEL.length,
    'Cache-Control': 'no-store, max-age=0',
    'Access-Control-Allow-Origin': '*',
  });
  res.end(PIXEL, 'latin1');
}
