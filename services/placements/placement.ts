/** A placement as admins see it. */
import type { ConfigOf } from '../../infra/config';
import { geographySecret } from '../../infra/tracking-secrets';
import type { Placement } from '../../prisma/generated/client';

export interface PlacementView extends Placement {
  /** What its publisher signs geography with. */
  geographySecret: string;
}

export function toPlacement(row: Placement, { TRACKING_SECRET }: ConfigOf<'api'>): PlacementView {
  return { ...row, geographySecret: geographySecret(TRACKING_SECRET, row.id) };
}

/** What the audit log keeps of it. */
export function auditedPlacement({ createdAt: _created, version: _version, floorMicros, ...row }: Placement) {
  return { ...row, floorMicros: Number(floorMicros) };
}
