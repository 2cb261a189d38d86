/**
 * How scenarios shrink: fewer steps, an emptier tape, plainer operations. References are numbers that stay what they
 * are, and a step whose references are gone is skipped, so every part can be taken away on its own.
 */
import type { NestedOperation, Operation, Scenario, Step, WorkScript } from '../../spec/index.js';

/** Smaller scenarios, the smallest first. */
export function* shrinkScenario(scenario: Scenario): Generator<Scenario, void, void> {
  yield* withFewerSteps(scenario);
  yield* withEmptierTape(scenario);
  yield* withPlainerSteps(scenario);
  yield* withFewerServices(scenario);
}

function* withFewerSteps(scenario: Scenario): Generator<Scenario, void, void> {
  const { steps } = scenario;
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = steps.length; end > 0; end -= size) {
      const start = Math.max(0, end - size);
      yield { ...scenario, steps: [...steps.slice(0, start), ...steps.slice(end)] };
    }
  }
}

function* withEmptierTape(scenario: Scenario): Generator<Scenario, void, void> {
  const { tape } = scenario;
  if (tape.length === 0) return;
  yield { ...scenario, tape: [] };
  if (tape.length === 1) return;
  for (let position = 0; position < tape.length; position += 1) {
    yield { ...scenario, tape: tape.filter((_deviation, index) => index !== position) };
  }
}

function* withPlainerSteps(scenario: Scenario): Generator<Scenario, void, void> {
  const { steps } = scenario;
  for (let position = 0; position < steps.length; position += 1) {
    const step = steps[position] as Step;
    if (step.lane !== 0) yield { ...scenario, steps: withStep(steps, position, { ...step, lane: 0 }) };
    for (const operation of plainer(step.operation)) {
      yield { ...scenario, steps: withStep(steps, position, { ...step, operation }) };
    }
  }
}

function withStep(steps: readonly Step[], position: number, step: Step): readonly Step[] {
  return steps.map((old, index) => (index === position ? step : old));
}

/** The last service goes if no step names it. */
function* withFewerServices(scenario: Scenario): Generator<Scenario, void, void> {
  const last = scenario.services.length - 1;
  if (last < 1) return;
  const named = JSON.stringify(scenario.steps).match(/"(?:service|from|to)":\d+/g) ?? [];
  if (named.some((text) => text.endsWith(`:${last}`))) return;
  yield { ...scenario, services: scenario.services.slice(0, last) };
}

/** Plainer variants of one operation. */
function* plainer(operation: Operation): Generator<Operation, void, void> {
  switch (operation.type) {
    case 'create-endpoint': {
      const { onStart, onStop } = operation;
      if (operation.resources > 0) yield { ...operation, resources: 0, resourceThatThrows: null };
      if (onStop.end !== 'done') yield { ...operation, onStop: { ...onStop, end: 'done' } };
      if (onStart.end !== 'return') yield { ...operation, onStart: { ...onStart, end: 'return' } };
      for (const nested of fewer(onStart.nested)) yield { ...operation, onStart: { ...onStart, nested } };
      for (const nested of fewer(onStop.nested)) yield { ...operation, onStop: { ...onStop, nested } };
      if (operation.kind !== 'plain') yield { ...operation, kind: 'plain', token: null };
      return;
    }
    case 'call':
      if (operation.argument !== 'good') yield { ...operation, argument: 'good' };
      if (operation.method !== 'ask') yield { ...operation, method: 'ask', timeout: null };
      for (const script of plainerScripts(operation.script)) yield { ...operation, script };
      return;
    case 'run-async':
      if (operation.delayMs > 0) yield { ...operation, delayMs: 0 };
      for (const script of plainerScripts(operation.script)) yield { ...operation, script };
      return;
    case 'schedule':
      if (operation.delayMs > 0) yield { ...operation, delayMs: 0 };
      for (const script of plainerScripts(operation.script)) yield { ...operation, script };
      return;
    case 'call-async':
    case 'execute':
    case 'send-raw':
      for (const script of plainerScripts(operation.script)) yield { ...operation, script };
      return;
    case 'link':
      if (operation.milliseconds !== undefined && operation.milliseconds > 1)
        yield { ...operation, milliseconds: Math.floor(operation.milliseconds / 2) };
      return;
    case 'advance':
      if (operation.milliseconds > 1)
        yield { ...operation, milliseconds: Math.floor(operation.milliseconds / 2) };
      return;
    default:
      return;
  }
}

function* plainerScripts(script: WorkScript): Generator<WorkScript, void, void> {
  if (script.end.ending !== 'return') yield { ...script, end: { ending: 'return' } };
  for (const nested of fewer(script.nested)) yield { ...script, nested };
}

function* fewer(nested: readonly NestedOperation[]): Generator<readonly NestedOperation[], void, void> {
  if (nested.length > 1) yield [];
  for (let position = 0; position < nested.length; position += 1) {
    yield nested.filter((_operation, index) => index !== position);
  }
}
