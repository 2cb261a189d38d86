/**
 * Edits of traces: one event is another one, comes later, twice, or not at all. Most of what a faulty implementation shows
 * begins with one of them. Which of the edited traces are impossible is for the models to say.
 */
import {
  type CallStack,
  CallStackCodec,
  type Decision,
  DecisionCodec,
  type ErrorCode,
  errorClasses,
  type Leg,
  type Outcome,
  type Role,
  RoleCodec,
  type Trace,
  type TraceEvent,
} from '../../spec/index.js';

/** An edited trace, and how it was edited: the same words for the same edit of another trace. */
export interface Edited {
  readonly how: string;
  readonly trace: Trace;
}

/** How far an event is moved. */
const MOVES_MAX = 6;

const codes = Object.keys(errorClasses) as readonly ErrorCode[];
const decisions = Object.keys(DecisionCodec.keys) as readonly Decision[];
const callStacks = Object.keys(CallStackCodec.keys) as readonly CallStack[];
const roles = Object.keys(RoleCodec.keys) as readonly Role[];

/** Actions that may come from nowhere. */
const strays: readonly (readonly [Leg, Decision])[] = [
  ['request', 'execute'],
  ['request', 'refuse:endpoint-not-started'],
  ['request', 'drop'],
  ['request', 'terminate'],
  ['kill', 'terminate'],
  ['gone', 'release'],
  ['timer', 'execute'],
  ['unreachable', 'refuse:recipient-unreachable'],
  ['timeout', 'refuse:ask-timeout'],
  ['close', 'terminate'],
  ['down', 'release'],
  ['stop-future', 'terminate'],
];

/** Edits of what is there, and what comes from nowhere. */
export type EditKind = 'changed' | 'stray';

/**
 * Every edit of the event at a position, or just before it.
 *
 * @param trace a history or a complete trace
 * @param position of an event
 * @param kind of the edits
 */
export function* editsAt(trace: Trace, position: number, kind: EditKind): Generator<Edited, void, void> {
  const { events } = trace;
  const event = events[position];
  if (event === undefined) return;
  const edits =
    kind === 'changed' ? changes(events, position, event) : fromNowhere(events, position, event.at);
  for (const [how, edited] of edits) yield { how, trace: { header: trace.header, events: edited } };
}

type Edit = readonly [how: string, events: readonly TraceEvent[]];

function* changes(events: readonly TraceEvent[], position: number, event: TraceEvent): Generator<Edit> {
  if (event.event === 'outcome')
    for (const [how, outcome] of otherOutcomes(event.outcome, event.op))
      yield [`outcome ${how}`, events.with(position, { ...event, outcome })];
  if (event.event === 'run')
    yield ['run by another rule', events.with(position, { ...event, rule: 'ORD-08' })];
  if (event.event === 'run')
    for (const decision of decisions)
      if (decision !== event.decision)
        yield [`run ${decision}`, events.with(position, { ...event, decision })];
  if (event.event === 'begin') yield* withoutHandler(events, position, event);
  if (event.event !== 'invoke') yield* elsewhere(events, position, event);
  if (event.event === 'run') yield* onTheWay(events, position, event);
}

/** A message is lost like one before it, whose loss is over. */
function* onTheWay(
  events: readonly TraceEvent[],
  position: number,
  { at, leg, id }: Extract<TraceEvent, { event: 'run' }>,
): Generator<Edit> {
  const lost = events.findLast((event, index) => index < position && event.event === 'lose');
  if (lost?.event === 'lose') yield ['lost, too', events.with(position, { ...lost, at, leg, id })];
}

function* otherOutcomes(outcome: Outcome, op: number): Generator<readonly [string, Outcome]> {
  if (outcome.kind === 'error') {
    const { thrown, cause, failure, states, ...plain } = outcome;
    yield ['thrown or not', thrown === true ? plain : { ...outcome, thrown: true }];
    if (cause !== undefined)
      yield ['without a cause', { ...plain, ...(failure === undefined ? {} : { failure }) }];
    if (failure !== undefined)
      yield ['with another failure', { ...outcome, failure: 'Error: another failure' }];
    if (states !== undefined) yield ['that says too little', { ...outcome, states: [] }];
    yield* otherCallStacks(outcome);
  }
  if (outcome.kind === 'value' && typeof outcome.value === 'string')
    yield ['a longer text', { kind: 'value', value: `${outcome.value}-2` }];
  for (const value of [null, op, true, false, 'text'])
    yield [`value ${typeof value}`, { kind: 'value', value }];
  for (const code of codes) {
    if (outcome.kind === 'error' && outcome.code === code) continue;
    yield [code, { kind: 'error', code }];
    yield [`${code} thrown`, { kind: 'error', code, thrown: true }];
  }
}

/** The call stack leads elsewhere, or there is none. */
function* otherCallStacks({
  callStack,
  ...outcome
}: Extract<Outcome, { kind: 'error' }>): Generator<readonly [string, Outcome]> {
  if (callStack === undefined) return;
  yield ['without a call stack', outcome];
  for (const other of callStacks)
    if (other !== callStack) yield [`with the call stack of ${other}`, { ...outcome, callStack: other }];
}

/** The handler never ran, or ran again at once. */
function* withoutHandler(
  events: readonly TraceEvent[],
  position: number,
  begin: Extract<TraceEvent, { event: 'begin' }>,
): Generator<Edit> {
  const end = events.findIndex(
    (event, later) =>
      later > position && event.event === 'end' && event.work === begin.work && event.role === begin.role,
  );
  if (end < 0) return;
  yield [`no ${begin.role}`, events.filter((_event, index) => index !== position && index !== end)];
  yield [`${begin.role} twice`, events.toSpliced(end + 1, 0, begin, events[end] as TraceEvent)];
}

/** An event that is missing, comes twice, later or earlier. */
function* elsewhere(events: readonly TraceEvent[], position: number, event: TraceEvent): Generator<Edit> {
  yield [`no ${event.event}`, events.toSpliced(position, 1)];
  yield [`${event.event} twice`, events.toSpliced(position, 0, event)];
  const last = Math.min(events.length - 1, position + MOVES_MAX);
  for (let later = position + 1; later <= last; later += 1) {
    const { at } = events[later] as TraceEvent;
    const rest = events.toSpliced(position, 1);
    yield [`${event.event} later`, rest.toSpliced(later, 0, { ...event, at })];
    yield [`${event.event} again`, events.toSpliced(later + 1, 0, { ...event, at })];
  }
  for (let earlier = position - 1; earlier >= Math.max(0, position - MOVES_MAX); earlier -= 1) {
    const { at } = events[earlier] as TraceEvent;
    yield [`${event.event} earlier`, events.toSpliced(position, 1).toSpliced(earlier, 0, { ...event, at })];
  }
}

/** A handler that nobody asked for, or an action. */
function* fromNowhere(events: readonly TraceEvent[], position: number, at: number): Generator<Edit> {
  const endpoints = new Set<number>();
  const operations = new Set<number>();
  for (const event of events.slice(0, position)) {
    if (event.event !== 'invoke') continue;
    operations.add(event.op);
    if (event.operation.type === 'create-endpoint') endpoints.add(event.operation.endpoint);
  }
  for (const role of roles)
    for (const endpoint of role === 'service-task' ? [0] : endpoints) {
      const works = role === 'start' || role === 'stop' ? [endpoint] : operations;
      for (const work of works) {
        const handler = { at, endpoint, role, work };
        yield [
          `${role} from nowhere`,
          events.toSpliced(
            position,
            0,
            { event: 'begin', ...handler },
            { event: 'end', ...handler, how: 'return' },
          ),
        ];
      }
    }
  if (!events.some(({ event }) => event === 'run')) return;
  for (const [leg, decision] of strays)
    for (const id of new Set([...endpoints, ...operations, 0]))
      yield [
        `${leg} from nowhere`,
        events.toSpliced(position, 0, { event: 'run', at, leg, id, decision, rule: 'ORD-07' }),
      ];
}
