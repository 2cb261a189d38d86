/** The page: reads what it shows from the JSON in it, and draws the verdict, the rules and the traces. */
import type { PageData } from '../page-data.js';
import { element } from './dom.js';
import { drawReport } from './report-view.js';
import { drawTrace } from './trace-view.js';

const marks = { good: '✓', bad: '✗', open: '?' } as const;

function draw(page: PageData): void {
  const main = element('main', {});
  if (page.report !== null) main.append(drawReport(page.report, page));
  const isAlone = page.report === null && page.traces.length === 1;
  if (page.traces.length > 0 && !isAlone) main.append(element('h2', { id: 'failures' }, 'Failures'));
  if (page.leftOut !== null) main.append(element('p', { class: 'remark' }, page.leftOut));
  page.traces.forEach((trace, position) => {
    if (isAlone) {
      const { section, focus } = drawTrace(trace, page, 2);
      main.append(section);
      window.addEventListener('load', focus);
    } else main.append(drawFolded(page, position));
  });
  document.body.prepend(
    element(
      'header',
      { class: page.verdict },
      element('h1', {}, page.title),
      element('p', { class: 'verdict' }, `${marks[page.verdict]} ${page.summary}`),
    ),
    main,
  );
  window.addEventListener('hashchange', openTarget);
  openTarget();
}

/** A failure that is drawn when it is unfolded; the first one is unfolded. */
function drawFolded(page: PageData, position: number): HTMLElement {
  const trace = page.traces[position] as PageData['traces'][number];
  const heading = element('h3', {}, trace.heading);
  const details = element(
    'details',
    { id: failureId(position), class: 'failure' },
    element('summary', {}, heading),
  );
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(drawTrace(trace, page, 4).section);
  };
  details.addEventListener('toggle', fill);
  if (position === 0) {
    details.open = true;
    fill();
  }
  return details;
}

/** The anchor of a failure. */
export const failureId = (position: number): string => `failure-${position + 1}`;

/** Unfolds the failure that the address of the page names. */
function openTarget(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
}

draw(JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData);
