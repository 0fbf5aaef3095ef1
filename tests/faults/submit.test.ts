/** Worker and server die inside the local activity of `submit`: its rows are written, its decision is lost, and nobody asks again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type CampaignSnapshot, campaignWorkflowId, GET_STATE } from '../../contracts/campaign';
import { generalFindings, readStripe } from './books';
import type { Step } from './interceptor';
import { openStage, type Stage } from './stage';

jest.setTimeout(150_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(() => {});
});
afterAll(async () => {
  if (!stage) return;
  try {
    expect(await generalFindings(stage.sources, await readStripe(stage.sources))).toEqual([]);
  } finally {
    await stage.close();
  }
});

/** Holds the step for good: whoever waits for it dies with it. */
function caught(wanted: (step: Step) => boolean): Promise<void> {
  return new Promise((resolve) => {
    stage.conductor.decide = (step) => {
      if (!wanted(step)) return Promise.resolve('go');
      resolve();
      return new Promise(() => {});
    };
  });
}

async function row(campaignId: string) {
  const { phase, version, view } = await stage.sources.db.campaign.findUniqueOrThrow({
    where: { id: campaignId },
  });
  return { phase, version, view };
}

/** What left, or is about to leave, for anybody. */
async function told(campaignId: string) {
  const { db } = stage.sources;
  const Count = z.tuple([z.object({ events: z.coerce.number(), deliveries: z.coerce.number() })]);
  const counts = await db.$queryRaw`SELECT
    (SELECT count(*) FROM outbox WHERE campaign_id = ${campaignId}::uuid AND version > 1) AS events,
    (SELECT count(*) FROM deliveries) AS deliveries`;
  const notices = await db.notification.count({ where: { campaignId } });
  return { ...Count.parse(counts)[0], notices };
}

test('a submit that was lost inside its projection is taken back within 60 s, and no mail of it leaves', async () => {
  const { system, conductor, sources, newLife, advertiser } = stage;
  const life = newLife('standard');
  await life.create();
  const { campaignId } = life;
  // The mails of the creation, and of whatever else was before.
  await sleep(3_000);
  const before = await told(campaignId);
  expect(before.events).toBe(0);

  const inside = caught(
    ({ decision, stage: at, workflowId }) =>
      workflowId === campaignWorkflowId(campaignId) &&
      decision?.event === 'campaign.submitted' &&
      at === 'after',
  );
  const asked = advertiser.once('POST', `/campaigns/${campaignId}/submit`, {}).catch(() => null);
  await inside;
  expect(await row(campaignId)).toMatchObject({ phase: 'media_review', version: 2 });
  const diedAt = Date.now();
  // The API as well: the library in it would ask the new server again.
  const parts = (['api', 'worker', 'temporal'] as const).map((name) => system.parts.get(name));
  await Promise.all(parts.map((part) => part?.kill()));
  conductor.forget();
  conductor.decide = async () => 'go';
  expect(await asked).toBeNull();

  const handle = sources.temporal.workflow.getHandle(campaignWorkflowId(campaignId));
  for (;;) {
    const known = await handle.query<CampaignSnapshot>(GET_STATE).catch(() => null);
    const { view, version } = await row(campaignId);
    if (known && known.state.version === version) {
      expect(view).toEqual(JSON.parse(JSON.stringify(known.view)));
      expect(known.view.phase).toBe('draft');
      break;
    }
    expect(Date.now() - diedAt).toBeLessThan(60_000);
    await sleep(250);
  }
  // Longer than the relay takes to tell what it may.
  await sleep(3_000);
  expect(await told(campaignId)).toEqual(before);

  // Nothing is in its way: the same wish is granted when somebody has it again.
  await life.submit();
  expect(await row(campaignId)).toMatchObject({ phase: 'media_review', version: 2 });
});
