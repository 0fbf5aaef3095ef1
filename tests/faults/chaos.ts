/** What goes wrong with the steps of a fault run: each takes a little longer, one may be caught in the act, some outlive their time. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Conductor, Placed } from './conductor';
import type { Verdict } from './interceptor';

/** Where a kill can still happen in the midst of it. */
const PAUSE_MS = 150;
/** One in so many projections is held until its campaign is over: an attempt that outlived its timeout. */
const ONE_IN = 25;
const HELD_AT_MOST = 8;

/** How long steps are gathered after the first was caught: a projection that is held for 2 s is given up, and tried again. */
const GATHERING_MS = 1_500;

interface Caught {
  steps: Placed[];
  release(): void;
}

export class Chaos {
  /** Held projections that went on after newer ones had been written. */
  outlived = 0;
  private readonly held = new Map<string, () => void>();
  private hunt: { wanted(step: Placed): boolean; caught(step: Placed): Promise<void> } | null = null;

  constructor(
    private readonly conductor: Conductor,
    private readonly random: () => number,
  ) {
    conductor.decide = (step) => this.decide(step);
  }

  /** Holds the wanted steps that come within a moment of the first, until they are released; none when none came in time. */
  catch(wanted: (step: Placed) => boolean, withinMs: number): Promise<Caught> {
    return new Promise((resolve) => {
      const steps: Placed[] = [];
      const releases: (() => void)[] = [];
      const end = () => {
        this.hunt = null;
        const release = () => {
          for (const go of releases) go();
        };
        resolve({ steps, release });
      };
      let timer = setTimeout(end, withinMs);
      const caught = (step: Placed) => {
        if (steps.length === 0) {
          clearTimeout(timer);
          timer = setTimeout(end, GATHERING_MS);
        }
        steps.push(step);
        return new Promise<void>((release) => void releases.push(release));
      };
      this.hunt = { wanted, caught };
    });
  }

  /** The campaign is over: what was held of it goes on now, far too late. */
  release(workflowId: string): void {
    this.held.get(workflowId)?.();
    this.held.delete(workflowId);
  }

  /** From now on nothing is held any more. */
  calm(): void {
    for (const workflowId of [...this.held.keys()]) this.release(workflowId);
    this.conductor.decide = async () => 'go';
  }

  private async decide(step: Placed): Promise<Verdict> {
    if (this.hunt?.wanted(step)) await this.hunt.caught(step);
    else if (this.isToOutlive(step)) await this.outlive(step.workflowId);
    else if (!step.isLocal) await sleep(this.random() * PAUSE_MS);
    return 'go';
  }

  private isToOutlive({ isLocal, stage, attempt, decision, workflowId }: Placed): boolean {
    return (
      isLocal &&
      stage === 'before' &&
      attempt === 1 &&
      decision !== null &&
      decision.version > 1 &&
      !this.held.has(workflowId) &&
      this.held.size < HELD_AT_MOST &&
      this.random() < 1 / ONE_IN
    );
  }

  private outlive(workflowId: string): Promise<void> {
    return new Promise((resolve) => {
      this.held.set(workflowId, () => {
        this.outlived += 1;
        resolve();
      });
    });
  }
}
