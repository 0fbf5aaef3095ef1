/** The table of all routes. A resource adds one import and one entry; router, OpenAPI document and tests follow. */
import type { Route } from '../route';
import { routes as adGroups } from './ad-groups';
import { routes as apiKeys } from './api-keys';
import { routes as audit } from './audit';
import { routes as auth } from './auth';
import { routes as billing } from './billing';
import { routes as campaigns } from './campaigns';
import { routes as creatives } from './creatives';
import { routes as events } from './events';
import { routes as google } from './google';
import { routes as health } from './health';
import { routes as media } from './media';
import { routes as metrics } from './metrics';
import { routes as notifications } from './notifications';
import { routes as parkedEvents } from './parked-events';
import { routes as partner } from './partner';
import { routes as payments } from './payments';
import { routes as phone } from './phone';
import { routes as placements } from './placements';
import { routes as pricing } from './pricing';
import { routes as pricingAdmin } from './pricing-admin';
import { routes as secondFactor } from './second-factor';
import { routes as sessions } from './sessions';
import { routes as usage } from './usage';
import { routes as users } from './users';
import { routes as webhookEndpoints } from './webhook-endpoints';

export const routes: readonly Route[] = [
  ...health,
  ...auth,
  ...phone,
  ...google,
  ...media,
  ...campaigns,
  ...adGroups,
  ...creatives,
  ...metrics,
  ...notifications,
  ...parkedEvents,
  ...partner,
  ...payments,
  ...billing,
  ...pricing,
  ...pricingAdmin,
  ...placements,
  ...secondFactor,
  ...sessions,
  ...usage,
  ...users,
  ...apiKeys,
  ...webhookEndpoints,
  ...events,
  ...audit,
];
