/** The picture of a chart with those who are in its states, and the transitions of the present step. */
import type { BoxData, Point, StatechartData, TraceData, TransitionData } from '../page-data.js';
import { element, svgElement } from './dom.js';
import { type Inhabitant, inhabitantsOf } from './inhabitants.js';
import type { Step } from './trace-view.js';

/** Those that are named in a box. */
const NAMED_MAX = 3;

/** How large a picture is drawn where there is room. */
const SCALE = 1.1;

/** How an arrow is drawn: one that there is, one that is taken, a change that has none, one that was to be taken. */
type Kind = 'way' | 'taken' | 'jump' | 'demanded';

/** A transition of the step, with who takes it; nobody takes one that was to be taken instead. */
interface Move extends TransitionData {
  readonly who: string | null;
}

/** Draws the picture, and says in words what the step does in it. */
export function drawStatechart(step: Step, chart: StatechartData, trace: TraceData): readonly Node[] {
  const moves = movesIn(step, chart, trace);
  const inhabitants = inhabitantsOf(step, chart.name, trace);
  const said = inhabitants.map(({ who, state }) => `${who} ${state}`).join(', ');
  const drawing = svgElement('svg', {
    viewBox: `${chart.left} 0 ${chart.width} ${chart.height}`,
    width: chart.width * SCALE,
    role: 'img',
    'aria-label': `${chart.name}: ${said === '' ? 'nobody' : said}`,
  });
  for (const box of chart.boxes) drawing.append(drawBox(box, inhabitants, moves));
  for (const each of chart.arrows) {
    const isOf = ({ from, to }: Move) => outerOf(from) === each.from && outerOf(to) === each.to;
    const isTaken = moves.some((move) => move.who !== null && isOf(move));
    const kind = isTaken ? 'taken' : moves.some(isOf) ? 'demanded' : 'way';
    drawing.append(drawArrow(each.points, kind, each.label));
  }
  for (const move of moves) drawing.append(...drawJump(move, chart));
  return [
    drawing,
    ...moves.map((move) => element('p', move.who === null ? { class: 'violated' } : {}, told(move))),
    ...(moves.length === 0 ? [element('p', {}, 'This step takes no transition here.')] : []),
    element('p', { class: 'muted' }, caption(chart)),
  ];
}

function movesIn({ row }: Step, { name }: StatechartData, { transitions }: TraceData): readonly Move[] {
  const moved = (position: number, who: string | null): Move[] => {
    const transition = transitions[position];
    return transition?.chart === name ? [{ ...transition, who }] : [];
  };
  return [
    ...(row?.taken ?? []).flatMap(([position, who]) => moved(position, who)),
    ...(row?.demanded ?? []).flatMap((position) => moved(position, null)),
  ];
}

function caption({ name, sentence, leftOut }: StatechartData): string {
  const without = leftOut.length === 0 ? '' : ` ${leftOut.join(', ')} have no arrows of their own.`;
  return `${name}: ${sentence}${without}`;
}

/** A transition in words. */
function told({ who, from, to, event, decision, rule }: Move): string {
  const change = from === to ? `stays ${from}` : `${from} → ${to}`;
  const why = rule === undefined ? decision : `${decision} (${rule})`;
  return `${who === null ? 'Demanded' : who}: ${change}, ${event}: ${why}`;
}

const outerOf = (state: string): string => state.split('.')[0] ?? '';

const middle = ({ x, y, width, height }: BoxData): Point => [x + width / 2, y + height / 2];

/** A change that the picture has no arrow for: between inner states, or one that it leaves out. */
function drawJump({ from, to, who }: Move, { boxes, arrows }: StatechartData): readonly SVGElement[] {
  if (from === to) return [];
  if (arrows.some((arrow) => arrow.from === outerOf(from) && arrow.to === outerOf(to))) return [];
  const [source, target] = [from, to].map((state) => boxes.find((box) => box.state === state));
  if (source === undefined || target === undefined) return [];
  return [drawArrow([middle(source), middle(target)], who === null ? 'demanded' : 'jump', '')];
}

function drawBox(
  { state, label, outer, x, y, width, height, names: [namesX, namesY] }: BoxData,
  inhabitants: readonly Inhabitant[],
  moves: readonly Move[],
): SVGElement {
  const here = inhabitants.filter((each) => each.state === state);
  const isDemanded = moves.some(({ who, from }) => who === null && from === state);
  const mark = here.some(({ isPresent }) => isPresent) ? 'now' : here.length > 0 ? 'here' : '';
  const named = here.slice(0, NAMED_MAX).map(({ who }) => who);
  const more = here.length - named.length;
  return svgElement(
    'g',
    {
      class: [outer ? 'outer' : 'inner', mark, isDemanded ? 'demanded' : ''].join(' ').trim(),
      'data-state': state,
    },
    svgElement('rect', { x, y, width, height, rx: 5 }),
    svgElement('text', { x: x + 7, y: y + (outer ? 14 : 17) }, label),
    here.length === 0
      ? null
      : svgElement(
          'text',
          { x: namesX, y: namesY, 'text-anchor': 'end', class: 'name' },
          `${named.join(' ')}${more > 0 ? ` +${more}` : ''}`,
        ),
  );
}

/** A line through its points, with a head at the last one. */
function drawArrow(points: readonly Point[], kind: Kind, label: string): SVGElement {
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
