/** The verdicts by family, and below each family its rules with their sentences. */
import type { FamilyData, PageData, ReportData } from '../page-data.js';
import { element, listOf } from './dom.js';
import { drawHistory } from './history-view.js';

const verdicts = ['passed', 'violated', 'differs', 'not-exercised', 'not-applicable'] as const;

/** Verdicts that somebody has to look at: their families are unfolded. */
const pressing: ReadonlySet<string> = new Set(['violated', 'not-exercised']);

/** Draws the verdicts. */
export function drawReport(report: ReportData, page: PageData): HTMLElement {
  const failures = new Map<string, number>();
  page.traces.forEach(({ rules: [rule = ''] }, position) => {
    if (!failures.has(rule)) failures.set(rule, position);
  });
  return element(
    'section',
    { 'aria-labelledby': 'rules' },
    element('h2', { id: 'rules' }, 'Rules'),
    report.remarks.length === 0 ? null : listOf(report.remarks),
    report.earlier.length === 0 ? null : drawEarlier(report.earlier),
    ...report.families.map((family) => drawFamily(family, report.earlier, page, failures)),
  );
}

/** The earlier runs, folded away. */
const drawEarlier = (earlier: readonly string[]): HTMLElement =>
  element(
    'details',
    {},
    element('summary', {}, `${earlier.length} earlier ${earlier.length === 1 ? 'run' : 'runs'}`),
    listOf(earlier),
  );

function drawFamily(
  { name, rules }: FamilyData,
  runs: readonly string[],
  { sentences }: PageData,
  failures: ReadonlyMap<string, number>,
): HTMLElement {
  const counts = verdicts
    .map((verdict) => [verdict, rules.filter((rule) => rule.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0);
  const details = element(
    'details',
    { class: 'family' },
    element(
      'summary',
      {},
      element('h3', {}, name),
      ...counts.map(([verdict, count]) => element('span', { class: verdict }, ` ${count} ${words(verdict)}`)),
    ),
    element(
      'ul',
      { class: 'rules' },
      ...rules.map((rule) => drawRule(rule, sentences[rule.id] ?? '', failures.get(rule.id), runs)),
    ),
  );
  details.open = rules.some(({ verdict }) => pressing.has(verdict));
  return details;
}

function drawRule(
  { id, level, verdict, exercised, runs, missing, earlier }: FamilyData['rules'][number],
  sentence: string,
  failure: number | undefined,
  earlierRuns: readonly string[],
): HTMLElement {
  const counts = `${level}, ${exercised} checks in ${runs} scenarios`;
  return element(
    'li',
    {},
    element('strong', {}, id),
    ' ',
    element('span', { class: verdict }, words(verdict)),
    ' ',
    element('span', { class: 'muted' }, missing.length === 0 ? counts : `needs ${missing.join(', ')}`),
    ' ',
    drawHistory(earlier, earlierRuns),
    failure === undefined ? null : ' ',
    failure === undefined ? null : element('a', { href: `#failure-${failure + 1}` }, `the failure of ${id}`),
    element('br'),
    sentence,
  );
}

const words = (verdict: string): string => verdict.replace('-', ' ');
