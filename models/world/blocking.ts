/**
 * Blocking calls: the calling thread waits for the answer of an ask, and learns of a failure by an error that is raised.
 * For everything else the call is the ask behind it (rules CALL-03 to CALL-05).
 */
import type { Operation } from '../../spec/operations.js';
import type { Outcome, Trace } from '../../spec/trace.js';
import { workOf } from './frames.js';
import type { EndpointRecord, OpRecord } from './records.js';
import { Frame } from './records.js';
import { R } from './rules.js';
import type { World } from './world.js';

/** Whether an operation is a blocking call. */
export const isBlocking = (operation: Operation | null): boolean =>
  operation?.type === 'call' && operation.method === 'askBlocking';

/**
 * What the ask behind a blocking call came out with: the reason inside of what was raised. An expired limit may be raised
 * bare (CALL-04). What was raised otherwise stays as it is, and is nothing that the ask comes out with.
 */
export function outcomeOfAsk(outcome: Outcome): Outcome {
  if (outcome.kind === 'value' || outcome.thrown !== true) return outcome;
  const { thrown, cause, ...rest } = outcome;
  if (outcome.code === 'rpc' && cause !== undefined) return { ...rest, code: cause };
  return outcome.code === 'ask-timeout' ? rest : outcome;
}

/** A history with what the asks behind its blocking calls came out with. */
export function withAsks(trace: Trace): Trace {
  const blocking = new Set<number>();
  for (const event of trace.events)
    if (event.event === 'invoke' && isBlocking(event.operation)) blocking.add(event.op);
  if (blocking.size === 0) return trace;
  const events = trace.events.map((event) =>
    event.event === 'outcome' && blocking.has(event.op)
      ? { ...event, outcome: outcomeOfAsk(event.outcome) }
      : event,
  );
  return { ...trace, events };
}

/** The handler that makes the call keeps its main thread until the call comes out. */
export function blockCaller(world: World, op: OpRecord): void {
  const caller = callerOf(world, op);
  if (caller?.frame !== Frame.inside) return;
  caller.frame = Frame.held;
  world.owed--;
}

/** The call came out: its handler goes on, and has to end. */
export function endBlocking(world: World, op: OpRecord, outcome: Outcome): void {
  count(world, op, outcome);
  const caller = callerOf(world, op);
  if (caller?.frame !== Frame.held || holds(world, caller)) return;
  caller.frame = Frame.inside;
  world.owed++;
}

/** A blocking call came out otherwise: where it raised what is no wrapped reason, that may be the fault (CALL-04). */
export function blameRaising(world: World, op: OpRecord, outcome: Outcome): void {
  if (!isBlocking(op.operation) || outcome.kind === 'value' || outcome.thrown !== true) return;
  world.blameAlso(R.blockingFailure);
}

/** The endpoint whose main thread carries an operation out, or `undefined`. */
const callerOf = (world: World, { sender }: OpRecord): EndpointRecord | undefined =>
  sender < 0 ? world.endpoints[-1 - sender] : undefined;

/** Whether the handler holds its main thread by its script. */
const holds = (world: World, caller: EndpointRecord): boolean =>
  workOf(world, caller)?.script?.end.ending === 'hold';

function count(world: World, op: OpRecord, outcome: Outcome): void {
  world.countRule(R.blockingAnswer);
  if (outcome.kind === 'value') return;
  world.countRule(R.blockingFailure);
  if (outcome.code === 'ask-timeout' && op.sender === -1 - op.endpoint) world.countRule(R.blockingSelf);
}
