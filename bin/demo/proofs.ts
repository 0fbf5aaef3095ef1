/** What the demo prints: numbered steps, and under each what proves it; counts what could not be proved. */

export class Proofs {
  private steps = 0;
  private proved = 0;
  readonly missing: string[] = [];

  constructor(private readonly print: (line: string) => void) {}

  step(title: string, ...facts: string[]): void {
    this.steps += 1;
    this.print(`\n${String(this.steps).padStart(2)}. ${title}`);
    for (const fact of facts) this.say(fact);
  }

  say(fact: string): void {
    this.print(`    ${fact}`);
  }

  check(isSo: boolean, sentence: string): void {
    this.say(`${isSo ? 'proved ' : 'MISSING'}  ${sentence}`);
    if (isSo) this.proved += 1;
    else this.missing.push(sentence);
  }

  /** The last words. */
  sum(): string {
    const all = this.proved + this.missing.length;
    const missing = this.missing.map((sentence) => `\n  missing: ${sentence}`).join('');
    return `${this.steps} steps, ${this.proved} of ${all} proofs${missing}`;
  }
}
