/**
 * The ways of the arrows of a picture: straight to a box in another row where nothing stands in between, else along one of
 * the sides, where each arrow has a line of its own.
 */
import type { BoxData, Point } from './page-data.js';

/** How far the lines at the sides lie apart, and what stays free beside the last of them. */
const SIDE_STEP = 15;
const MARGIN = 3;

/** How far an arrow that leads up stands beside the one that leads down. */
const BESIDE = 14;

/** Gives arrows their ways, one after the other. */
export class Routes {
  private readonly boxes: readonly BoxData[];
  private readonly edges: { readonly left: number; readonly right: number };
  /** Lines that are taken, at each side. */
  private readonly lines = { left: 0, right: 0 };

  /**
   * @param boxes the boxes of outer states
   * @param edges where the sides begin
   */
  constructor(boxes: readonly BoxData[], edges: { readonly left: number; readonly right: number }) {
    this.boxes = boxes;
    this.edges = edges;
  }

  /** The points of an arrow. */
  between(source: BoxData, target: BoxData): readonly Point[] {
    const direct = straight(source, target);
    if (direct !== null && this.isFree(direct, source, target)) return direct;
    // Down at the right side and up at the left one, unless another box stands before it.
    const [first, second] = target.y > source.y ? (['right', 'left'] as const) : (['left', 'right'] as const);
    const isFree = (side: 'left' | 'right') => this.isFree(this.along(side, source, target), source, target);
    const side = isFree(first) || !isFree(second) ? first : second;
    const way = this.along(side, source, target);
    this.lines[side] += 1;
    return way;
  }

  /** How much room the lines at a side take. */
  room(side: 'left' | 'right'): number {
    return SIDE_STEP * this.lines[side] + MARGIN;
  }

  private along(side: 'left' | 'right', source: BoxData, target: BoxData): readonly Point[] {
    const line = this.lines[side] + 1;
    const isRight = side === 'right';
    const x = isRight ? this.edges.right + SIDE_STEP * line : this.edges.left - SIDE_STEP * line;
    const isDown = target.y > source.y;
    const start = source.y + source.height / 2 + (isDown ? 8 : -8);
    const end = target.y + target.height / 2 + (isDown ? 3 * line - 10 : -2);
    const edgeOf = (box: BoxData) => (isRight ? box.x + box.width : box.x);
    return [
      [edgeOf(source), start],
      [x, start],
      [x, end],
      [edgeOf(target), end],
    ];
  }

  /** Whether a way crosses no box but those that it joins. */
  private isFree(way: readonly Point[], source: BoxData, target: BoxData): boolean {
    const others = this.boxes.filter((box) => box !== source && box !== target);
    return way.every((end, place) => {
      const start = way[place - 1];
      return start === undefined || !others.some((box) => crosses(start, end, box));
    });
  }
}

/** From the lower edge to the upper one, or the other way round, or from side to side; `null` where boxes share no gap. */
function straight(source: BoxData, target: BoxData): readonly Point[] | null {
  const middle = ({ x, width }: BoxData) => x + width / 2;
  const isBelow = target.y >= source.y + source.height;
  const isAbove = source.y >= target.y + target.height;
  if (isBelow)
    return [
      [middle(source), source.y + source.height],
      [middle(target), target.y],
    ];
  if (isAbove)
    return [
      [middle(source) + BESIDE, source.y],
      [middle(target) + BESIDE, target.y + target.height],
    ];
  const y = source.y + Math.min(source.height, target.height) / 2;
  return source.x < target.x
    ? [
        [source.x + source.width, y],
        [target.x, y],
      ]
    : [
        [source.x, y],
        [target.x + target.width, y],
      ];
}

/** Whether a line between two points goes through a box: the part of it that lies inside, from 0 to 1, is not empty. */
function crosses([x1, y1]: Point, [x2, y2]: Point, { x, y, width, height }: BoxData): boolean {
  let [enters, leaves] = [0, 1];
  for (const [start, way, low, high] of [
    [x1, x2 - x1, x, x + width],
    [y1, y2 - y1, y, y + height],
  ] as const) {
    if (way === 0) {
      if (start <= low || start >= high) return false;
      continue;
    }
    const [one, other] = [(low - start) / way, (high - start) / way];
    enters = Math.max(enters, Math.min(one, other));
    leaves = Math.min(leaves, Math.max(one, other));
  }
  return enters < leaves;
}
