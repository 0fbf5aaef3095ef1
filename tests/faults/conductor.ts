/** Where the workers of a fault run ask before and after each activity: it knows what is in flight, and may hold a step. */
import { createServer, type Server } from 'node:http';
import { freePort } from '../../bin/system/ports';
import type { Phase } from '../../domain/campaign/phases';
import { Step, type Verdict } from './interceptor';

/** A step, and the phase that its campaign was in when it came; null of a payment. */
export type Placed = Step & { phase: Phase | null };

export class Conductor {
  /** The newest step of each workflow whose activity runs. */
  readonly inFlight = new Map<string, Placed>();
  /** Where each campaign is, as its newest projection says; by workflow id. */
  readonly phases = new Map<string, Phase>();
  /** What becomes of a step; while it waits, so does the activity. */
  decide: (step: Placed) => Promise<Verdict> = async () => 'go';

  /** Steps that wait for their life to go on: `workflow id activity`. */
  private readonly held = new Map<string, Promise<void>>();

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async open(): Promise<Conductor> {
    const port = await freePort();
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      response.end(await conductor.take(Step.parse(JSON.parse(Buffer.concat(chunks).toString()))));
    });
    const conductor = new Conductor(`http://127.0.0.1:${port}`, server);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return conductor;
  }

  /** Holds an activity of a workflow, however often it is tried, until the answer is called. */
  hold(workflowId: string, activity: string): () => void {
    const key = `${workflowId} ${activity}`;
    let release = () => {};
    this.held.set(key, new Promise((resolve) => (release = resolve)));
    return () => {
      this.held.delete(key);
      release();
    };
  }

  /** The worker is dead: nothing of its runs on. */
  forget(): void {
    this.inFlight.clear();
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async take(step: Step): Promise<Verdict> {
    const { workflowId, decision, stage } = step;
    if (decision) this.phases.set(workflowId, decision.phase);
    const phase = workflowId.startsWith('payment/') ? null : (this.phases.get(workflowId) ?? 'draft');
    const placed = { ...step, phase };
    this.inFlight.set(workflowId, placed);
    await this.held.get(`${workflowId} ${step.activity}`);
    const verdict = await this.decide(placed);
    if (stage === 'after' || verdict !== 'go') this.inFlight.delete(workflowId);
    return verdict;
  }
}
