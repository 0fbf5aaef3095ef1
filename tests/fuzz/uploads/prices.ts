/** What a file costs: how soon it is answered, how long another user waits beside it, and how much memory it takes. */
import { seeded } from '../../integration/house';
import type { Stage } from '../stage';
import { goodFiles } from './files';
import type { Case } from './plan';
import { canMeasure, forgetPeak, peakMib, type Watched, watchChildren } from './processes';
import { prepared, type Sent } from './send';

/** Mebibytes. A decoder that is above its limit must be gone within the grace, in milliseconds. */
const API_MIB = 500;
const DECODER_MIB = 1_024;
const KILL_GRACE = 1_000;
/** Uploads by the neighbour alone that tell his usual time. */
const BASELINE = 40;
/** How much longer than usual he may wait. */
const FACTOR = 2;

/** What was too much, in words. What took too long may be chance; memory is not. */
interface Dear {
  memory: string[];
  slow: string[];
}

export class Prices {
  #token = '';
  /** Milliseconds: of twenty uploads alone, nineteen took no longer. */
  #usual = 0;
  #uploads = 0;
  #decoderSeen = false;
  readonly #picture: Buffer;

  private constructor(
    private readonly stage: Stage,
    picture: Buffer,
  ) {
    this.#picture = picture;
  }

  static async open(stage: Stage, say: (line: string) => void): Promise<Prices> {
    const [picture] = await goodFiles(seeded(0));
    if (!picture) throw new Error('there is no good file');
    const prices = new Prices(stage, picture.bytes);
    await prices.signIn();
    if (!canMeasure()) say('There is no /proc on this system: MEMORY IS NOT MEASURED.');
    // Those that warm it up don't count.
    for (let n = 0; n < 5; n += 1) await prices.#upload();
    const stop = watchChildren(stage.apiPid(), DECODER_MIB);
    const alone: number[] = [];
    for (let n = 0; n < BASELINE; n += 1) alone.push(await prices.#upload());
    prices.#decoderSeen = stop().decoderSeen;
    if (!alone.every(Number.isFinite)) throw new Error('a good picture is refused');
    prices.#usual = alone.sort((a, b) => a - b)[Math.floor(BASELINE * 0.95)] ?? 0;
    say(`another user's upload takes ${Math.round(prices.#usual)} ms at most when nobody else is there`);
    return prices;
  }

  async signIn(): Promise<void> {
    this.#token = (await this.stage.person('neighbour')).token;
  }

  /** Sends a file, and the neighbour's beside it until it is answered. */
  async during(file: Case, sending: () => Promise<Sent>): Promise<{ sent: Sent; dear: Dear }> {
    const pid = this.stage.apiPid();
    if (pid !== undefined) forgetPeak(pid);
    const stop = watchChildren(pid, DECODER_MIB);
    let answered = false;
    const beside: number[] = [];
    const neighbour = async () => {
      while (!answered) beside.push(await this.#upload());
    };
    const own = sending().finally(() => {
      answered = true;
    });
    const [sent] = await Promise.all([own, neighbour()]);
    const longest = Math.max(0, ...beside);
    const slow: string[] = [];
    if (sent.took > file.within)
      slow.push(`answered in ${seconds(sent.took)}, not within ${seconds(file.within)}`);
    if (longest > FACTOR * this.#usual)
      slow.push(
        `another user's upload took ${seconds(longest)}, not at most ${FACTOR} times ${seconds(this.#usual)}`,
      );
    return { sent, dear: { slow, memory: this.#memory(pid, stop()) } };
  }

  /** Whether no decoder was seen, so that none was measured. */
  blind(): string[] {
    if (!canMeasure() || this.#decoderSeen) return [];
    return ['no decoder was seen among the processes that the API started'];
  }

  #memory(pid: number | undefined, children: Watched): string[] {
    this.#decoderSeen ||= children.decoderSeen;
    if (pid === undefined || this.stage.apiPid() !== pid) return ['the API died'];
    const found: string[] = [];
    const api = peakMib(pid);
    if (api > API_MIB) found.push(`the API held ${Math.round(api)} MB`);
    if (children.aboveFor > KILL_GRACE) {
      found.push(`a process of the API's held ${Math.round(children.mostMib)} MB and was not killed`);
    }
    return found;
  }

  /** The neighbour's next picture, which is like no other. @returns milliseconds. */
  async #upload(): Promise<number> {
    this.#uploads += 1;
    const comment = Buffer.from(`\xff\xfe\x00\x0a${String(this.#uploads).padStart(8, '0')}`, 'latin1');
    const bytes = Buffer.concat([this.#picture.subarray(0, 2), comment, this.#picture.subarray(2)]);
    const file = { bytes, type: 'image/jpeg', way: 'form' } as const;
    const send = await prepared(this.stage.apiUrl, file);
    const sent = await send(this.#token);
    return sent.status === 201 ? sent.took : Number.POSITIVE_INFINITY;
  }
}

const seconds = (ms: number) =>
  Number.isFinite(ms) ? `${(ms / 1_000).toFixed(2)} s` : 'for ever, or was refused';
