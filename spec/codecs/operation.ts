/** Codecs of operations: what clients, handlers and the environment do (see `operations.ts` for what each means). */
import * as t from 'io-ts';
import {
  AddressReference,
  EndpointKind,
  GatewayReference,
  GatewayType,
  LinkAction,
  MethodName,
  type NestedOperation,
  type Operation,
  PlainValue,
  QueryProperty,
  QuerySubject,
  RawMessage,
  StartEnding,
  type StartHook,
  StopEnding,
  type StopHook,
  TimeoutArgument,
  UtilityName,
  WorkEnding,
  type WorkScript,
} from '../operations.js';
import { NullableToken } from '../tokens.js';
import { Finite, Milliseconds, Natural, objectOf } from './primitives.js';
import { codecOf } from './proof.js';

/** An operation inside a script. */
export const NestedOperationCodec: t.Type<NestedOperation> = t.recursion('NestedOperation', () =>
  t.readonly(t.strict({ op: Natural, operation: OperationCodec })),
);

const nested = t.readonlyArray(NestedOperationCodec);

/** What a handler, runnable, callable or task does. */
export const WorkScriptCodec = codecOf<WorkScript>()(
  t.readonly(t.strict({ nested, end: WorkEnding }), 'WorkScript'),
);

/** What onStart does. */
export const StartHookCodec = codecOf<StartHook>()(
  t.readonly(t.strict({ nested, end: StartEnding }), 'StartHook'),
);

/** What onStop does. */
export const StopHookCodec = codecOf<StopHook>()(
  t.readonly(t.strict({ nested, end: StopEnding }), 'StopHook'),
);

const onEndpoint = { endpoint: Natural };
const howReleased = t.keyof({ value: null, error: null });
const schedulingMode = t.keyof({ rate: null, delay: null });
const argument = t.union([
  t.keyof({ good: null, 'wrong-type': null, unserializable: null }),
  t.readonly(t.strict({ bytes: Natural })),
]);

const createEndpoint = objectOf(
  {
    type: t.literal('create-endpoint'),
    endpoint: Natural,
    service: Natural,
    name: t.union([t.string, t.null]),
    kind: EndpointKind,
    token: NullableToken,
    onStart: StartHookCodec,
    onStop: StopHookCodec,
    resources: Natural,
    resourceThatThrows: t.union([Natural, t.null]),
    constructing: t.readonlyArray(NestedOperationCodec),
    constructorThrows: t.boolean,
  },
  { gateways: t.readonlyArray(t.string) },
);

const connect = objectOf(
  {
    type: t.literal('connect'),
    gateway: Natural,
    service: Natural,
    address: AddressReference,
    gatewayType: GatewayType,
    version: Finite,
    fencing: t.union([t.readonly(t.strict({ token: NullableToken })), t.null]),
  },
  { gatewayName: t.string },
);

const call = objectOf(
  {
    type: t.literal('call'),
    target: GatewayReference,
    method: MethodName,
    timeout: TimeoutArgument,
    argument,
    script: WorkScriptCodec,
  },
  { name: t.string },
);

const sendRaw = t.strict({
  type: t.literal('send-raw'),
  target: GatewayReference,
  message: RawMessage,
  ask: t.boolean,
  timeoutMs: Finite,
  script: WorkScriptCodec,
});

const runAsync = t.strict({
  type: t.literal('run-async'),
  endpoint: Natural,
  delayMs: Finite,
  unfenced: t.boolean,
  script: WorkScriptCodec,
});

const callAsync = t.strict({
  type: t.literal('call-async'),
  endpoint: Natural,
  timeout: TimeoutArgument,
  unfenced: t.boolean,
  script: WorkScriptCodec,
});

const schedule = t.strict({
  type: t.literal('schedule'),
  executor: Natural,
  delayMs: Finite,
  callable: t.boolean,
  script: WorkScriptCodec,
});

const serviceSchedule = t.strict({
  type: t.literal('service-schedule'),
  service: Natural,
  delayMs: Finite,
  periodMs: t.union([Finite, t.null]),
  mode: schedulingMode,
  throwsAtRun: t.union([Natural, t.null]),
});

const link = objectOf(
  { type: t.literal('link'), from: Natural, to: Natural, action: LinkAction },
  { milliseconds: Milliseconds },
);

/** One operation. The field `type` decides; a wrong field is reported where it stands. */
export const OperationCodec = codecOf<Operation>()(
  t.readonly(
    t.union([
      createEndpoint,
      t.strict({ type: t.literal('start'), ...onEndpoint }),
      t.strict({ type: t.literal('stop'), ...onEndpoint }),
      t.strict({ type: t.literal('terminate'), ...onEndpoint }),
      t.strict({ type: t.literal('watch'), ...onEndpoint, callback: t.readonlyArray(NestedOperationCodec) }),
      t.strict({ type: t.literal('stop-server'), service: Natural, ...onEndpoint }),
      t.strict({ type: t.literal('close-service'), service: Natural, timeoutMs: t.union([Finite, t.null]) }),
      connect,
      call,
      sendRaw,
      runAsync,
      t.strict({ type: t.literal('run-async-null'), ...onEndpoint }),
      t.strict({ type: t.literal('run-async-remote'), gateway: Natural }),
      t.strict({ type: t.literal('call-async-remote'), gateway: Natural }),
      callAsync,
      t.strict({ type: t.literal('obtain-executor'), executor: Natural, ...onEndpoint, unfenced: t.boolean }),
      t.strict({ type: t.literal('execute'), executor: Natural, script: WorkScriptCodec }),
      schedule,
      t.strict({ type: t.literal('schedule-periodically'), executor: Natural, mode: schedulingMode }),
      t.strict({ type: t.literal('cancel'), scheduled: Natural }),
      serviceSchedule,
      t.strict({ type: t.literal('set-token'), ...onEndpoint, token: NullableToken }),
      t.strict({ type: t.literal('release'), work: Natural, how: howReleased }),
      t.strict({ type: t.literal('release-stop'), ...onEndpoint, how: howReleased }),
      t.strict({ type: t.literal('register-resource'), ...onEndpoint, resource: t.union([Natural, t.null]) }),
      t.strict({ type: t.literal('unregister-resource'), ...onEndpoint, resource: Natural }),
      t.strict({ type: t.literal('fault'), ...onEndpoint }),
      link,
      t.strict({ type: t.literal('query'), subject: QuerySubject, property: QueryProperty }),
      t.strict({ type: t.literal('evaluate'), utility: UtilityName, arguments: t.readonlyArray(PlainValue) }),
      t.strict({ type: t.literal('settle') }),
      t.strict({ type: t.literal('advance'), milliseconds: Milliseconds }),
    ]),
    'Operation',
  ),
);
