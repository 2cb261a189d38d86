/** One step in words: the event, its rule, the states after it, and what the models accept next. */
import type { PageData, StandingData, TraceData } from '../page-data.js';
import { possibleLines } from '../possible.js';
import { type Child, element, listOf } from './dom.js';
import type { Step } from './trace-view.js';

/** Lines of what could come next that are shown. */
const POSSIBLE_LINES_MAX = 30;

/** What happens in a step, and whether it may. */
export function drawStep(step: Step, trace: TraceData, sentences: PageData['sentences']): readonly Node[] {
  const { row } = step;
  const isBroken = step.position === trace.broken;
  const ids = isBroken ? trace.rules : row?.rule === undefined ? [] : [row.rule];
  return [
    element('p', { class: 'event' }, titleOf(step, trace)),
    ...(row === null ? [] : [element('p', { class: 'muted' }, `event ${row.number}, at ${row.atMs} ms`)]),
    ...(isBroken ? [element('p', { class: 'violated' }, `✗ Not allowed here: ${trace.heading}`)] : []),
    ...ids.map((id) => element('p', {}, element('strong', {}, id), ` ${sentences[id] ?? ''}`)),
  ];
}

/** Where everybody stands after a step, what could come next, and the event as the trace has it. */
export function drawAfter(step: Step, trace: TraceData): readonly Node[] {
  const { row, standing, before, position } = step;
  return [
    ...(position === trace.broken ? brokenParts(trace) : followedParts(standing, before, trace, position)),
    ...(row === null ? [] : [drawJson(row.json)]),
  ];
}

/** A step in one line. */
export function titleOf({ row }: Step, { lanes }: TraceData): string {
  if (row === null) return 'The trace ends here, and something is missing.';
  return `${lanes[row.lane]}: ${row.text}`;
}

function brokenParts({ accepted, state }: TraceData): readonly Node[] {
  return [
    element('p', {}, 'The models would have accepted:'),
    possibleList(accepted),
    element('p', { class: 'muted' }, `State: ${state}`),
  ];
}

function followedParts(
  standing: StandingData | null,
  before: StandingData | null,
  { broken, standings }: TraceData,
  position: number,
): readonly Node[] {
  if (standing === null) {
    const isAfter = broken >= 0 && position > broken;
    const text = isAfter
      ? 'After the event that is not allowed the models say nothing.'
      : standings.length === 0
        ? 'The models do not tell the states of this trace.'
        : 'The models do not follow the trace up to here.';
    return [element('p', { class: 'muted' }, text)];
  }
  return [
    element('p', {}, 'States after it:'),
    listOf([
      ...standing.services.map((state, service) => `s${service} ${state}`),
      ...standing.endpoints.map((each) => endpointItem(each, before)),
      `open operations: ${standing.open.map((op) => `#${op}`).join(' ') || 'none'}`,
    ]),
    element('p', {}, 'Possible next:'),
    possibleList(standing.possible),
  ];
}

/** An endpoint; what has changed stands out. */
function endpointItem(
  { endpoint, lifecycle, fencing }: StandingData['endpoints'][number],
  before: StandingData | null,
): Child {
  const earlier = before?.endpoints.find((each) => each.endpoint === endpoint);
  const changed = earlier !== undefined && earlier.lifecycle !== lifecycle ? earlier.lifecycle : null;
  return element(
    'span',
    {},
    `e${endpoint} `,
    changed === null ? lifecycle : element('strong', {}, `${changed} → ${lifecycle}`),
    `, ${fencing}`,
  );
}

function possibleList(lines: readonly string[]): HTMLElement {
  return listOf(possibleLines(lines, POSSIBLE_LINES_MAX));
}

function drawJson(json: string): HTMLElement {
  return element(
    'details',
    {},
    element('summary', {}, 'The event as the trace has it'),
    element('pre', { tabindex: 0 }, json),
  );
}
