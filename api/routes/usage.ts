/** What a user's plan allows him, and how much of it he has used. */
import { iso } from '../../domain/time';
import { UsageAnswer } from '../../schemas/usage';
import { getUsage } from '../../services/usage/read';
import { type Route, route } from '../route';

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/usage',
    summary: 'Your plan: the period, and use and limit of each meter',
    tag: 'Plans',
    verb: getUsage,
    input: () => undefined,
    status: 200,
    answer: UsageAnswer,
    present: ({ userId, plan, period, meters }) => ({
      user_id: userId,
      plan,
      period: { start: iso(period.start), end: iso(period.end) },
      meters: meters.map(({ meter, byPeriod, used, limit }) => ({ meter, by_period: byPeriod, used, limit })),
    }),
    errors: [],
  }),
];
