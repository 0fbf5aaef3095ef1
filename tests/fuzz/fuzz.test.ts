/** The API against its own document: schemathesis, all checks, stateful, with a fixed seed and one of the clock. */
import { fuzz, judge } from './run';

/** Of an operation with each seed: 14 in all. */
const CASES = 7;

test('nothing departs from the document, and nine of ten operations do their work', async () => {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const seeds = [1, Date.now() % 1_000_000];
  const report = await fuzz({
    seeds,
    cases: CASES,
    phases: ['examples', 'fuzzing', 'stateful'],
    breadth: 'once',
    say,
  });
  const good = judge(report, (line) => {
    say(line);
    process.stderr.write(`${line}\n`);
  });
  // What schemathesis says holds the request to repeat each failure with.
  if (!good) throw new Error(said.join('\n'));
}, 600_000);
