/** schemathesis.toml of a run. */
import { z } from 'zod';
import type { openApiDocument } from '../../api/openapi';

export interface Configured {
  /** Who sends the requests; `users` are all that have a token. */
  user: string;
  users: readonly string[];
  /** Those of `users` who must not see each other's things. */
  peers: readonly string[];
  seed: number;
  /** Cases of an operation, in the fuzzing phase. */
  cases: number;
  phases: readonly ('examples' | 'coverage' | 'fuzzing' | 'stateful')[];
  /** Operations to leave out, as `GET /users/me`. */
  without: readonly string[];
}

/** What schemathesis expects of data that fits its schema, and of data that does not. */
const ACCEPTED = ['2xx', '3xx', '401', '403', '404', '409', '429', '503'];
const REJECTED = ['400', '401', '403', '404', '405', '409', '413', '415', '422', '429', '431', '503'];

export function configuration(
  { paths }: ReturnType<typeof openApiDocument>,
  usersFile: string,
  { user, peers, seed, cases, without }: Configured,
): string {
  const operations = Object.entries(paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) => {
      const { data: refuses } = z.array(z.int()).safeParse(operation['x-refuses']);
      return refuses ? [accepting(`${method.toUpperCase()} ${path}`, refuses)] : [];
    }),
  );
  return `seed = ${seed}
workers = 1
continue-on-failure = true
request-timeout = 15.0
max-stream-events = 1
max-redirects = 0
suppress-health-check = ["all"]
warnings = false

[generation]
max-examples = ${cases}
database = "none"
# NUL is refused everywhere, which no schema says: contract.test.ts sends it.
allow-x00 = false
# Credentials are those of the user, and one kind at a time.
with-security-parameters = false

[checks.positive_data_acceptance]
expected-statuses = ${list(ACCEPTED)}
[checks.negative_data_rejection]
expected-statuses = ${list(REJECTED)}

[auth.wfc]
path = ${JSON.stringify(usersFile)}
user = ${JSON.stringify(user)}
${peers.length > 0 ? `peers = ${list(peers)}` : ''}

${operations.join('\n')}
${without.map(disabled).join('\n')}
`;
}

/** What fits the schema of this operation may be refused with these statuses too. */
function accepting(label: string, refuses: readonly number[]): string {
  return `[[operations]]
include-name = ${JSON.stringify(label)}
checks.positive_data_acceptance.expected-statuses = ${list([...ACCEPTED, ...refuses.map(String)])}
`;
}

function disabled(label: string): string {
  return `[[operations]]
include-name = ${JSON.stringify(label)}
enabled = false
`;
}

function list(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
