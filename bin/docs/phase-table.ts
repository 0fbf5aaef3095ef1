/** The generated part of docs/lifecycle.md: a diagram of the phases, and what each phase does with each message. */
import {
  accepts,
  duringEffect,
  isOver,
  lifecycle,
  messageKinds,
  type Phase,
  phases,
} from '../../domain/campaign/phases';
import { withGeneratedPart } from './generated-part';

/** docs/lifecycle.md with its generated part made anew. @throws when the page has no such part. */
export function withPhaseTable(page: string): string {
  const content = [diagram(), phaseTable(), messageTable()].join('\n\n');
  return withGeneratedPart(page, 'domain/campaign/phases.ts', content);
}

function diagram(): string {
  const arrows = phases.flatMap((from) => lifecycle[from].leadsTo.map((to) => `  ${from} --> ${to}`));
  const ends = phases.filter(isOver).map((phase) => `  ${phase} --> [*]`);
  return ['```mermaid', 'stateDiagram-v2', '  [*] --> draft', ...arrows, ...ends, '```'].join('\n');
}

function phaseTable(): string {
  const rows = phases.map((phase) => {
    const { status, waitsFor, leadsTo } = lifecycle[phase];
    return `| ${phase} | ${status} | ${waitsFor ?? '–'} | ${leadsTo.join(', ') || '–'} |`;
  });
  return ['| phase | status | waits for | leads to |', '|---|---|---|---|', ...rows].join('\n');
}

/** A phase a column, a dot where it takes the message; a campaign that is over takes facts alone. */
function messageTable(): string {
  const open = phases.filter((phase) => !isOver(phase));
  const cell = (phase: Phase, kind: (typeof messageKinds)[number]) => (accepts(phase, kind) ? '●' : '');
  const rows = messageKinds.map(
    (kind) => `| ${kind} | ${open.map((phase) => cell(phase, kind)).join(' | ')} | ${duringEffect[kind]} |`,
  );
  return [
    `| message | ${open.join(' | ')} | during an effect |`,
    `|---|${open.map(() => ':-:').join('|')}|---|`,
    ...rows,
  ].join('\n');
}
