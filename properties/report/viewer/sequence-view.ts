/**
 * The sequence chart: a column for each party, time downwards, an arrow for each message that arrives. The events are
 * buttons beside the lines, so that the chart can be walked by keyboard, by touch and by a screen reader.
 */
import type { RowData, TraceData } from '../page-data.js';
import { element, svgElement } from './dom.js';

/** Pixels of a row, and of a column where there is room and where there is none. */
const ROW_HEIGHT = 34;
const LANE_WIDTH_MAX = 96;
const LANE_WIDTH_MIN = 46;
/** The share of the chart that columns may take; the texts take the rest. */
const LANES_SHARE = 0.5;

/** The rows of a trace. */
export class SequenceView {
  /** What belongs in the page. */
  readonly box = element('div', { class: 'sequence', role: 'group', 'aria-label': 'Sequence chart' });
  private readonly trace: TraceData;
  private readonly buttons: readonly HTMLButtonElement[];
  private readonly lines = element('div', { class: 'lines' });
  private readonly head = element('div', { class: 'lanes', 'aria-hidden': 'true' });
  private present = 0;
  private laneWidth = 0;

  /** @param onSelect is told the position of a row that was clicked */
  constructor(trace: TraceData, onSelect: (position: number) => void) {
    this.trace = trace;
    const items: readonly (RowData | null)[] =
      trace.broken === trace.rows.length ? [...trace.rows, null] : trace.rows;
    this.buttons = items.map((row, position) => {
      const button = this.drawRow(row, position);
      button.addEventListener('click', () => onSelect(position));
      return button;
    });
    const list = element('ol', {}, ...this.buttons.map((button) => element('li', {}, button)));
    this.box.append(this.head, element('div', { class: 'body' }, this.lines, list));
    this.fit(0);
    new ResizeObserver(() => this.fit(this.box.clientWidth)).observe(this.box);
  }

  /** Marks a row as the present one. */
  select(position: number): void {
    const before = this.buttons[this.present];
    before?.removeAttribute('aria-current');
    before?.setAttribute('tabindex', '-1');
    this.present = position;
    const button = this.buttons[position];
    button?.setAttribute('aria-current', 'step');
    button?.setAttribute('tabindex', '0');
    if (button !== undefined) this.reveal(button);
  }

  /** Moves the focus to the present row. */
  focus(): void {
    this.buttons[this.present]?.focus({ preventScroll: true });
  }

  /** Scrolls the chart alone, and not the page. */
  private reveal(button: HTMLElement): void {
    const top = button.offsetTop;
    const { scrollTop, clientHeight } = this.box;
    const isHidden = top < scrollTop + 2 * ROW_HEIGHT || top + 2 * ROW_HEIGHT > scrollTop + clientHeight;
    if (isHidden) this.box.scrollTop = top - clientHeight / 2;
  }

  private drawRow(row: RowData | null, position: number): HTMLButtonElement {
    const isBroken = position === this.trace.broken;
    const lane = row === null ? '' : `${this.trace.lanes[row.lane]}: `;
    return element(
      'button',
      { type: 'button', tabindex: -1, class: isBroken ? 'broken' : null },
      element('span', { class: 'hidden' }, lane),
      row === null ? null : element('span', { class: 'muted' }, `${row.atMs} ms `),
      row === null ? '✗ the end: something is missing' : `${isBroken ? '✗ ' : ''}${row.text}`,
      isBroken && row !== null ? ' ← not allowed here' : null,
    );
  }

  /** Chooses the width of a column for the width of the chart, and draws the lines anew if it changes. */
  private fit(width: number): void {
    const { lanes } = this.trace;
    const share = Math.floor((width * LANES_SHARE) / Math.max(1, lanes.length));
    const laneWidth = Math.min(LANE_WIDTH_MAX, Math.max(LANE_WIDTH_MIN, share));
    if (laneWidth === this.laneWidth) return;
    this.laneWidth = laneWidth;
    this.box.style.setProperty('--lanes-width', `${laneWidth * lanes.length}px`);
    this.box.style.setProperty('--lane-width', `${laneWidth}px`);
    this.head.replaceChildren(...lanes.map((name) => element('span', {}, name)));
    this.lines.replaceChildren(this.drawLines());
  }

  private drawLines(): SVGElement {
    const { lanes, rows, broken } = this.trace;
    const width = this.laneWidth * lanes.length;
    const height = this.buttons.length * ROW_HEIGHT;
    const x = (lane: number) => (lane + 0.5) * this.laneWidth;
    const y = (row: number) => (row + 0.5) * ROW_HEIGHT;
    const drawing = svgElement('svg', {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'aria-hidden': 'true',
    });
    lanes.forEach((_, lane) => {
      drawing.append(svgElement('line', { x1: x(lane), x2: x(lane), y1: 0, y2: height, class: 'lane' }));
    });
    rows.forEach((row, position) => {
      const kind = position === broken ? 'broken' : row.kind;
      if (row.from !== undefined) {
        drawing.append(arrow(x(row.from.lane), y(row.from.row), x(row.lane), y(position), kind));
      }
      drawing.append(svgElement('circle', { cx: x(row.lane), cy: y(position), r: 5, class: `dot ${kind}` }));
      if (position === broken) drawing.append(cross(x(row.lane), y(position)));
    });
    return drawing;
  }
}

/** An arrow whose head ends at the dot of its target. */
function arrow(x1: number, y1: number, x2: number, y2: number, kind: string): SVGElement {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const tip = { x: x2 - 6 * Math.cos(angle), y: y2 - 6 * Math.sin(angle) };
  const corner = (turn: number) =>
    `${tip.x - 8 * Math.cos(angle + turn)},${tip.y - 8 * Math.sin(angle + turn)}`;
  return svgElement(
    'g',
    { class: `arrow ${kind}` },
    svgElement('line', { x1, y1, x2: tip.x, y2: tip.y }),
    svgElement('polygon', { points: `${tip.x},${tip.y} ${corner(0.4)} ${corner(-0.4)}` }),
  );
}

function cross(x: number, y: number): SVGElement {
  const size = 9;
  return svgElement('path', {
    d: `M${x - size},${y - size} L${x + size},${y + size} M${x + size},${y - size} L${x - size},${y + size}`,
    class: 'cross',
  });
}
