/** The statechart beside a step: that which the step is about, or one that the reader has chosen. */
import type { StatechartData, TraceData } from '../page-data.js';
import { element } from './dom.js';
import { drawStatechart } from './statechart-view.js';
import type { Step } from './trace-view.js';

/** What is shown until a step is about another chart. */
const FIRST = 'lifecycle';

/** See the head of this file. */
export class ChartsView {
  readonly box: HTMLElement;
  private readonly trace: TraceData;
  private readonly charts: ReadonlyMap<string, StatechartData>;
  private readonly buttons: ReadonlyMap<string, HTMLButtonElement>;
  private readonly follows = element('input', { type: 'checkbox' });
  private readonly picture = element('div', {});
  private shown = FIRST;
  private step: Step | null = null;

  /** @param charts the pictures; those that the trace is about can be chosen */
  constructor(charts: readonly StatechartData[], trace: TraceData) {
    this.trace = trace;
    const about = new Set([FIRST, ...trace.rows.flatMap((row) => row.charts)]);
    this.charts = new Map(charts.filter(({ name }) => about.has(name)).map((chart) => [chart.name, chart]));
    this.buttons = new Map([...this.charts.keys()].map((name) => [name, this.button(name)]));
    this.follows.checked = true;
    this.follows.addEventListener('change', () => this.draw());
    this.box = element(
      'div',
      { class: 'statechart' },
      element(
        'div',
        { class: 'charts', role: 'group', 'aria-label': 'Statecharts of this trace' },
        element('label', {}, this.follows, 'Follow the step'),
        ...this.buttons.values(),
      ),
      this.picture,
    );
  }

  /** Shows a step. */
  show(step: Step): void {
    this.step = step;
    this.draw();
  }

  private button(name: string): HTMLButtonElement {
    const button = element('button', { type: 'button' }, name);
    button.addEventListener('click', () => {
      this.follows.checked = false;
      this.shown = name;
      this.draw();
    });
    return button;
  }

  private draw(): void {
    const { step } = this;
    if (step === null) return;
    const about = step.row?.charts ?? [];
    if (this.follows.checked) this.shown = about[0] ?? this.shown;
    for (const [name, button] of this.buttons) {
      button.setAttribute('aria-pressed', String(name === this.shown));
      button.classList.toggle('about', about.includes(name));
    }
    const chart = this.charts.get(this.shown);
    if (chart !== undefined) this.picture.replaceChildren(...drawStatechart(step, chart, this.trace));
  }
}
