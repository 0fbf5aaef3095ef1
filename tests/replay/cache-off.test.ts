/** Every scenario once more with the workflow cache off: each task replays from the first event, and nothing is done twice. */
import { openStage, type Stage } from '../workflow/environment';
import { fetchRuns, scheduledIn } from './histories';
import { scenarios } from './scenarios';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ server: 'real', maxCachedWorkflows: 0 });
}, 60_000);
afterAll(() => stage.close());

// One after the other: the SDK gives up a task's local activity when another workflow needs the place.
test.each(Object.entries(scenarios))(
  '%s does nothing twice',
  async (_name, { play, ends, activities }) => {
    const { workflowId, ended, asked } = await play(stage);
    // A local activity may run again where its task was lost to a slow machine: it is no history, and idempotent.
    const ids = asked.filter(({ name }) => name !== 'projectCampaign').map(({ name, id }) => `${name} ${id}`);
    expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
    expect(ended).toBe(ends);
    expect(scheduledIn(await fetchRuns(stage.env, workflowId))).toEqual(activities);
  },
  60_000,
);
