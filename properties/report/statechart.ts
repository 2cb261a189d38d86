/**
 * The lifecycle as a picture: boxes in rows from top to bottom, as an endpoint lives, and arrows at their sides. Which
 * states and arrows there are is read off the chart; here stands only where they are drawn.
 */
import { lifecycleArrows, lifecycleConfig } from './lifecycle-arrows.js';
import type { BoxData, StatechartData } from './page-data.js';

/** The rows of outer states, from top to bottom. */
const ROWS: readonly (readonly string[])[] = [
  ['stopped'],
  ['starting'],
  ['started'],
  ['stopping'],
  ['terminating'],
  ['terminated'],
  ['gone'],
  ['abandoned', 'failed'],
];

const LEFT = 44;
const WIDTH = 300;
const RIGHT_SIDE = 76;
const GAP = 26;
const PLAIN_HEIGHT = 30;
const INNER_HEIGHT = 26;
const INNER_PER_ROW = 3;
const PADDING = 6;
const LABEL_HEIGHT = 18;
/** How far the lines at the sides lie apart. */
const SIDE_STEP = 15;

/** The picture. @throws RangeError when the chart has a state that has no place in it */
export function statechart(): StatechartData {
  const { states } = lifecycleConfig();
  const placed = new Set(ROWS.flat());
  const homeless = Object.keys(states).filter((name) => !placed.has(name));
  if (homeless.length > 0) throw new RangeError(`no place in the picture of the lifecycle: ${homeless}`);
  const boxes: BoxData[] = [];
  let y = GAP / 2;
  for (const row of ROWS) {
    const width = (WIDTH - (row.length - 1) * GAP) / row.length;
    const heights = row.map((name, column) => {
      const inner = Object.keys(states[name]?.states ?? {});
      const made = boxesOf(name, inner, LEFT + column * (width + GAP), y, width);
      boxes.push(...made);
      return made[0]?.height ?? 0;
    });
    y += Math.max(...heights) + GAP;
  }
  return { width: LEFT + WIDTH + RIGHT_SIDE, height: y - GAP / 2, boxes, arrows: arrowsBetween(boxes) };
}

/** The box of an outer state, and those of its inner states. */
function boxesOf(name: string, inner: readonly string[], x: number, y: number, width: number): BoxData[] {
  const perRow = Math.min(INNER_PER_ROW, inner.length);
  const rows = inner.length === 0 ? 0 : Math.ceil(inner.length / perRow);
  const height = rows === 0 ? PLAIN_HEIGHT : LABEL_HEIGHT + rows * (INNER_HEIGHT + PADDING) + PADDING / 2;
  const innerWidth = (width - (perRow + 1) * PADDING) / perRow;
  return [
    { state: name, label: name, outer: true, x, y, width, height },
    ...inner.map((each, index) => ({
      state: `${name}.${each}`,
      label: each,
      outer: false,
      x: x + PADDING + (index % perRow) * (innerWidth + PADDING),
      y: y + LABEL_HEIGHT + Math.floor(index / perRow) * (INNER_HEIGHT + PADDING),
      width: innerWidth,
      height: INNER_HEIGHT,
    })),
  ];
}

/** Neighbours are joined straight; other arrows go down at the right side and up at the left one. */
function arrowsBetween(boxes: readonly BoxData[]): StatechartData['arrows'] {
  const outer = new Map(boxes.filter((box) => box.outer).map((box) => [box.state, box]));
  const rowOf = (name: string) => ROWS.findIndex((row) => row.includes(name));
  let [down, up] = [0, 0];
  return lifecycleArrows().map(({ from, to, events }) => {
    const [source, target] = [outer.get(from) as BoxData, outer.get(to) as BoxData];
    const label = [...events.keys()].sort().join(', ');
    const distance = rowOf(to) - rowOf(from);
    if (distance === 1) {
      const x = LEFT + WIDTH / 2;
      return { from, to, label, points: [[x, source.y + source.height] as const, [x, target.y] as const] };
    }
    const isDown = distance > 0;
    const edge = isDown ? LEFT + WIDTH : LEFT;
    if (isDown) down += 1;
    else up += 1;
    const side = isDown ? edge + SIDE_STEP * down : edge - SIDE_STEP * up;
    const start = source.y + source.height / 2 + (isDown ? 5 : -5);
    const end = target.y + target.height / 2 + (isDown ? 3 * down - 10 : 5);
    const reach = isDown ? target.x + target.width : target.x;
    const turn = isDown ? source.x + source.width : source.x;
    return {
      from,
      to,
      label,
      points: [[turn, start] as const, [side, start] as const, [side, end] as const, [reach, end] as const],
    };
  });
}
