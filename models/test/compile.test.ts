/**
 * The tables are the charts. Goal: for every state and every event of every chart, in both eras, the committed table
 * says what xstate's `transition` says; a change of any single cell is noticed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'ava';
import { initialTransition, transition } from 'xstate';
import { rules } from '../../spec/index.js';
import type { Chart, Era, Machine } from '../charts/chart.js';
import { eras, machineOf } from '../charts/chart.js';
import { charts } from '../charts/index.js';
import type { TableData } from '../compile.js';
import { alternativesOf, compileChart, stateName, symbolsOf } from '../compile.js';
import { generatedFiles } from '../generated.js';
import { judgedRules, ruleIds } from '../index.js';
import { ruleIndex } from '../rule-ids.js';
import { CHARTS } from '../world/records.js';

const top = new URL('../../../', import.meta.url);
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

/** The first difference between a table and its chart, or null. */
function difference(table: TableData, machine: Machine): string | null {
  const symbols = symbolsOf(machine);
  if (symbols.join() !== table.symbols.join()) return 'the events differ';
  const [first] = initialTransition(machine);
  const snapshots = new Map([[stateName(first), first]]);
  for (const [state, snapshot] of snapshots) {
    const row = table.states.indexOf(state);
    if (row < 0) return `no state ${state}`;
    for (const [column, type] of symbols.entries()) {
      const [next, actions] = transition(machine, snapshot, { type });
      const at = row * symbols.length + column;
      const name = stateName(next);
      const cell = table.cells[table.cell[at] as number] ?? [];
      if (JSON.stringify(cell) !== JSON.stringify(alternativesOf(actions)))
        return `${state} ${type} decides otherwise`;
      if (actions.length === 0 ? table.next[at] !== -1 : table.states[table.next[at] as number] !== name) {
        return `${state} ${type} leads elsewhere`;
      }
      if (actions.length > 0 && !snapshots.has(name)) snapshots.set(name, next);
    }
  }
  return snapshots.size === table.states.length ? null : 'the table has states that the chart does not reach';
}

const both = Object.entries(eras) as readonly (readonly [string, Era])[];

for (const chart of charts) {
  for (const [name, era] of both) {
    test(`the table of ${chart.name} is the chart, cell by cell (${name} tokens)`, (t) => {
      t.is(difference(compileChart(chart, era), machineOf(chart.config(era))), null);
    });
  }

  test(`a change of any one cell of ${chart.name} is noticed`, (t) => {
    const machine = machineOf(chart.config(eras.mutable));
    const table = compileChart(chart, eras.mutable);
    for (let at = 0; at < table.cell.length; at++) {
      const cell = table.cell.with(at, table.cell[at] === -1 ? 0 : -1);
      t.not(difference({ ...table, cell }, machine), null, `cell ${at}`);
      const next = table.next.with(at, table.next[at] === 0 ? -1 : 0);
      t.not(difference({ ...table, next }, machine), null, `next ${at}`);
    }
  });

  test(`${chart.name} names only rules of the book, and decides something in every legal event`, (t) => {
    for (const [, era] of both) {
      for (const alternatives of compileChart(chart, era).cells) {
        t.true(alternatives.length > 0);
        for (const [, , ...ids] of alternatives) for (const id of ids) t.notThrows(() => ruleIndex(id));
      }
    }
  });
}

test('generated tables and pictures are current', (t) => {
  for (const [path, text] of generatedFiles(sha256)) {
    t.is(readFileSync(new URL(path, top), 'utf8'), text, path);
  }
});

test('a table compiled twice is the same table', (t) => {
  for (const chart of charts as readonly Chart[]) {
    t.deepEqual(compileChart(chart, eras.mutable), compileChart(chart, eras.mutable));
  }
});

test('the ids of the models are the ids of the rule book', (t) => {
  t.deepEqual(
    ruleIds,
    rules.map(({ id }) => id),
  );
  t.is(ruleIds[ruleIndex('FENCE-02')], 'FENCE-02');
  t.throws(() => ruleIndex('FENCE-99'), { instanceOf: RangeError });
});

test('a trace can show every rule', (t) => {
  t.deepEqual(judgedRules(), ruleIds);
});

test('what an instance goes through is remembered for each chart', (t) => {
  t.is(CHARTS, charts.length);
});
