/** What earlier runs said of a rule: a mark for each, and the same in words for those who do not see marks. */
import { element } from './dom.js';

const marks: Readonly<Record<string, string>> = {
  passed: '●',
  violated: '✗',
  differs: '≠',
  'not-exercised': '○',
  'not-applicable': '–',
};
/** The rule was not asked for. */
const ABSENT = '·';

/**
 * Draws the history of a rule; nothing where there is none.
 *
 * @param earlier the verdicts, the oldest first
 * @param runs the runs in words
 */
export function drawHistory(
  earlier: readonly (string | null)[],
  runs: readonly string[],
): HTMLElement | null {
  if (earlier.every((verdict) => verdict === null)) return null;
  return element(
    'span',
    { class: 'history', role: 'img', 'aria-label': `earlier runs, the oldest first: ${inWords(earlier)}` },
    ...earlier.map((verdict, position) =>
      element(
        'span',
        {
          class: verdict,
          title: `${verdict === null ? 'not asked for' : verdict} in ${runs[position] ?? ''}`,
        },
        verdict === null ? ABSENT : (marks[verdict] ?? ABSENT),
      ),
    ),
  );
}

/** Neighbours that are equal are said once, with their number. */
function inWords(earlier: readonly (string | null)[]): string {
  const stretches: { readonly said: string; times: number }[] = [];
  for (const verdict of earlier) {
    const said = verdict?.replace('-', ' ') ?? 'not asked for';
    const last = stretches.at(-1);
    if (last?.said === said) last.times += 1;
    else stretches.push({ said, times: 1 });
  }
  return stretches.map(({ said, times }) => (times === 1 ? said : `${said} ${times} times`)).join(', ');
}
