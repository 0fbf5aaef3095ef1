/** `npm run ops -- COMMAND`: what ops do besides looking at the Temporal UI. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from '@temporalio/worker';
import { campaignWorkflowId } from '../contracts/campaign';
import { DAY, iso, SECOND } from '../domain/time';
import { loadConfigOf, type ServiceConfig } from '../infra/config';
import { createLogger } from '../infra/log';
import { dataConverter } from '../infra/temporal';
import type { Deps } from '../services/context';
import { retryMessage } from '../services/inbox/parked';
import { compareOpen } from '../services/ops/open-campaigns';
import { reproject } from '../services/ops/reproject';
import { rotateKeys } from '../services/ops/rotate-keys';
import { holdsOf, releaseAccount, stopAccount } from '../services/ops/stop-account';
import { findStuck } from '../services/ops/stuck';
import { overtaking } from '../store/inbox';
import { checkLedger } from '../store/ledger-check';
import { openDeps } from './deps';
import { type ReviveOptions, reviveCommand } from './ops/revive';
import { runningEnvironment } from './system/running';

const USAGE = `npm run ops -- COMMAND
  stuck              what can't go on by itself and why, campaigns that have waited for a person for more than a day, and
                     rows and workflows that differ
  ledger             every way in which ledger, payments and delivery contradict each other
  inbox [ID]         events of the outside that could not be understood, and those that overtook them; with an ID, try it again
  reproject [ID]     rewrite one campaign's row from its workflow, or all of them
  revive ID [--yes] [--further] [--end-and-refund]
                     bring a campaign or a payment back whose task fails, or which was terminated; without --yes it
                     only says what it would do. --further goes back to before a revival
                     that did not help. --end-and-refund ends a campaign whose history is gone from its row
  replay ID          replay a campaign's history against this version of the code
  stop-account USER  stop all ads of an advertiser within two seconds; the holds of the campaigns follow
  release-account USER
                     end that stop
  rotate-keys        put every sealed secret under ENCRYPTION_KEY, so that the keys before it can be taken away`;

/** A message that was tried as often waits for something that is away, or for a fault of ours to be mended. */
const OFTEN = 10;

type Command = (deps: Deps<ServiceConfig>, id: string, options: ReviveOptions) => Promise<boolean>;

/** How long the holds of a stopped account are waited for, and how many that are not there yet are told of. */
const HOLDS_WITHIN = 15 * SECOND;
const TOLD_OF = 20;

const NEEDS_ID: readonly string[] = ['replay', 'stop-account', 'release-account', 'revive'];

/** Each answers whether all was well. */
const commands: Record<string, Command> = {
  async stuck(deps) {
    const waiting = await deps.db.campaign.findMany({
      where: {
        over: false,
        waitingFor: 'admin',
        waitingSince: { lt: new Date(deps.now() - DAY / deps.config.ADFLIGHT_TIME_SCALE) },
      },
      orderBy: { waitingSince: 'asc' },
    });
    for (const row of waiting)
      console.log(
        `${row.id}  ${row.phase}  waits for an admin since ${iso(row.waitingSince.getTime())}  ${row.name}`,
      );
    const { rows, workflows, withoutWorkflow, withoutRow } = await compareOpen(deps);
    for (const id of withoutWorkflow) console.log(`${id}  is open by its row, but has no open workflow`);
    for (const id of withoutRow) console.log(`${id}  has an open workflow, but no open row`);
    const stuck = await findStuck(deps);
    for (const { workflowId, cause } of stuck) console.log(`${workflowId}  ${cause}`);
    console.log(
      `${rows} open rows, ${workflows} open workflows, ${waiting.length} overdue, ${stuck.length} stuck`,
    );
    return withoutWorkflow.length + withoutRow.length + stuck.length === 0;
  },

  revive: reviveCommand,

  async ledger({ db }) {
    const findings = await checkLedger(db);
    for (const { rule, subject } of findings) console.log(`${subject}: broken: ${rule}`);
    console.log(`${findings.length} contradictions`);
    return findings.length === 0;
  },

  async inbox(deps, id) {
    if (id) return retryEvent(deps, id);
    const { db } = deps;
    const parked = await db.inboxMessage.findMany({
      where: { parkedAt: { not: null } },
      orderBy: { id: 'asc' },
    });
    for (const message of parked) {
      const { source, externalId, kind, attempts, outcome } = message;
      console.log(`${message.id}  ${source} ${kind} ${externalId}  ${outcome}, after ${attempts} tries`);
      for (const later of await overtaking(db, message))
        console.log(`    overtaken by ${later.id}  ${later.kind} ${later.externalId}  ${later.outcome}`);
    }
    const failing = await db.inboxMessage.findMany({
      where: { handledAt: null, parkedAt: null, attempts: { gte: OFTEN } },
      orderBy: { id: 'asc' },
    });
    for (const { id, source, kind, externalId, attempts, outcome } of failing)
      console.log(
        `${id}  ${source} ${kind} ${externalId}  is tried again and again (${attempts}): ${outcome}`,
      );
    console.log(`${parked.length} parked, ${failing.length} failing`);
    return parked.length + failing.length === 0;
  },

  async reproject(deps, id) {
    const rows = id
      ? [{ id }]
      : await deps.db.campaign.findMany({ where: { version: { gt: 0 } }, select: { id: true } });
    let failed = 0;
    for (const row of rows) {
      try {
        console.log(`${row.id}  version ${await reproject(deps, row.id)}`);
      } catch (error) {
        failed += 1;
        console.log(`${row.id}  failed: ${error instanceof Error ? error.message : error}`);
      }
    }
    return failed === 0;
  },

  async replay({ config, temporal }, id) {
    const workflowId = campaignWorkflowId(id);
    const history = await temporal.workflow.getHandle(workflowId).fetchHistory();
    const code = { workflowsPath: require.resolve('../workflows'), dataConverter: dataConverter(config) };
    await Worker.runReplayHistory(code, history, workflowId);
    console.log(`${workflowId}: ${history.events?.length ?? 0} events replay without a difference`);
    return true;
  },

  async 'stop-account'(deps, id) {
    const stop = { ...deps, requestId: `ops/${randomUUID()}` };
    console.log(
      `stopped since ${iso(await stopAccount(stop, id))}: no ad server serves an ad of this account`,
    );
    let holds = await holdsOf(stop, id, TOLD_OF);
    for (const end = deps.now() + HOLDS_WITHIN; holds.notHeld > 0 && deps.now() < end; ) {
      await sleep(SECOND / 2);
      holds = await holdsOf(stop, id, TOLD_OF);
    }
    for (const { campaignId, phase, failure } of holds.first)
      console.log(`${campaignId}  ${phase}, has not taken the hold yet${failure ? `: ${failure}` : ''}`);
    console.log(
      `${holds.open} campaigns, ${holds.open - holds.notHeld} hold, ${holds.notHeld} are still to be told`,
    );
    return true;
  },

  async 'release-account'(deps, id) {
    await releaseAccount({ ...deps, requestId: `ops/${randomUUID()}` }, id);
    console.log('released: its campaigns deliver again when nothing else holds them');
    return true;
  },

  async 'rotate-keys'(deps) {
    const handle = await rotateKeys(deps);
    console.log(
      `${handle.workflowId} runs; its progress is in the Temporal UI, and it goes on if this is stopped`,
    );
    const { keyId, pass, rewrapped, found, broken, brokenPlaces } = await handle.result();
    for (const place of brokenPlaces) console.log(`${place}  is opened by no key that we have`);
    if (found > 0)
      console.log('something still seals under another key: restart every process, and run this again');
    const well = found === 0 && broken === 0;
    console.log(
      `${rewrapped} secrets put under key ${keyId} in ${pass} passes, ${broken} could not be opened`,
    );
    if (well) console.log('ENCRYPTION_PREVIOUS_KEYS can be emptied');
    return well;
  },
};

async function retryEvent(deps: Deps<ServiceConfig>, id: string): Promise<boolean> {
  if (!/^[1-9]\d{0,17}$/.test(id)) throw new Error('The ID is the number that `inbox` shows.');
  const actor = { kind: 'system', id: 'ops', address: null } as const;
  const acting = { caller: null, requestId: `ops/${randomUUID()}`, now: deps.now, actor };
  await retryMessage(deps, acting, BigInt(id));
  console.log(`${id}  is relayed once more; see \`inbox\` for what came of it`);
  return true;
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      yes: { type: 'boolean', default: false },
      further: { type: 'boolean', default: false },
      'end-and-refund': { type: 'boolean', default: false },
    },
  });
  const [name = '', id = ''] = positionals;
  const command = commands[name];
  if (!command || (NEEDS_ID.includes(name) && !id)) {
    console.error(USAGE);
    return false;
  }
  const config = loadConfigOf('worker', (await runningEnvironment(process.env)) ?? process.env);
  const { deps, close } = openDeps(config, createLogger('ops', 'warn'));
  const options = { yes: values.yes, further: values.further, endAndRefund: values['end-and-refund'] };
  return command(deps, id, options).finally(close);
}

main().then(
  (well) => process.exit(well ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
