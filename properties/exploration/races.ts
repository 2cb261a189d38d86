/**
 * Races: two steps of a run that depend on each other and that nothing in between puts in order. The run in which they come
 * the other way round is another run; what has to be tried for it is added at the choice point of the earlier one. This
 * is the algorithm of source sets (Abdulla, Aronis, Jonsson, Sagonas: Optimal dynamic partial order reduction, 2014):
 * nothing is added where something is tried already that the other run can begin with.
 */
import { NO_LINK } from '../../impl/index.js';
import { add, type ChoicePoint, isIn, type Past, STEPS_MAX } from './choice-point.js';
import { areDependent, type Footprint } from './footprint.js';

/**
 * Notes what came before the last step, and adds what its races ask for.
 *
 * @param points the choice points of the run, the last one with a footprint
 */
export function noteRaces(points: readonly ChoicePoint[]): void {
  const last = points.length - 1;
  const point = points[last] as ChoicePoint;
  const past: Past = new Int32Array(STEPS_MAX / 32);
  const racing: number[] = [];
  for (let earlier = last - 1; earlier >= point.segment; earlier -= 1) {
    if (isIn(past, earlier)) continue; // something in between puts the two in order
    const before = points[earlier] as ChoicePoint;
    const isForced = earlier === point.poster || isBefore(before, point) || isAwaited(before, point);
    if (!isForced && !areDependent(before.footprint as Footprint, point.footprint as Footprint)) continue;
    if (!isForced && !madePossible(points, earlier, last)) racing.push(earlier);
    add(past, earlier, before.past as Past);
  }
  point.past = past;
  for (const earlier of racing) reverse(points, earlier, last);
}

/**
 * A step took from others the possibility to run: it cancelled a timer, or set an earlier one. A race with what does not
 * run is not seen in any run, so it is noted here. A handler that keeps the main thread may take it from what is not
 * even sent yet: then everything is tried before it.
 *
 * @param point the choice point of the step
 * @param options what could run after it
 */
export function noteDisabled(point: ChoicePoint, options: readonly number[]): void {
  const { holds } = point.footprint as Footprint;
  for (const key of point.options)
    if ((holds || !options.includes(key)) && !point.wanted.includes(key)) point.wanted.push(key);
}

/** Whether both came by the same link: they keep their order (ORD-01). */
const isBefore = (before: ChoicePoint, point: ChoicePoint): boolean =>
  point.link !== NO_LINK && before.link === point.link;

/** A service ends once its last endpoint is gone: it has waited for all of them (SERV-03). */
const isAwaited = ({ footprint: before }: ChoicePoint, { footprint }: ChoicePoint): boolean =>
  ((before as Footprint).frees & (footprint as Footprint).awaits) !== 0;

/** Whether the earlier step is what made the last one possible, so that they cannot come the other way round. */
function madePossible(points: readonly ChoicePoint[], earlier: number, last: number): boolean {
  const { chosen, poster } = points[last] as ChoicePoint;
  return (
    poster < earlier &&
    !(points[earlier] as ChoicePoint).options.includes(chosen) &&
    (points[earlier + 1] as ChoicePoint).options.includes(chosen)
  );
}

/** Sees to it that something is tried at the earlier step with which the run can begin that has the two the other way round. */
function reverse(points: readonly ChoicePoint[], earlier: number, last: number): void {
  const point = points[earlier] as ChoicePoint;
  const first = beginnings(points, earlier, last).filter((key) => point.options.includes(key));
  if (first.some((key) => point.wanted.includes(key) || point.sleeps(key))) return;
  const { chosen } = points[last] as ChoicePoint;
  if (first.length === 0) point.wanted.push(...point.options);
  else point.wanted.push(first.includes(chosen) ? chosen : (first[0] as number));
}

/** With what the steps can begin that need not come after the earlier one: those that nothing else of them comes before. */
function beginnings(points: readonly ChoicePoint[], earlier: number, last: number): readonly number[] {
  const kept: number[] = [];
  const first: number[] = [];
  for (let position = earlier + 1; position <= last; position += 1) {
    const { past, chosen } = points[position] as ChoicePoint;
    if (position < last && isIn(past as Past, earlier)) continue;
    if (!kept.some((other) => isIn(past as Past, other))) first.push(chosen);
    kept.push(position);
  }
  return first;
}
