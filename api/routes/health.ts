/** For probes: whether the process lives, and whether it can work. Also mounted at the root. */
import { z } from 'zod';
import { live, ready } from '../../services/health/ready';
import { type Route, route } from '../route';

const Up = z.literal('up');

export const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/health',
    summary: 'The process is alive',
    tag: 'Health',
    verb: live,
    input: () => undefined,
    status: 200,
    answer: z.strictObject({ status: Up }),
    present: (answer) => answer,
    errors: [],
    rate: 'none',
  }),
  route({
    method: 'get',
    path: '/health/ready',
    summary: 'The process can do its work; 503 names the parts that are down',
    tag: 'Health',
    verb: ready,
    input: () => undefined,
    status: 200,
    answer: z.strictObject({ database: Up, temporal: Up, storage: Up }),
    present: (parts) => parts,
    errors: [],
    rate: 'none',
  }),
];
