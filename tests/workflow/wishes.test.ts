/** A wish for the platform that another one replaces: nothing of it comes later, and a replay hears of its end where the first run did. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Decision, GET_TIMELINE } from '../../contracts/campaign';
import type { Drive } from './drive';
import { openStage, type Stage, withCampaign } from './environment';
import type { Outside } from './outside';

let stage: Stage;
// Without a cache each task, and each question, replays from the first event.
beforeAll(async () => {
  stage = await openStage({ server: 'real', maxCachedWorkflows: 0 });
}, 60_000);
afterAll(() => stage.close());

const play = (name: string, story: (drive: Drive) => Promise<void>) =>
  test(name, () => withCampaign(stage, story), 30_000);

/** Makes an activity take so long, whether or not somebody cancels it. */
function slow(
  outside: Outside,
  activity: string,
  milliseconds: number,
  onEnd = (_wanted: unknown) => {},
): void {
  const call = outside.call.bind(outside);
  outside.call = async (name, args) => {
    const answer = await call(name, args);
    if (name === activity) await pause(milliseconds).then(() => onEnd(args[1]));
    return answer;
  };
}

play(
  'one that is replaced in the task that brought it is over at the same time in a replay',
  async (drive) => {
    await drive.toActive();
    slow(drive.outside, 'projectCampaign', 50);
    const answers = await drive.inOneTaskInOrder([
      () => drive.update('pause', { reason: 'Holidays.' }),
      () => drive.update('resume', {}),
      () => drive.edit('Stored while the pause is taken back'),
      () => drive.edit('Stored after it'),
    ]);
    const timeline = await drive.handle.query<Decision[]>(GET_TIMELINE);
    const replayed = new Map(timeline.map(({ version, at }) => [version, at]));
    expect(answers.map(({ version }) => replayed.get(version))).toEqual(
      answers.map(({ updatedAt }) => updatedAt),
    );
    const { events } = await drive.handle.fetchHistory();
    const asked = events?.map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
    expect(asked).not.toContain('setDelivery');
  },
);

play('one that is on its way is waited for, however long it takes', async (drive) => {
  const story: string[] = [];
  await drive.toActive();
  slow(drive.outside, 'setDelivery', 300, (wanted) => story.push(wanted ? 'resumed' : 'paused'));
  await drive.update('pause', { reason: 'Holidays.' });
  await drive.until(() => drive.outside.args('setDelivery').length === 1);
  await drive.update('resume', {});
  await pause(150);
  expect(drive.outside.args('setDelivery')).toHaveLength(1);
  await drive.sees('campaign.delivery_confirmed');
  expect(story).toEqual(['paused', 'resumed']);
});

play(
  'one that ends while other wishes come is followed by the last of them, in a replay too',
  async (drive) => {
    await drive.toActive();
    slow(drive.outside, 'setDelivery', 150);
    for (const round of [1, 2, 3]) {
      const asked = drive.outside.args('setDelivery').length;
      await drive.update('pause', { reason: 'Holidays.' });
      await drive.until(() => drive.outside.args('setDelivery').length > asked);
      await drive.update('resume', {});
      // Its end comes with these, in one task.
      await drive.inOneTaskInOrder([
        () => drive.update('pause', { reason: `No holidays, ${round}.` }),
        () => drive.update('resume', {}),
      ]);
      await drive.until(({ delivery }) => delivery.wanted && delivery.confirmed);
    }
    await drive.until(() => drive.outside.args('setDelivery').at(-1)?.[1] === true);
  },
);
