/**
 * What operations are written with: for each type its parts, in the order in which they are written, and the usual value
 * of each, which is left out. A type or a field without an entry does not compile.
 */
import type { AddressReference, Operation, OperationType, WorkEnding } from '../../spec/index.js';
import { argument, type Form, fencing, listed, plain, tagged, token } from './values.js';

/** An operation while it is read or written: its fields by their names. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field of an operation: `key=value`. */
interface FieldPart {
  readonly part: 'field';
  readonly key: string;
  readonly form: Form;
  /** The value that is left out; without it the field is always written. */
  readonly usual?: (fields: Fields) => unknown;
  /** Whether the field may be absent. */
  readonly optional: boolean;
}

/** A field that holds one reference of several kinds: the kind is the key, `gateway=1` or `self=1`. */
interface ReferencePart {
  readonly part: 'reference';
  readonly key: string;
  readonly kinds: readonly string[];
}

/** A script or a hook: `word=ending`, and its operations on lines of their own, which begin with `role`. */
interface ScriptPart {
  readonly part: 'script';
  readonly key: string;
  readonly word: string;
  readonly role: string;
  readonly form: Form;
  /** The ending that is left out, as it is written. */
  readonly usual: string;
}

/** Operations on lines of their own, which begin with the name of the field. */
interface OperationsPart {
  readonly part: 'operations';
  readonly key: string;
}

/** A part of an operation. */
export type Part = FieldPart | ReferencePart | ScriptPart | OperationsPart;

const field = (key: string, form: Form = plain): Part => ({ part: 'field', key, form, optional: false });
const usually = (key: string, value: unknown, form: Form = plain): Part => ({
  part: 'field',
  key,
  form,
  usual: () => value,
  optional: false,
});
const maybe = (key: string): Part => ({ part: 'field', key, form: plain, optional: true });
const reference = (key: string, ...kinds: readonly string[]): Part => ({ part: 'reference', key, kinds });
const operations = (key: string): Part => ({ part: 'operations', key });
const hook = (key: string, usual: string): Part => ({
  part: 'script',
  key,
  word: key,
  role: key,
  form: listed,
  usual,
});

const endings: Readonly<Record<WorkEnding['ending'], readonly string[]>> = {
  return: [],
  null: [],
  throw: [],
  'throw-non-error': [],
  'throw-ask-timeout': [],
  later: [],
  bytes: ['size'],
  'later-bytes': ['size'],
  unserializable: [],
  'encoder-throws': [],
  undecodable: [],
  'look-alike': [],
  hold: [],
  observed: [],
};

const addresses: Readonly<Record<AddressReference['kind'], readonly string[]>> = {
  endpoint: ['endpoint'],
  name: ['service', 'name'],
  wildcard: ['service', 'prefix'],
  supervisor: ['service'],
  'unknown-host': [],
  literal: ['text'],
};

const script: Part = {
  part: 'script',
  key: 'script',
  word: 'ends',
  role: 'does',
  form: tagged('ending', endings),
  usual: 'return',
};

const endpoint = field('endpoint');
const target = reference('target', 'gateway', 'self');
const howReleased = usually('how', 'value');

/** The parts of each type of operation. */
export const parts: { readonly [Type in OperationType]: readonly Part[] } = {
  'create-endpoint': [
    endpoint,
    usually('service', 0),
    {
      part: 'field',
      key: 'name',
      form: plain,
      usual: (fields) => `e${String(fields['endpoint'])}`,
      optional: false,
    },
    usually('kind', 'plain'),
    usually('token', null, token),
    hook('onStart', 'return'),
    hook('onStop', 'done'),
    usually('resources', 0),
    usually('resourceThatThrows', null),
    operations('constructing'),
    usually('constructorThrows', false),
    maybe('gateways'),
  ],
  start: [endpoint],
  stop: [endpoint],
  terminate: [endpoint],
  watch: [endpoint, operations('callback')],
  'stop-server': [field('service'), endpoint],
  'close-service': [field('service'), usually('timeoutMs', null)],
  connect: [
    field('gateway'),
    usually('service', 0),
    field('address', tagged('kind', addresses)),
    usually('fencing', null, fencing),
    usually('gatewayType', 'conformance'),
    usually('version', 2),
    maybe('gatewayName'),
  ],
  call: [
    target,
    usually('method', 'ask'),
    usually('timeout', null),
    usually('argument', 'good', argument),
    maybe('name'),
    script,
  ],
  'send-raw': [target, field('message'), usually('ask', false), usually('timeoutMs', 0), script],
  'run-async': [endpoint, usually('delayMs', 0), usually('unfenced', false), script],
  'run-async-null': [endpoint],
  'run-async-remote': [field('gateway')],
  'call-async-remote': [field('gateway')],
  'call-async': [endpoint, usually('timeout', 500), usually('unfenced', false), script],
  'obtain-executor': [field('executor'), endpoint, usually('unfenced', false)],
  execute: [field('executor'), script],
  schedule: [field('executor'), usually('delayMs', 0), usually('callable', true), script],
  'schedule-periodically': [field('executor'), field('mode')],
  cancel: [field('scheduled')],
  'service-schedule': [
    usually('service', 0),
    usually('delayMs', 0),
    usually('periodMs', null),
    usually('mode', 'rate'),
    usually('throwsAtRun', 0),
  ],
  'set-token': [endpoint, field('token', token)],
  release: [field('work'), howReleased],
  'release-stop': [endpoint, howReleased],
  'register-resource': [endpoint, field('resource')],
  'unregister-resource': [endpoint, field('resource')],
  fault: [endpoint],
  link: [field('from'), field('to'), field('action'), maybe('milliseconds')],
  query: [reference('subject', 'endpoint', 'gateway', 'service'), field('property')],
  evaluate: [field('utility'), field('arguments')],
  settle: [],
  advance: [field('milliseconds')],
} satisfies { readonly [Type in Operation['type']]: readonly Part[] };

/** The parts of a service: what is not said is as in {@link SERVICE} of the builder. */
export const serviceFields = [
  'askTimeoutMs',
  'frameBytes',
  'forceSerialization',
  'remote',
  'captureCallStacks',
] as const;
