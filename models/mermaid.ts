/**
 * Charts as pictures: a Mermaid state diagram of each machine, which code hosts render, and a table of the decisions
 * that leave the state as it is.
 */
import type { Alternative, TableData } from './compile.js';

/** A state's name as an identifier of Mermaid. */
const identifier = (state: string) => state.replace(/[^A-Za-z0-9]/g, '_');

const decisions = (cell: readonly Alternative[]) => cell.map(([decision]) => decision).join(' or ');

const rulesOf = (cell: readonly Alternative[]) => [...new Set(cell.flatMap(([, , ...rules]) => rules))];

/** Events that lead from one state to another, with what is decided. */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly cell: readonly Alternative[];
}

/** Every transition of a table. */
function edgesOf(table: TableData): readonly Edge[] {
  const width = table.symbols.length;
  return table.cell.flatMap((cell, index) => {
    if (cell < 0) return [];
    const from = table.states[Math.floor(index / width)] as string;
    const to = table.states[table.next[index] as number] as string;
    return [
      { from, to, event: table.symbols[index % width] as string, cell: table.cells[cell] as Alternative[] },
    ];
  });
}

/** States below a common parent are drawn inside it. */
function declarations(states: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const parents = new Map<string, string[]>();
  for (const state of states) {
    const dot = state.indexOf('.');
    if (dot < 0) lines.push(`  ${identifier(state)}: ${state}`);
    else parents.set(state.slice(0, dot), [...(parents.get(state.slice(0, dot)) ?? []), state]);
  }
  for (const [parent, children] of parents) {
    lines.push(`  state ${identifier(parent)} {`);
    for (const child of children) lines.push(`    ${identifier(child)}: ${child.slice(parent.length + 1)}`);
    lines.push('  }');
  }
  return lines;
}

/**
 * The picture of a chart.
 *
 * @param table the compiled chart
 * @returns a Mermaid `stateDiagram-v2` of the transitions that change the state
 */
export function stateDiagram(table: TableData): string {
  const groups = new Map<string, string[]>();
  for (const { from, to, event, cell } of edgesOf(table)) {
    if (from === to) continue;
    const key = `${identifier(from)} --> ${identifier(to)}`;
    const rules = rulesOf(cell);
    const label = `${event}: ${decisions(cell).replaceAll(':', ' ')}${rules.length > 0 ? ` (${rules[0]})` : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), label]);
  }
  const arrows = [...groups].map(([key, labels]) => `  ${key}: ${labels.join('<br/>')}`);
  const start = `  [*] --> ${identifier(table.states[0] as string)}`;
  return ['stateDiagram-v2', ...declarations(table.states), start, ...arrows].join('\n');
}

/**
 * The decisions of a chart that leave the state as it is.
 *
 * @param table the compiled chart
 * @returns the rows of a Markdown table; events that are decided alike share a row
 */
export function standingDecisions(table: TableData): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { from, to, event, cell } of edgesOf(table)) {
    if (from !== to) continue;
    const what = `${decisions(cell)} | ${rulesOf(cell).join(', ') || '–'}`;
    const key = `${from} | ${what}`;
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups].map(([key, events]) => {
    const [state, what, rules] = key.split(' | ') as [string, string, string];
    return `| ${state} | ${events.join(', ')} | ${what} | ${rules} |`;
  });
}
