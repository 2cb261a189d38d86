/**
 * What an operation is expected to come out with, as a number: an error by its code, an error thrown by the call itself,
 * or one of a few kinds of values. `matches` compares an observed outcome with it.
 */
import type { ErrorCode } from '../../spec/errors.js';
import { errorClasses } from '../../spec/errors.js';
import type { Outcome } from '../../spec/trace.js';

const codes = Object.keys(errorClasses) as ErrorCode[];
const codeNumbers = Object.fromEntries(codes.map((code, index) => [code, index])) as Record<
  ErrorCode,
  number
>;

const THROWN = 100;

/** The expectation of a future that fails with a code. */
export function failing(code: ErrorCode): number {
  return codeNumbers[code];
}

/** The expectation of an error that the call itself throws. */
export function throwing(code: ErrorCode): number {
  return THROWN + failing(code);
}

/** The code of a number, for messages. */
function codeOf(number: number): ErrorCode {
  return codes[number] as ErrorCode;
}

/** Values, and errors about which more is known than a code. */
export const X = {
  nothing: 200,
  /** The number of the operation. */
  own: 201,
  /** The number in the detail. */
  number: 202,
  /** The text whose number is in the detail. */
  text: 203,
  true: 204,
  false: 205,
  /** Any value at all: the original hands out the future of a callable as its result. */
  anyValue: 206,
  /** An address of the endpoint in the detail. */
  address: 207,
  /** `ScriptedError: failure of <detail>`. */
  failure: 210,
  /** `non-error: failure of <detail>`. */
  nonError: 211,
  connectionOrTimeout: 212,
  unreachableOrConnection: 213,
  /** Any error: which failure the close of a service reports is not determined. */
  anyError: 214,
  unreachableOrTimeout: 215,
  /** An empty address: connection, ask-timeout or illegal-argument. */
  emptyAddress: 216,
  notProperlyStopped: 217,
  /** A name with the prefix in the text: `<prefix>_<n>`. */
  generatedName: 218,
  /** A text with the ending in the text. */
  ending: 219,
  /** `host:port`, an IPv6 host with or without brackets. */
  hostAndPort: 221,
  /** A handle that ended with its service. */
  cancelledOrClosed: 222,
  /** Null, or `sibling-failed`. */
  nothingOrSiblingFailed: 224,
  /** The expired ask of a handler itself: as the failure that it is, or as if the outer ask had expired. */
  ownTimeout: 223,
  /** What the work of an application gave: see `given.ts`. */
  given: 225,
  /** Null, or any error. */
  nothingOrAnyError: 226,
  /** An ask into a service that closes: `recipient-unreachable`, or `illegal-state` thrown by the call itself. */
  unreachableOrRefused: 227,
} as const;

/**
 * Whether an observed outcome is what was expected.
 *
 * @param outcome what was observed
 * @param expected the number of the expectation
 * @param detail the number that belongs to it
 * @param text the text that belongs to it, for {@link X.text}
 */
export function matches(outcome: Outcome, expected: number, detail: number, text: string): boolean {
  if (outcome.kind === 'value') {
    switch (expected) {
      case X.nothing:
      case X.nothingOrSiblingFailed:
      case X.nothingOrAnyError:
        return outcome.value === null;
      case X.own:
      case X.number:
        return outcome.value === detail;
      case X.text:
        return outcome.value === text;
      case X.true:
        return outcome.value === true;
      case X.false:
        return outcome.value === false;
      case X.address:
        return typeof outcome.value === 'string';
      case X.hostAndPort:
        return typeof outcome.value === 'string' && outcome.value.replace(/[[\]]/g, '') === text;
      case X.ending:
        return typeof outcome.value === 'string' && outcome.value.endsWith(text);
      case X.generatedName:
        return typeof outcome.value === 'string' && isGenerated(outcome.value, text);
      default:
        return expected === X.anyValue;
    }
  }
  const thrown = outcome.thrown === true;
  if (expected < THROWN) return !thrown && outcome.code === codes[expected];
  if (expected < X.nothing) return thrown && outcome.code === codes[expected - THROWN];
  const { code } = outcome;
  if (expected === X.unreachableOrRefused)
    return code === (thrown ? 'illegal-state' : 'recipient-unreachable');
  if (thrown) return false;
  switch (expected) {
    case X.failure:
      return code === 'application' && sameFailure(outcome.failure, 'ScriptedError', detail);
    case X.nonError:
      return (
        code === 'application' &&
        (outcome.failure === undefined || outcome.failure.endsWith(`: failure of ${detail}`))
      );
    case X.connectionOrTimeout:
      return code === 'connection' || code === 'ask-timeout';
    case X.unreachableOrConnection:
      return code === 'recipient-unreachable' || code === 'connection';
    case X.unreachableOrTimeout:
      return code === 'recipient-unreachable' || code === 'ask-timeout';
    case X.emptyAddress:
      return code === 'connection' || code === 'ask-timeout' || code === 'illegal-argument';
    case X.ownTimeout:
      if (code === 'ask-timeout') return true;
      return code === 'application' && (outcome.failure?.endsWith(`: failure of ${detail}`) ?? true);
    case X.nothingOrSiblingFailed:
      return code === 'sibling-failed';
    case X.cancelledOrClosed:
      return code === 'task-cancelled' || code === 'illegal-state';
    case X.notProperlyStopped:
      return code === 'not-properly-stopped';
    default:
      return expected === X.anyError || expected === X.nothingOrAnyError;
  }
}

function isGenerated(name: string, prefix: string): boolean {
  return name.startsWith(`${prefix}_`) && /^\d+$/.test(name.slice(prefix.length + 1));
}

function sameFailure(failure: string | undefined, kind: string, op: number): boolean {
  return failure === undefined || failure === `${kind}: failure of ${op}`;
}

/** An expectation in words. */
export function describeExpectation(expected: number, detail: number, text: string): string {
  if (expected < THROWN) return `the error ${codeOf(expected)}`;
  if (expected < X.nothing) return `the error ${codeOf(expected - THROWN)}, thrown`;
  switch (expected) {
    case X.nothing:
      return 'null';
    case X.own:
    case X.number:
      return `the value ${detail}`;
    case X.text:
      return `the text "${text}"`;
    case X.true:
      return 'true';
    case X.false:
      return 'false';
    case X.anyValue:
      return 'a value';
    case X.hostAndPort:
      return `the text "${text}"`;
    case X.ownTimeout:
      return `the expired ask of ${detail}`;
    case X.nothingOrAnyError:
      return 'null or an error';
    case X.nothingOrSiblingFailed:
      return 'null or the error sibling-failed';
    case X.unreachableOrRefused:
      return 'the error recipient-unreachable, or illegal-state thrown';
    case X.cancelledOrClosed:
      return 'the error task-cancelled or illegal-state';
    case X.ending:
      return `a text that ends with ${text}`;
    case X.generatedName:
      return `the name ${text}_n`;
    case X.address:
      return `the address of endpoint ${detail}`;
    case X.failure:
      return `the failure of ${detail}`;
    case X.nonError:
      return `the non-error of ${detail}`;
    case X.connectionOrTimeout:
      return 'the error connection or ask-timeout';
    case X.unreachableOrConnection:
      return 'the error recipient-unreachable or connection';
    case X.unreachableOrTimeout:
      return 'the error recipient-unreachable or ask-timeout';
    case X.emptyAddress:
      return 'the error connection, ask-timeout or illegal-argument';
    case X.notProperlyStopped:
      return 'the error not-properly-stopped';
    default:
      return 'an error';
  }
}
