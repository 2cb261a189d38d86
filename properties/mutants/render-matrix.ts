/** `docs/kill-matrix.md`: the published kill matrix, made from `docs/kill-matrix.json` as `fencepost mutate` writes it. */
import type { Kill, KillMatrix, TraceMutation } from '../../spec/index.js';
import { GATE } from './gate.js';

const GENERATED_NOTE =
  '<!-- Generated from kill-matrix.json by `npm run generate`; `npm run mutate` writes that file. Do not edit. -->';

/** Of the documents, without the indentation of lists in lists. */
const LINE_MAX = 118;

/**
 * Renders the document.
 *
 * @param matrix a whole kill matrix
 * @param reasons why a rule has no mutant, by rule
 */
export function renderMatrix(matrix: KillMatrix, reasons: Readonly<Record<string, string>>): string {
  return [
    '# The kill matrix',
    '',
    GENERATED_NOTE,
    '',
    ...wrapped(
      'How sharp is the suite? Each mutant is the reference with exactly one fault, put into one place of the code as it ' +
        'is loaded. The suite has to reject it by the rule that it breaks, soon, and by a scenario that one can read; and ' +
        'where its rule is not met, a mutant does what the reference does. Where a trace breaks another rule first, the report ' +
        'also names the rules of the situation; a mutant that is found so says so.',
    ),
    '',
    ...summaryOf(matrix),
    '',
    ...sectionsOf(matrix),
    ...withoutMutant(reasons),
  ].join('\n');
}

function summaryOf({ totals, adapter, transports, checkers, faults, seed }: KillMatrix): readonly string[] {
  const killed = (of: readonly { readonly killed: boolean }[]): string =>
    `${of.filter((each) => each.killed).length} of ${of.length}`;
  return [
    '| what | found | at most |',
    '| --- | --- | --- |',
    `| mutants killed by the rule that they break | ${totals.killed} of ${totals.mutants} | |`,
    `| of these, their rule itself was said to be broken | ${totals.blamed} | |`,
    `| scenarios until the first failure, median | ${totals.medianRuns} | ${GATE.medianRuns} |`,
    `| steps of the smallest failing scenario, median | ${totals.medianSteps} | ${GATE.medianSteps} |`,
    `| the most steps of any of them | ${totals.steps} | ${GATE.steps} |`,
    `| a sample through the adapter protocol | ${killed(adapter)} | |`,
    `| transports with a fault, caught by the transport suite | ${killed(transports)} | |`,
    `| checkers with a fault, caught by changed traces | ${killed(checkers)} | |`,
    '',
    `Seed ${seed}, profile \`default\`. ${faults.length === 0 ? 'Nothing is beyond the gate.' : 'Beyond the gate:'}`,
    ...(faults.length === 0 ? [] : ['', ...faults.flatMap((fault) => wrapped(`- ${fault}`, '  '))]),
  ];
}

function sectionsOf(matrix: KillMatrix): readonly string[] {
  return [
    '## The runtime',
    '',
    ...matrix.mutants.flatMap(mutantLines),
    '',
    '## Changed traces',
    '',
    ...wrapped('Traces of the reference with one change each, judged by the checker.'),
    '',
    ...matrix.traces.flatMap(traceLines),
    '',
    '## Transports',
    '',
    ...matrix.transports.flatMap(({ id, killed }) => [
      `- \`${id}\`: ${killed ? 'caught' : '**not caught**'}`,
    ]),
    '',
    '## Checkers',
    '',
    ...matrix.checkers.flatMap(({ id, fault, killedBy }) =>
      wrapped(
        `- \`${id}\`: ${fault} ${killedBy.length > 0 ? `Caught by ${killedBy.join('; ')}.` : '**Not caught.**'}`,
        '  ',
      ),
    ),
    '',
  ];
}

/** A mutant: what is wrong with it, and what killed it. */
function mutantLines(kill: Kill): readonly string[] {
  const { id, fault, bug, killed, runs, steps } = kill;
  const real = bug === null ? '' : ` (${bug})`;
  const verdict = killed ? `${plural(runs, 'run')}, ${plural(steps, 'step')}` : '**lives**';
  return wrapped(`- \`${id}\`${real}: ${fault} ${verdict}${othersOf(kill)}.`, '  ');
}

/** The other rules that the rejection names: those of the situation where its own rule was broken, and else the broken ones. */
function othersOf({ rule, killed, blamed, killedBy }: Kill): string {
  const others = killedBy.filter((other) => other !== rule);
  if (others.length === 0) return '';
  return killed && !blamed
    ? `, in the situation of ${others.join(', ')}`
    : `, also named ${others.join(', ')}`;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function traceLines({ change, traces, rejected, equivalent, unexplained }: TraceMutation): readonly string[] {
  const share = ((rejected / Math.max(1, traces)) * 100).toFixed(1);
  return [
    `- ${change}: ${rejected} of ${traces} rejected (${share} %)`,
    ...Object.entries(equivalent).flatMap(([reason, count]) =>
      wrapped(`- ${count} as good as before: ${reason}`, '  ').map((line) => `  ${line}`),
    ),
    ...(unexplained > 0 ? [`  - **${unexplained} accepted for no known reason**`] : []),
  ];
}

function withoutMutant(reasons: Readonly<Record<string, string>>): readonly string[] {
  return [
    '## Rules without a mutant',
    '',
    ...Object.entries(reasons).flatMap(([rule, reason]) => wrapped(`- ${rule}: ${reason}`, '  ')),
    '',
  ];
}

/** Breaks a text into lines of the documents; those that follow the first are indented. */
function wrapped(text: string, indent = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trimStart().split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || longer.length <= LINE_MAX) line = longer;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line];
}
