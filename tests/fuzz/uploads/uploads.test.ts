/** Spoiled files against the whole system: no 5xx, what is taken can be read, what is refused leaves nothing. `npm run fuzz -- uploads` sends more. */
import { fuzzUploads } from './run';

test('sixty spoiled files are each taken or refused for a reason, and leave nothing', async () => {
  const { sent, findings, answers } = await fuzzUploads({ seed: 1, cases: 60, priced: false, say: () => {} });
  expect(findings).toEqual([]);
  expect(sent).toBe(60);
  // Both happen, or nothing was tried.
  expect([...answers.keys()]).toEqual(expect.arrayContaining(['201', '422 MEDIA_BROKEN']));
}, 600_000);
