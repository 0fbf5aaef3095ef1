/** A campaign that continues as new every few events under a storm of messages: none is lost, none is done twice. */
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { CampaignView } from '../../contracts/campaign';
import { SECOND } from '../../domain/time';
import type { Drive } from './drive';
import { openStage, type Stage, withCampaign } from './environment';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ server: 'real' });
}, 60_000);
afterAll(() => stage.close());

const CLIENTS = 4;
const ROUNDS = 4;
/** History events of a run; a round makes about as many. */
const LIMIT = 30;

type Send = () => Promise<CampaignView>;

/** As the API and its clients do: what was cut off by continue-as-new, or found the campaign busy, is sent once more under its id. */
async function insist(send: Send): Promise<CampaignView> {
  for (let isRetry = false; ; ) {
    try {
      return await send();
    } catch (error) {
      const isFailure = error instanceof WorkflowUpdateFailedError;
      const isBusy = isFailure && error.cause instanceof ApplicationFailure && error.cause.type === 'BUSY';
      if (isFailure ? !isBusy : isRetry) throw error;
      isRetry = !isBusy;
    }
  }
}

/** One advertiser pauses and resumes, the others edit; every message has an id of its own. */
function script(drive: Drive, client: number): Send[] {
  return Array.from({ length: ROUNDS }, (_, round) => {
    const id = `${client}-${round}`;
    if (client > 0) return () => drive.edit(id, id);
    return round % 2 === 0
      ? () => drive.update('pause', { reason: id }, 'user', id)
      : () => drive.update('resume', {}, 'user', id);
  });
}

const runOf = async (drive: Drive) => (await drive.handle.describe()).runId;

test(
  'continuing as new under a storm loses no message, does none twice, and repeats old answers',
  () =>
    withCampaign(
      stage,
      async (drive) => {
        drive.outside.reading = { billedUnits: 1_500, delivered: 15_000 };
        await drive.toActive();
        await drive.update('changeBudget', { budgetLifetime: 15_000 });
        await drive.checkout();
        const paid = await drive.paymentEvent('paid');
        const runs = new Set<string>();
        const answers = new Map<Send, CampaignView>();
        const scripts = Array.from({ length: CLIENTS }, (_, client) => script(drive, client));

        const twice = async (send: Send) => {
          const [first, again] = await Promise.all([insist(send), insist(send), drive.tell(paid)]);
          expect(again).toEqual(first);
          answers.set(send, first);
        };
        // A campaign that is never quiet could not continue as new: before the next round it is.
        for (let round = 0; round < ROUNDS; round += 1) {
          runs.add(await runOf(drive));
          await Promise.all(scripts.flatMap((messages) => messages.slice(round, round + 1)).map(twice));
          await drive.until(({ delivery }) => delivery.wanted === delivery.confirmed);
          await pause(100);
        }

        for (const [send, answer] of answers) expect(await insist(send)).toEqual(answer);
        expect(runs.size).toBeGreaterThan(1);

        await drive.cancel();
        expect(await drive.result()).toMatchObject({ phase: 'cancelled', amountPaid: 15_000, holds: [] });
        const rows = new Map(drive.outside.projections.map((row) => [row.decision.version, row]));
        expect([...rows.keys()]).toEqual([...rows.keys()].map((_, index) => index + 1));
        const decided = (event: string) => [...rows.values()].filter((row) => row.decision.event === event);
        const names = decided('campaign.edited').map((row) => row.view.brief.name);
        expect(names.sort()).toEqual(expectedNames());
        expect(decided('campaign.pausing')).toHaveLength(ROUNDS / 2);
        expect(decided('campaign.resumed')).toHaveLength(ROUNDS / 2);
        expect(decided('payment.received')).toHaveLength(2);
        expect(decided('payment.excess')).toEqual([]);
        expect(drive.outside.refunds).toEqual([]);
        expect(drive.outside.args('createCheckoutSession')).toHaveLength(2);
      },
      { historyLimit: LIMIT },
    ),
  60_000,
);

test(
  'a deadline survives continuing as new',
  () =>
    withCampaign(
      stage,
      async (drive) => {
        await drive.toActive();
        await drive.update('changeFlight', { endAt: Date.now() + 2 * SECOND });
        const run = await runOf(drive);
        for (let edits = 0; (await runOf(drive)) === run; edits += 1) await drive.edit(`Name ${edits}`);
        expect(await drive.result()).toMatchObject({ phase: 'completed' });
      },
      { historyLimit: LIMIT },
    ),
  30_000,
);

function expectedNames(): string[] {
  const clients = Array.from({ length: CLIENTS - 1 }, (_, index) => index + 1);
  return clients
    .flatMap((client) => Array.from({ length: ROUNDS }, (_, round) => `${client}-${round}`))
    .sort();
}
