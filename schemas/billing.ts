/** What is sold as a plan, for everyone to see. */
import { z } from 'zod';
import { type Limit, limitName, type Plan as PlanName, plans } from '../domain/plans';
import { listing } from './lists';

const names = Object.keys(plans) as [PlanName, ...PlanName[]];
const limits = Object.keys(plans.free) as Limit[];

const Most = z.int().min(0).nullable();
const Limits = z
  .strictObject(Object.fromEntries(limits.map((limit) => [limitName(limit), Most])))
  .meta({ description: 'How many of each at most; null is unlimited' });

const Plan = z
  .strictObject({
    name: z.enum(names),
    rank: z.int().min(1).meta({ description: 'From the least plan, 1, to the best' }),
    limits: Limits,
  })
  .meta({ id: 'Plan' });
export const Plans = listing(Plan, { sorts: ['rank'] });
