/** What plans there are. */
import { Plans } from '../../schemas/billing';
import { listPlans } from '../../services/plans/list';
import { presentList } from '../lists';
import { type Route, route } from '../route';

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/billing/plans',
    summary: 'List the plans, with how much of each thing they allow',
    tag: 'Billing',
    query: Plans.Query,
    verb: listPlans,
    input: ({ query }) => query,
    status: 200,
    answer: Plans.Answer,
    present: presentList((plan) => ({ ...plan })),
    cache: { of: 'program', seconds: 300 },
    errors: [],
  }),
];
