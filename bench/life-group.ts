/** Whole lives a second, against bare ones that exchange the same messages; what a life costs in events and in CPU. */

import { startNodeProcess } from '../bin/system/node-process';
import { campaignWorkflowId } from '../contracts/campaign';
import { DAY, HOUR, SECOND } from '../domain/time';
import { liveBare } from './bare/life';
import { atMost, type Bench, compare, type Figure, median, watched } from './figures';
import { inviteCast } from './life/cast';
import { environment, openParts } from './life/parts';
import { live } from './life/standard-life';
import { STANDARD, watchLives } from './life/watched-life';
import { cpuMs } from './process-cost';
import type { Stand } from './stand';

const IN_FLIGHT = 20;
/** From a life's first message to its flight's end: long enough for all of its messages, on a slow machine too. */
const FLIGHT_MS = 8 * SECOND;
/** Two flights: the first ends come after one, and code that has slept through the other side's turn is slow at first. */
const WARM_UP_MS = 2 * FLIGHT_MS;
const MEASURED_MS = 12 * SECOND;
/** What the outside does and the campaign must keep: no design takes fewer events. */
const FLOOR = 54;

/** Of each process: its number, or the CPU-ms that a life has cost it. */
interface Cpu {
  client: number;
  worker: number;
  server: number;
}

/** `bare_local`: the bare one that also stores its decisions by local activities; watched, not the goal's. */
type Side = 'ours' | 'bare' | 'bare_local';

export async function lifeGroup(bench: Bench): Promise<Figure[]> {
  const { stand } = bench;
  return [...(await throughput(bench, stand)), ...(await cost(stand))];
}

async function throughput(bench: Bench, stand: Stand): Promise<Figure[]> {
  // Flights end with a calendar day: the next midnight that is not too near, in the time that a life may take.
  const untilMidnight = DAY - (Date.now() % DAY);
  const lasts = untilMidnight < 2 * HOUR ? 1 : 0;
  const where = { ...stand, timeScale: (untilMidnight + lasts * DAY) / FLIGHT_MS };
  const { deps, close } = openParts(where);
  const casts = await Promise.all(Array.from({ length: IN_FLIGHT }, () => inviteCast(deps)));
  const nextCast = taking(casts);
  const workers = await Promise.all(['ours', 'bare'].map((kind) => startBenchWorker(kind, where, stand)));
  const [ours, bare] = workers;
  const campaign = async () => campaignWorkflowId(await live(deps, nextCast(), { startsIn: null, lasts }));
  const spent: { side: Side; cpu: Cpu }[] = [];
  const bareLife = (isLocal: boolean) => () =>
    liveBare(deps.temporal, { endAt: Date.now() + FLIGHT_MS, isLocal });
  const round = async (side: Side, start: () => Promise<string>) => {
    const worker = side === 'ours' ? ours : bare;
    const pids = { client: process.pid, worker: worker?.pid ?? 0, server: stand.temporalPid };
    const { perSecond, cpu } = await steady(
      start,
      (id) => deps.temporal.workflow.getHandle(id).result(),
      pids,
    );
    spent.push({ side, cpu });
    return perSecond;
  };
  try {
    const figures = await compare(bench, {
      name: 'life.lifecycles',
      unit: 'lives/s',
      goal: 0.8,
      ours: () => round('ours', campaign),
      bare: () => round('bare', bareLife(false)),
    });
    const local = await round('bare_local', bareLife(true));
    const cpu = (['ours', 'bare', 'bare_local'] as const).flatMap((side) =>
      (['client', 'worker', 'server'] as const).map((part) => {
        const rounds = spent.filter((one) => one.side === side).map((one) => one.cpu[part]);
        return watched(`life.cpu_${part}_${side}`, median(rounds), 'CPU-ms/campaign');
      }),
    );
    return [...figures, watched('life.lifecycles.bare_local', local, 'lives/s'), ...cpu];
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await close();
  }
}

/** One after the other, and again from the first. */
export function taking<T>(things: readonly T[]): () => T {
  let taken = -1;
  return () => {
    taken = (taken + 1) % things.length;
    const thing = things[taken];
    if (thing === undefined) throw new Error('there is nothing to take');
    return thing;
  };
}

/**
 * Keeps so many lives in flight (from first message to approval; the wait for the flight's end occupies nobody), and
 * counts the ends of lives once as many end as begin.
 */
async function steady(start: () => Promise<string>, end: (id: string) => Promise<unknown>, pids: Cpu) {
  const first = Date.now() + WARM_UP_MS;
  const last = first + MEASURED_MS;
  const measured = () => Date.now() >= first && Date.now() < last;
  const ends: Promise<void>[] = [];
  let ended = 0;
  const count = () => {
    if (measured()) ended += 1;
  };
  const client = async () => {
    while (Date.now() < last) {
      const id = await start();
      ends.push(end(id).then(count));
    }
  };
  const costAt = async (at: number) => {
    await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
    return { client: cpuMs(pids.client), worker: cpuMs(pids.worker), server: cpuMs(pids.server) };
  };
  const [before, after] = await Promise.all([
    costAt(first),
    costAt(last),
    ...Array.from({ length: IN_FLIGHT }, client),
  ]);
  await Promise.all(ends);
  const cpu = {
    client: (after.client - before.client) / ended,
    worker: (after.worker - before.worker) / ended,
    server: (after.server - before.server) / ended,
  };
  return { perSecond: (ended * SECOND) / MEASURED_MS, cpu };
}

async function cost(stand: Stand): Promise<Figure[]> {
  const [life] = await watchLives(stand, [STANDARD]);
  if (!life) throw new Error('nothing was lived');
  return [
    atMost('life.events', life.events.length, 'events', 80),
    watched('life.events_floor', FLOOR, 'events'),
    atMost('life.transitions', life.transitions, 'transitions', 28),
    atMost('life.events_idle_day', life.idle, 'events', 0),
  ];
}

export function startBenchWorker(kind: string, where: Parameters<typeof environment>[0], { folder }: Stand) {
  const env = { ...process.env, ...environment(where), BENCH_WORKER: kind };
  return startNodeProcess({ name: `worker-${kind}`, file: require.resolve('./worker'), env, logDir: folder });
}
