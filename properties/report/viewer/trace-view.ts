/** A trace to step through: its chart, and for the present step the event, the states and what could come next. */
import type { PageData, RowData, StandingData, TraceData } from '../page-data.js';
import { element } from './dom.js';
import { SequenceView } from './sequence-view.js';
import { drawStatechart } from './statechart-view.js';
import { drawStep, titleOf } from './step-view.js';

/** What a step shows. */
export interface Step {
  readonly position: number;
  /** Null when what is shown is that the trace ends, and something is missing. */
  readonly row: RowData | null;
  readonly standing: StandingData | null;
  /** The standing before the event. */
  readonly before: StandingData | null;
}

/** A trace in the page. */
export interface TraceView {
  readonly section: HTMLElement;
  /** Moves the focus to the present row: the keys work from there. */
  readonly focus: () => void;
}

/** Draws a trace. @param level of its headings */
export function drawTrace(trace: TraceData, page: PageData, level: 2 | 4): TraceView {
  const heading = level === 2 ? 'h2' : 'h4';
  const below = level === 2 ? 'h3' : 'h5';
  const last = Math.max(trace.rows.length - 1, trace.broken);
  const position = element('output', {}, '');
  const stepBox = element('div', { class: 'step' });
  const chartBox = element('div', { class: 'lifecycle' });
  const sequence = new SequenceView(trace, (to) => show(to));
  let present = 0;

  function show(to: number): void {
    present = Math.min(last, Math.max(0, to));
    const step = stepAt(trace, present);
    // What the step is about is read aloud; those who see find it beside the chart.
    position.replaceChildren(
      `Step ${present + 1} of ${last + 1}`,
      element('span', { class: 'hidden' }, `: ${titleOf(step, trace)}`),
    );
    stepBox.replaceChildren(...drawStep(step, trace, page.sentences));
    chartBox.replaceChildren(...drawStatechart(step, page.statechart));
    sequence.select(present);
  }

  const button = (label: string, target: () => number) => {
    const made = element('button', { type: 'button' }, label);
    made.addEventListener('click', () => show(target()));
    return made;
  };
  const section = element(
    'section',
    { class: 'trace' },
    element(heading, {}, level === 2 ? trace.heading : 'Sequence'),
    ...trace.remarks.map((remark) => element('p', { class: 'remark' }, remark)),
    trace.replay === null
      ? null
      : element('p', {}, 'Replay: ', element('code', { class: 'command' }, trace.replay)),
    element(
      'div',
      { class: 'steps', role: 'group', 'aria-label': 'Steps' },
      button('First', () => 0),
      button('Previous', () => present - 1),
      button('Next', () => present + 1),
      button('Last', () => last),
      position,
      element('span', { class: 'muted' }, 'Keys: arrows, Home, End'),
    ),
    element(
      'div',
      { class: 'stage' },
      sequence.box,
      element(
        'div',
        { class: 'side' },
        element(below, {}, 'This step'),
        stepBox,
        element(below, {}, 'Lifecycle of the endpoints'),
        chartBox,
      ),
    ),
  );
  const targets: Readonly<Record<string, () => number>> = {
    ArrowDown: () => present + 1,
    ArrowRight: () => present + 1,
    ArrowUp: () => present - 1,
    ArrowLeft: () => present - 1,
    Home: () => 0,
    End: () => last,
  };
  section.addEventListener('keydown', (event) => {
    const target = targets[event.key];
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(target());
    if (sequence.box.contains(document.activeElement)) sequence.focus();
  });
  show(Math.max(0, trace.broken));
  return { section, focus: () => sequence.focus() };
}

function stepAt({ rows, standings }: TraceData, position: number): Step {
  const standingOf = (row: RowData | undefined): StandingData | null =>
    row?.standing === undefined ? null : (standings[row.standing] ?? null);
  return {
    position,
    row: rows[position] ?? null,
    standing: standingOf(rows[position]),
    before: standingOf(rows[position - 1]),
  };
}
