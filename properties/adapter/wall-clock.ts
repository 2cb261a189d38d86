/**
 * Scenarios on a real clock. Nobody advances it, so what takes seconds of virtual time must not take seconds: a scenario
 * that is about limits runs ten times faster, and in every other one the limits are so long that a timeout there is a
 * violation, and nobody waits for them.
 */
import type { Operation, Scenario, Step, TimeoutArgument, WorkScript } from '../../spec/index.js';
import { everyOperation } from '../scenarios/every-operation.js';
import { isBarrier } from '../scenarios/is-barrier.js';
import { mayFailService } from './kills.js';

/** Limits and advances from here on are about limits; everything below is a short delay, in milliseconds. */
const LIMITS_FROM_MS = 200;
/** How much faster a scenario about limits runs. */
const SPEED = 10;
/** The limit where none is to expire, in milliseconds. */
export const CONTROL_LIMIT_MS = 10_000;
/** What an advance at the end adds to the longest delay, in milliseconds. */
const MARGIN_MS = 2;

/** The decision tape and the times of a scenario for a target that controls neither. */
export function onWallClock(scenario: Scenario): Scenario {
  const body = withoutEnd(scenario.steps);
  const timed = isAboutLimits({ ...scenario, steps: body });
  const time = timed
    ? (ms: number) => Math.max(1, ms / SPEED)
    : (ms: number) => (ms < LIMITS_FROM_MS ? ms : CONTROL_LIMIT_MS);
  const steps = body.map((step) => mapStep(step, time));
  const services = scenario.services.map((service) => ({
    ...service,
    askTimeoutMs: time(service.askTimeoutMs),
  }));
  return {
    services,
    steps: [...steps, ...endOf(scenario, steps, services[0]?.askTimeoutMs ?? 0, timed)],
    tape: [],
  };
}

/** The longest limit or delay that a scenario on a real clock waits for, in milliseconds. */
export function longestWaitMs({ services, steps }: Pick<Scenario, 'services' | 'steps'>): number {
  let longest = 0;
  const consider = (ms: number): void => {
    if (ms < CONTROL_LIMIT_MS && ms > longest) longest = ms;
  };
  for (const { askTimeoutMs } of services) consider(askTimeoutMs);
  for (const { operation } of everyOperation({ steps })) for (const ms of timesOf(operation)) consider(ms);
  return longest;
}

/** How much longer than its longest wait a barrier of a scenario may take. */
const PATIENCE_FACTOR = 20;

/**
 * How long each barrier of a scenario may take, in milliseconds.
 *
 * @param leastMs for a scenario that waits for nothing
 * @param factor how much more patience than usual, for repetitions
 */
export function patienceFor(scenario: Scenario, leastMs: number, factor: number): number {
  return factor * Math.max(leastMs, PATIENCE_FACTOR * longestWaitMs(scenario));
}

/** Whether some limit is to expire: the scenario waits for one, sends what never arrives, or makes a service fail. */
function isAboutLimits(scenario: Scenario): boolean {
  if (mayFailService(scenario)) return true; // what was on its way to it is lost
  const frameBytes = Math.min(...scenario.services.map((service) => service.frameBytes));
  for (const { operation } of everyOperation(scenario)) {
    if (operation.type === 'advance' && operation.milliseconds >= LIMITS_FROM_MS) return true;
    if (operation.type === 'send-raw' && operation.message === 'undecodable') return true;
    if (operation.type === 'link') return true;
    if (operation.type !== 'call' || typeof operation.argument !== 'object') continue;
    if (operation.argument.bytes + ENVELOPE_BYTES > frameBytes) return true;
  }
  return false;
}

/** An argument that is so much smaller than a frame may not fit into one. */
const ENVELOPE_BYTES = 512;

/** The builder ends a scenario with an advance in which everything that has a limit reaches it. */
function withoutEnd(steps: readonly Step[]): readonly Step[] {
  const last = steps.at(-1)?.operation;
  return last?.type === 'advance' && last.milliseconds >= LIMITS_FROM_MS ? steps.slice(0, -1) : steps;
}

/** On a real clock the end waits only for what comes soon. */
function endOf(
  original: Scenario,
  steps: readonly Step[],
  askTimeoutMs: number,
  timed: boolean,
): readonly Step[] {
  const last = original.steps.at(-1);
  if (last === undefined) return [];
  if (steps.length === original.steps.length) return isBarrier(last) ? [] : [settleAfter(original)];
  const connectMs = timed ? 2 * askTimeoutMs : 0; // it has two steps
  const longest = Math.max(connectMs, longestWaitMs({ services: [], steps }));
  const operation: Operation =
    longest > 0 ? { type: 'advance', milliseconds: longest + MARGIN_MS } : { type: 'settle' };
  return [{ ...last, operation }];
}

/** What is missing is judged at a barrier, so a scenario that shrinking has left without one gets one. */
function settleAfter(scenario: Scenario): Step {
  const ops = [...everyOperation(scenario)].map(({ op }) => op);
  return { op: Math.max(...ops) + 1, lane: 0, operation: { type: 'settle' } };
}

/** The limits and delays of an operation that are to pass, in milliseconds. */
function timesOf(operation: Operation): readonly number[] {
  switch (operation.type) {
    case 'call':
    case 'call-async':
      return typeof operation.timeout === 'number' && operation.timeout >= 1 && operation.timeout <= INT_MAX
        ? [operation.timeout]
        : [];
    case 'send-raw':
      return operation.ask ? [operation.timeoutMs] : [];
    case 'run-async':
    case 'schedule':
      return operation.delayMs > 0 && operation.delayMs <= INT_MAX ? [operation.delayMs] : [];
    case 'service-schedule':
      return [operation.delayMs + (operation.periodMs ?? 0)];
    case 'close-service':
      return operation.timeoutMs === null ? [] : [operation.timeoutMs];
    case 'link':
      return operation.milliseconds === undefined ? [] : [operation.milliseconds];
    default:
      return [];
  }
}

/** Delays beyond this are refused, and nobody waits for them. */
const INT_MAX = 2 ** 31 - 1;

function mapStep(step: Step, time: (ms: number) => number): Step {
  return { ...step, operation: mapTimes(step.operation, time) };
}

/** Limits and advances follow the clock; delays, and limits that none can have, are what they are. */
function mapTimes(operation: Operation, time: (ms: number) => number): Operation {
  const limit = (timeout: TimeoutArgument): TimeoutArgument =>
    typeof timeout === 'number' && timeout >= 1 && timeout <= INT_MAX ? time(timeout) : timeout;
  const nested = <Each extends { readonly operation: Operation }>(each: readonly Each[]): readonly Each[] =>
    each.map((inner) => ({ ...inner, operation: mapTimes(inner.operation, time) }));
  const scripted = (script: WorkScript): WorkScript => ({ ...script, nested: nested(script.nested) });
  switch (operation.type) {
    case 'advance':
      return { ...operation, milliseconds: time(operation.milliseconds) };
    case 'call':
    case 'call-async':
      return { ...operation, timeout: limit(operation.timeout), script: scripted(operation.script) };
    case 'send-raw':
      return { ...operation, timeoutMs: time(operation.timeoutMs), script: scripted(operation.script) };
    case 'link': // a delay is measured by limits
      return operation.milliseconds
        ? { ...operation, milliseconds: time(operation.milliseconds) }
        : operation;
    case 'create-endpoint':
      return {
        ...operation,
        constructing: nested(operation.constructing),
        onStart: { ...operation.onStart, nested: nested(operation.onStart.nested) },
        onStop: { ...operation.onStop, nested: nested(operation.onStop.nested) },
      };
    case 'watch':
      return { ...operation, callback: nested(operation.callback) };
    case 'run-async':
    case 'execute':
    case 'schedule':
      return { ...operation, script: scripted(operation.script) };
    default:
      return operation;
  }
}
