/** A trace to step through: its chart, and for the present step the event, the states and what could come next. */
import type { PageData, RowData, StandingData, TraceData } from '../page-data.js';
import { ChartsView } from './charts-view.js';
import { element } from './dom.js';
import { SequenceView } from './sequence-view.js';
import { drawAfter, drawStep, titleOf } from './step-view.js';

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

/** The ways from one step to another. */
interface Ways {
  readonly first: () => void;
  readonly previous: () => void;
  readonly next: () => void;
  readonly last: () => void;
}

/** Draws a trace. @param level of its headings */
export function drawTrace(trace: TraceData, page: PageData, level: 2 | 4): TraceView {
  const last = Math.max(trace.rows.length - 1, trace.broken);
  const position = element('output', {}, '');
  const stepBox = element('div', { class: 'step' });
  const afterBox = element('div', { class: 'after' });
  const charts = new ChartsView(page.statecharts, trace);
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
    charts.show(step);
    afterBox.replaceChildren(...drawAfter(step, trace));
    sequence.select(present);
  }

  const ways: Ways = {
    first: () => show(0),
    previous: () => show(present - 1),
    next: () => show(present + 1),
    last: () => show(last),
  };
  const section = element(
    'section',
    { class: 'trace' },
    element(level === 2 ? 'h2' : 'h4', {}, level === 2 ? trace.heading : 'Sequence'),
    ...trace.remarks.map((remark) => element('p', { class: 'remark' }, remark)),
    drawReplay(trace),
    drawButtons(ways, position),
    drawStage(sequence.box, { stepBox, chartBox: charts.box, afterBox }, level === 2 ? 'h3' : 'h5'),
  );
  hearKeys(section, ways, sequence);
  show(Math.max(0, trace.broken));
  return { section, focus: () => sequence.focus() };
}

/** The command that plays the trace again, if there is one. */
function drawReplay({ replay }: TraceData): HTMLElement | null {
  if (replay === null) return null;
  return element('p', {}, 'Replay: ', element('code', { class: 'command' }, replay));
}

/** The buttons, and beside them where the reader is. */
function drawButtons(ways: Ways, position: HTMLElement): HTMLElement {
  const button = (label: string, go: () => void): HTMLElement => {
    const made = element('button', { type: 'button' }, label);
    made.addEventListener('click', go);
    return made;
  };
  return element(
    'div',
    { class: 'steps', role: 'group', 'aria-label': 'Steps' },
    button('First', ways.first),
    button('Previous', ways.previous),
    button('Next', ways.next),
    button('Last', ways.last),
    position,
    element('span', { class: 'muted' }, 'Keys: arrows, Home, End'),
  );
}

/** What is shown of the present step. */
interface StepBoxes {
  readonly stepBox: HTMLElement;
  readonly chartBox: HTMLElement;
  readonly afterBox: HTMLElement;
}

/** The sequence chart, and beside it what is shown of the present step. */
function drawStage(
  sequenceBox: HTMLElement,
  { stepBox, chartBox, afterBox }: StepBoxes,
  heading: 'h3' | 'h5',
): HTMLElement {
  const side = element(
    'div',
    { class: 'side' },
    element(heading, {}, 'This step'),
    stepBox,
    element(heading, {}, 'Statechart'),
    chartBox,
    element(heading, {}, 'States, and what comes next'),
    afterBox,
  );
  return element('div', { class: 'stage' }, sequenceBox, side);
}

/** Keys do what the buttons do; the chart keeps the focus if it has it. */
function hearKeys(section: HTMLElement, ways: Ways, sequence: SequenceView): void {
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: ways.next,
    ArrowRight: ways.next,
    ArrowUp: ways.previous,
    ArrowLeft: ways.previous,
    Home: ways.first,
    End: ways.last,
  };
  section.addEventListener('keydown', (event) => {
    const go = keys[event.key];
    if (go === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go();
    if (sequence.box.contains(document.activeElement)) sequence.focus();
  });
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
