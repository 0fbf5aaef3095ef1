/** An upload fuzz: hundreds of spoiled files sent to the whole running system, and what each of them does to it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openStorage } from '../../../adapters/storage';
import type { Storage } from '../../../adapters/storage/storage';
import { MediaAnswer } from '../../../schemas/media';
import { openStage, type Stage } from '../stage';
import { undecodable } from './decode';
import { type Case, plannedBy } from './plan';
import { Prices } from './prices';
import { codeOf, prepared, type Sent } from './send';

export interface UploadFuzzOptions {
  seed: number;
  cases: number;
  /** One of them alone. */
  only?: number | undefined;
  /** Whether time and memory are held to their limits too; a test has correctness alone. */
  priced: boolean;
  say(line: string): void;
}

export interface UploadFuzzReport {
  sent: number;
  /** How many were answered with each status and code. */
  answers: Map<string, number>;
  findings: { n: number; name: string; finding: string }[];
}

const TAKEN = [200, 201];
const REFUSED = [413, 415, 422];
/** For an API that reads a file to its end though nobody waits any more. */
const RECOVERY_MS = 600_000;
const CHEAP = { memory: [], slow: [] };
/** The machine has other things to do as well: what was too slow is sent again, and counts when it is so each time. */
const TRIES = 5;
/** A sign-in lives longer than it takes to send so many. */
const SIGN_IN_EVERY = 40;

export async function fuzzUploads(options: UploadFuzzOptions): Promise<UploadFuzzReport> {
  const stage = await openStage();
  try {
    return await new Run(stage, options).run();
  } finally {
    await stage.close();
  }
}

class Run {
  readonly #storage: Storage;
  readonly #report: UploadFuzzReport = { sent: 0, answers: new Map(), findings: [] };
  #user = { id: '', token: '' };

  constructor(
    private readonly stage: Stage,
    private readonly options: UploadFuzzOptions,
  ) {
    this.#storage = openStorage(stage.config, Date.now);
  }

  async run(): Promise<UploadFuzzReport> {
    const { seed, cases, only, priced, say } = this.options;
    const plan = await plannedBy(seed);
    const numbers = only === undefined ? Array.from({ length: cases }, (_, n) => n) : [only];
    const prices = priced ? await Prices.open(this.stage, say) : null;
    for (const [position, n] of numbers.entries()) {
      if (position % SIGN_IN_EVERY === 0) {
        this.#user = await this.stage.person('advertiser');
        await prices?.signIn();
      }
      const file = plan(n);
      const found = await this.#findings(file, prices);
      for (const finding of found) {
        this.#report.findings.push({ n, name: file.name, finding });
        say(`case ${n}, ${file.name} (${file.bytes.length} bytes, by ${file.way}): ${finding}`);
      }
    }
    for (const finding of prices?.blind() ?? [])
      this.#report.findings.push({ n: 0, name: 'all files', finding });
    return this.#report;
  }

  async #findings(file: Case, prices: Prices | null): Promise<string[]> {
    const send = await prepared(this.stage.apiUrl, file);
    const sending = () => send(this.#user.token);
    for (let tries = 1; ; tries += 1) {
      const { sent, dear } = (await prices?.during(file, sending)) ?? { sent: await sending(), dear: CHEAP };
      const certain = [...(await this.#wrongWith(file, sent)), ...dear.memory];
      if (certain.length === 0 && dear.slow.length > 0 && tries < TRIES) continue;
      this.#report.sent += 1;
      const answer = `${sent.status} ${codeOf(sent)}`.trim();
      this.#report.answers.set(answer, (this.#report.answers.get(answer) ?? 0) + 1);
      return [...certain, ...dear.slow];
    }
  }

  /** What was answered, and what is left: nothing of a refused file, and nothing of one that was taken and removed. */
  async #wrongWith(file: Case, sent: Sent): Promise<string[]> {
    const wrong: string[] = [];
    if (TAKEN.includes(sent.status)) {
      const unread = await undecodable(sent.body);
      if (unread) wrong.push(`accepted, but ${unread}`);
      if (file.expect === 'refused') wrong.push('accepted');
      wrong.push(...(await this.#removed(sent)));
    } else if (!REFUSED.includes(sent.status)) {
      wrong.push(
        sent.status === 0 ? `no answer: ${codeOf(sent)}` : `answered ${sent.status} ${codeOf(sent)}`,
      );
      await this.#untilItAnswers();
    } else if (file.expect === 'taken') {
      wrong.push(`refused as ${codeOf(sent)}`);
    }
    return [...wrong, ...(await this.#left())];
  }

  /** Busy or dead, it is so by this file: the next is not to suffer for it. */
  async #untilItAnswers(): Promise<void> {
    const deadline = Date.now() + RECOVERY_MS;
    const isUp = () =>
      fetch(`${this.stage.apiUrl}/api/v1/health`, { signal: AbortSignal.timeout(5_000) }).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await isUp())) {
      if (Date.now() > deadline) throw new Error('the API answers no more');
      await sleep(500);
    }
  }

  async #removed({ body }: Sent): Promise<string[]> {
    const { data } = MediaAnswer.safeParse(body);
    if (!data) return [];
    const { token } = this.#user;
    const { status } = await this.stage.driver.call('DELETE', `/media/${data.id}`, { token });
    return status === 204 ? [] : [`its removal answered ${status}`];
  }

  /** And takes it away, so that it is this case's alone. */
  async #left(): Promise<string[]> {
    const { db } = this.stage;
    const rows = await db.media.deleteMany({ where: { userId: this.#user.id } });
    const objects = [
      ...(await this.#storage.list(`users/${this.#user.id}/`)),
      ...(await this.#storage.list('incoming/')),
    ];
    for (const { key } of objects) await this.#storage.delete(key);
    return rows.count + objects.length > 0
      ? [`${rows.count} rows and ${objects.length} objects are left`]
      : [];
  }
}

/** Reads well at a terminal. @returns whether there was nothing to find. */
export function judgeUploads(
  { sent, answers, findings }: UploadFuzzReport,
  seed: number,
  say: (line: string) => void,
) {
  say(`${sent} files, answered with:`);
  for (const [answer, count] of [...answers].sort()) say(`${String(count).padStart(6)}  ${answer}`);
  for (const { n, name, finding } of findings) {
    say(`- ${name}: ${finding} (npm run fuzz -- uploads --seed ${seed} --only ${n})`);
  }
  say(findings.length === 0 ? 'no findings' : `${findings.length} FINDINGS`);
  return findings.length === 0 && sent > 0;
}
