/** The table of all routes. A resource adds one import and one entry; router, OpenAPI document and tests follow. */
import type { Route } from '../route';
import { routes as adGroups } from './ad-groups';
import { routes as auth } from './auth';
import { routes as campaigns } from './campaigns';
import { routes as creatives } from './creatives';
import { routes as health } from './health';
import { routes as media } from './media';
import { routes as metrics } from './metrics';
import { routes as notifications } from './notifications';
import { routes as payments } from './payments';
import { routes as placements } from './placements';
import { routes as pricing } from './pricing';
import { routes as pricingAdmin } from './pricing-admin';
import { routes as users } from './users';

export const routes: readonly Route[] = [
  ...health,
  ...auth,
  ...media,
  ...campaigns,
  ...adGroups,
  ...creatives,
  ...metrics,
  ...notifications,
  ...payments,
  ...pricing,
  ...pricingAdmin,
  ...placements,
  ...users,
];
