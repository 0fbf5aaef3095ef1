/** Whoever asks a campaign for its state while it stores a decision changes nothing of its history. */
import type { Payload } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { openStage, type Stage, withCampaign } from './environment';

let stage: Stage;
/** Runs while an answer is on its way from the workflow to the server. */
let meanwhile = async () => {};

const isSnapshot = ({ data }: Payload) => Buffer.from(data ?? []).includes('"state":');

beforeAll(async () => {
  const encode = async (payloads: Payload[]) => {
    if (payloads.some(isSnapshot)) await meanwhile();
    return payloads;
  };
  const slow = { encode, decode: async (payloads: Payload[]) => payloads };
  stage = await openStage({ server: 'real', payloadCodecs: [slow] });
}, 60_000);
afterAll(() => stage.close());

test('a decision that is stored while an answer is on its way is heard of in its own task', () =>
  withCampaign(stage, async (drive) => {
    let stored = 0;
    let later: Promise<unknown> | undefined;
    meanwhile = async () => {
      later ??= drive.edit('Sent while the answer is on its way');
      await new Promise((resolve) => setTimeout(resolve, 300));
      stored ||= drive.outside.projections.length;
    };
    await drive.inOneTask<unknown>(() => [drive.edit('Being stored when asked'), drive.state()]);
    await later;
    // The creation, the name that took long, and the one that was being stored when the question came.
    expect(stored).toBe(3);
    await Worker.runReplayHistory({ workflowBundle: stage.bundle }, await drive.handle.fetchHistory());
  }));
