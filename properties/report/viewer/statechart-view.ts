/** The picture of the lifecycle with the endpoints in their states, and the transition of the present step. */
import type { BoxData, StandingData, StatechartData } from '../page-data.js';
import { element, svgElement } from './dom.js';
import type { Step } from './trace-view.js';

/** Endpoints that are named in a box. */
const NAMED_MAX = 3;

/** Draws the picture, and says in words where the endpoints are. */
export function drawStatechart(step: Step, chart: StatechartData): readonly Node[] {
  const standing = step.standing ?? step.before;
  const endpoints = standing?.endpoints ?? [];
  const moved = transitionOf(step);
  const said = endpoints.map(({ endpoint, lifecycle }) => `e${endpoint} ${lifecycle}`).join(', ');
  const drawing = svgElement('svg', {
    viewBox: `0 0 ${chart.width} ${chart.height}`,
    role: 'img',
    'aria-label': `Lifecycle: ${said === '' ? 'no endpoint' : said}`,
  });
  for (const box of chart.boxes) drawing.append(drawBox(box, endpoints, step.row?.endpoint));
  const isTaken = ({ from, to }: StatechartData['arrows'][number]) =>
    moved !== null && outerOf(moved.from) === from && outerOf(moved.to) === to;
  for (const each of chart.arrows) {
    drawing.append(drawArrow(each.points, isTaken(each) ? 'taken' : 'way', each.label));
  }
  const [from, to] = [boxOf(chart, moved?.from), boxOf(chart, moved?.to)];
  if (from !== undefined && to !== undefined && !chart.arrows.some(isTaken)) {
    drawing.append(drawArrow([middle(from), middle(to)], 'jump', ''));
  }
  return [
    drawing,
    element(
      'p',
      { class: 'muted' },
      moved === null ? '' : `e${moved.endpoint}: ${moved.from} → ${moved.to}. `,
      'Ends by failures and by the limit of a close have no arrow of their own.',
    ),
  ];
}

/** The endpoint whose lifecycle the step changes: that of the event, if it is among several. */
function transitionOf({ standing, before, row }: Step) {
  const moves = (standing?.endpoints ?? []).flatMap(({ endpoint, lifecycle: to }) => {
    const from = before?.endpoints.find((each) => each.endpoint === endpoint)?.lifecycle ?? to;
    return from === to ? [] : [{ endpoint, from, to }];
  });
  return moves.find(({ endpoint }) => endpoint === row?.endpoint) ?? moves[0] ?? null;
}

const outerOf = (state: string): string => state.split('.')[0] ?? '';

const boxOf = ({ boxes }: StatechartData, state: string | undefined): BoxData | undefined =>
  boxes.find((box) => box.state === state);

const middle = ({ x, y, width, height }: BoxData): readonly [number, number] => [
  x + width / 2,
  y + height / 2,
];

function drawBox(
  { state, label, outer, x, y, width, height }: BoxData,
  endpoints: StandingData['endpoints'],
  present: number | undefined,
): SVGElement {
  const here = endpoints.filter(({ lifecycle }) => lifecycle === state).map(({ endpoint }) => endpoint);
  const mark = present !== undefined && here.includes(present) ? ' now' : here.length > 0 ? ' here' : '';
  const names = here.slice(0, NAMED_MAX).map((endpoint) => `e${endpoint}`);
  const more = here.length - names.length;
  return svgElement(
    'g',
    { class: `${outer ? 'outer' : 'inner'}${mark}`, 'data-state': state },
    svgElement('rect', { x, y, width, height, rx: 5 }),
    svgElement('text', { x: x + 7, y: y + (outer ? 14 : 17) }, label),
    here.length === 0
      ? null
      : svgElement(
          'text',
          { x: x + width - 6, y: y + (outer ? 14 : 17), 'text-anchor': 'end', class: 'name' },
          `${names.join(' ')}${more > 0 ? ` +${more}` : ''}`,
        ),
  );
}

/** A line through its points, with a head at the last one. */
function drawArrow(
  points: readonly (readonly [number, number])[],
  kind: 'way' | 'taken' | 'jump',
  label: string,
): SVGElement {
  const [x2, y2] = points.at(-1) ?? [0, 0];
  const [x1, y1] = points.at(-2) ?? [0, 0];
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const corner = (turn: number) => `${x2 - 8 * Math.cos(angle + turn)},${y2 - 8 * Math.sin(angle + turn)}`;
  return svgElement(
    'g',
    { class: kind },
    svgElement('title', {}, label),
    svgElement('polyline', { points: points.map((point) => point.join(',')).join(' ') }),
    svgElement('polygon', { points: `${x2},${y2} ${corner(0.4)} ${corner(-0.4)}` }),
  );
}
