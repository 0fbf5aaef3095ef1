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

const BEGIN = '<!-- generated from domain/campaign/phases.ts by npm run docs -->';
const END = '<!-- end of the generated part -->';

/** The page with its generated part made anew; what people wrote around it stays. @throws when the page has no such part. */
export function withPhaseTable(page: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error('docs/lifecycle.md has lost the marks of its generated part');
  const generated = [diagram(), phaseTable(), messageTable()].join('\n\n');
  return `${page.slice(0, begin)}${BEGIN}\n\n${generated}\n\n${page.slice(end)}`;
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
