/**
 * A quick look at events: most of those in a long trace have one of a few plain shapes, which are recognised here at a
 * small part of the cost of their codec. Whatever is recognised decodes to itself; anything else is the codec's business.
 * A test holds the two against each other.
 */
import { errorClasses } from '../errors.js';
import type { TraceEvent } from '../trace.js';
import { DecisionCodec, EndKindCodec, LegCodec, RoleCodec } from './trace.js';

type Fields = { readonly [name: string]: unknown };

const legs: ReadonlySet<unknown> = new Set(Object.keys(LegCodec.keys));
const decisions: ReadonlySet<unknown> = new Set(Object.keys(DecisionCodec.keys));
const roles: ReadonlySet<unknown> = new Set(Object.keys(RoleCodec.keys));
const endKinds: ReadonlySet<unknown> = new Set(Object.keys(EndKindCodec.keys));
const codes: ReadonlySet<unknown> = new Set(Object.keys(errorClasses));
const asks: ReadonlySet<unknown> = new Set(['ask', 'tell']);

const isNatural = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): boolean => typeof value === 'string';
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const sizeOf = (value: Fields): number => Object.keys(value).length;

const isHandler = ({ endpoint, role, work }: Fields): boolean =>
  isNatural(endpoint) && roles.has(role) && isNatural(work);

const isRun = (event: Fields): boolean =>
  sizeOf(event) === 6 &&
  legs.has(event['leg']) &&
  isNatural(event['id']) &&
  decisions.has(event['decision']) &&
  isText(event['rule']);

/** A value, or an error that says no more than its code. */
function isOutcome(value: unknown): boolean {
  if (!isObject(value) || sizeOf(value) !== 2) return false;
  if (value['kind'] === 'error') return codes.has(value['code']);
  if (value['kind'] !== 'value') return false;
  const { value: plain } = value;
  return plain === null || isText(plain) || typeof plain === 'boolean' || Number.isFinite(plain);
}

function isEnd(event: Fields): boolean {
  const size = sizeOf(event);
  if (size !== 6 && (size !== 7 || !isOutcome(event['gives']))) return false;
  return isHandler(event) && endKinds.has(event['how']);
}

const isLane = (by: unknown): boolean =>
  isObject(by) && sizeOf(by) === 1 && (isNatural(by['lane']) || isNatural(by['mainOf']));

/** The call of a method of an application, with nothing out of the ordinary. */
function isCall(operation: unknown): boolean {
  if (!isObject(operation) || operation['type'] !== 'call' || sizeOf(operation) !== 7) return false;
  const { target, method, timeout, argument, script, name } = operation;
  if (timeout !== null || argument !== 'good' || !asks.has(method) || !isText(name)) return false;
  if (!isObject(target) || sizeOf(target) !== 1) return false;
  return isNumbered(target['gateway'] ?? target['self']) && isObserved(script);
}

/** The number of a gateway or of an endpoint. */
const isNumbered = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);

function isObserved(script: unknown): boolean {
  if (!isObject(script) || sizeOf(script) !== 2) return false;
  const { nested, end } = script;
  if (!Array.isArray(nested) || nested.length > 0) return false;
  return isObject(end) && sizeOf(end) === 1 && end['ending'] === 'observed';
}

/**
 * Whether a value is an event of one of the plain shapes.
 *
 * @param value anything
 * @returns false also for events of other shapes: ask the codec then
 */
export function isPlainTraceEvent(value: unknown): value is TraceEvent {
  if (!isObject(value)) return false;
  const { at } = value;
  if (!Number.isFinite(at) || (at as number) < 0) return false;
  switch (value['event']) {
    case 'run':
      return isRun(value);
    case 'outcome':
      return sizeOf(value) === 4 && isNatural(value['op']) && isOutcome(value['outcome']);
    case 'begin':
      return sizeOf(value) === 5 && isHandler(value);
    case 'end':
      return isEnd(value);
    case 'invoke':
      return (
        sizeOf(value) === 5 && isNatural(value['op']) && isLane(value['by']) && isCall(value['operation'])
      );
    default:
      return false;
  }
}
