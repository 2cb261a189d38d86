/** The numbers of the events and states of the charts that the world machine sends and asks for. Both eras share them. */
import type { TableData } from '../compile.js';
import { askTables } from '../tables/generated/ask.js';
import { handshakeCallerTables } from '../tables/generated/handshake-caller.js';
import { handshakeTargetTables } from '../tables/generated/handshake-target.js';
import { immediateTables } from '../tables/generated/immediate.js';
import { invocationTables } from '../tables/generated/invocation.js';
import { lifecycleTables } from '../tables/generated/lifecycle.js';
import { serviceTables } from '../tables/generated/service.js';
import { taskTables } from '../tables/generated/task.js';

function numbersOf<Name extends string>(
  all: readonly string[],
  names: readonly Name[],
): Readonly<Record<Name, number>> {
  return Object.fromEntries(
    names.map((name) => {
      const index = all.indexOf(name);
      if (index < 0) throw new RangeError(`no chart has ${name}`);
      return [name, index];
    }),
  ) as Record<Name, number>;
}

const symbolsIn = <Name extends string>(table: TableData, ...names: Name[]) =>
  numbersOf(table.symbols, names);
const statesIn = <Name extends string>(table: TableData, ...names: Name[]) => numbersOf(table.states, names);

/** Events of the lifecycle chart. */
export const L = symbolsIn(
  lifecycleTables.mutable,
  'START',
  'STOP',
  'TERMINATE',
  'CLOSE',
  'HOOK_RETURN',
  'HOOK_THROW',
  'HOOK_PROMISE',
  'HOOK_OPEN',
  'HOOK_COMPLETE',
  'HOOK_NULL',
  'BEGIN',
  'END',
  'COMPLETE',
  'ABANDON',
  'STOP_FUTURE',
  'STOP_FUTURE_FAILED',
  'KILL',
  'FAULT',
  'CUT',
  'EXPIRE',
  'GONE',
  'ASK',
  'ASK_LATE',
  'ASK_REMOTE',
  'CALLABLE',
  'CALLABLE_LATE',
  'TELL',
  'RUN',
  'DUE_RUN',
  'TASK',
  'EXECUTE',
);

/** States of the lifecycle chart. */
export const LS = statesIn(
  lifecycleTables.mutable,
  'stopped.fresh',
  'stopped.paused',
  'abandoned',
  'starting',
  'stopping',
  'terminating.idle',
  'terminating.finished',
  'terminating.finishing',
  'terminating.draining',
  'terminated',
  'gone',
  'failed.ending',
  'failed.gone',
);

/** Events of the invocation chart. */
export const I = symbolsIn(
  invocationTables.mutable,
  ...([
    'CALL',
    'TELL',
    'OVERLOADED',
    'CALL_WITHIN',
    'CALLABLE',
    'RUN',
    'RUN_PASSED',
    'RUN_DUE',
    'RUN_EARLY',
    'RUN_UNARMABLE',
    'EXECUTE',
    'TASK',
    'RAW_UNKNOWN_TYPE_ASKED',
    'RAW_UNKNOWN_TYPE',
    'RAW_UNKNOWN_METHOD_ASKED',
    'RAW_UNKNOWN_METHOD',
    'RAW_WRONG_ARGUMENTS_ASKED',
    'RAW_WRONG_ARGUMENTS',
    'RAW_UNDECLARED_ASKED',
    'RAW_UNDECLARED',
    'RAW_CALL',
    'RETURN',
    'RETURN_SENT',
    'NULL',
    'NULL_SENT',
    'THROW',
    'THROW_SENT',
    'THROW_NON_ERROR',
    'THROW_NON_ERROR_SENT',
    'THROW_ASK_TIMEOUT',
    'THROW_ASK_TIMEOUT_SENT',
    'BYTES',
    'BYTES_SENT_FITS',
    'BYTES_SENT_NEAR',
    'BYTES_SENT_LARGE',
    'UNSERIALIZABLE',
    'UNSERIALIZABLE_SENT',
    'ENCODER_THROWS',
    'ENCODER_THROWS_SENT',
    'UNDECODABLE',
    'UNDECODABLE_SENT',
    'LOOK_ALIKE',
    'LOOK_ALIKE_SENT',
    'RELEASED',
    'RELEASED_AFTER_END',
    'RELEASED_ERROR',
    'RELEASED_ERROR_AFTER_END',
    'TELL_OVER',
    'TELL_THROWS',
    'RUN_OVER',
    'RUN_THROWS',
    'CALLABLE_RETURN',
    'CALLABLE_NULL',
    'CALLABLE_THROW',
    'CALLABLE_THROW_NON_ERROR',
    'CALLABLE_THROW_ASK_TIMEOUT',
    'CALLABLE_OTHER',
    'CALLABLE_FUTURE',
    'FUTURE',
    'LATE_RESULT',
    'TIMER',
    'HELD',
  ] as const),
);

/** States of the invocation chart. */
export const IS = statesIn(invocationTables.mutable, 'arriving', 'waiting', 'executing', 'awaiting', 'over');

/** Events of the target's side of connecting. */
export const H = symbolsIn(
  handshakeTargetTables.mutable,
  'IDENTIFY',
  'HELLO',
  'HELLO_ROOT',
  'HELLO_VERSION',
  'HELLO_GATEWAY',
  'HELLO_BOTH',
  'ABANDON',
  'FENCE',
  'START',
  'END',
);

/** States of the target's side of connecting. */
export const HS = statesIn(handshakeTargetTables.mutable, 'ended', 'supervisor');

/** Events of the caller's side of connecting. */
export const C = symbolsIn(
  handshakeCallerTables.mutable,
  'FOUND',
  'FOUND_WILDCARD',
  'FOUND_WILDCARD_OF_SEVERAL',
  'NONE',
  'NONE_WILDCARD',
  'NONE_WILDCARD_DIED',
  'NONE_WILDCARD_OF_SEVERAL',
  'NONE_SUPERVISOR',
  'NONE_EMPTY',
  'SPOILT',
  'NOT_AN_ADDRESS',
  'NO_SUCH_HOST',
  'TIMEOUT',
  'UNREACHABLE',
  'ACCEPTED',
  'REFUSED',
  'CLOSED',
  'EXPIRED',
);

/** States of the caller's side of connecting. */
export const CS = statesIn(handshakeCallerTables.mutable, 'identifying', 'shaking', 'connected', 'failed');

/** Events of the ask chart. */
export const A = symbolsIn(
  askTables.mutable,
  'ANSWER',
  'REFUSAL',
  'TIMEOUT',
  'TIMEOUT_WITHIN',
  'TIMEOUT_AFTER_END',
  'TIMEOUT_CALLABLE',
  'TIMEOUT_LOST',
  'TIMEOUT_UNDECODABLE',
  'LINK_LOST',
  'CLOSED',
  'EXPIRED',
);

/** States of the ask chart. */
export const AS = statesIn(askTables.mutable, 'pending', 'settled');

/** Events of the service chart. */
export const S = symbolsIn(
  serviceTables.mutable,
  'CREATE',
  'CONNECT',
  'CLOSE',
  'TERMINATE',
  'TERMINATE_AGAIN',
  'SCHEDULE',
  'FAIL',
  'DOWN',
  'DOWN_EARLY',
  'EXPIRE',
);

/** States of the service chart. */
export const SS = statesIn(serviceTables.mutable, 'open', 'closing', 'closed', 'failed', 'failing');

/** Events of the task chart. */
export const T = symbolsIn(
  taskTables.mutable,
  'TIMER',
  'DUE',
  'SHUTDOWN',
  'REFUSED',
  'CANCEL',
  'CANCEL_PERIODIC',
  'TERMINATED',
  'EXPIRED',
  'TICK',
  'TICK_ONCE',
  'PERIODIC_THROWS',
  'ONCE_RETURNS',
  'ONCE_THROWS',
  'CLOSED',
  'DROPPED',
  'DROPPED_FRESH',
  'FENCED',
  'RETURN',
  'THROW',
);

/** States of the task chart. */
export const TS = statesIn(taskTables.mutable, 'waiting', 'sent', 'over');

/** Events of the chart of immediate decisions. */
export const N = symbolsIn(
  immediateTables.mutable,
  ...([
    'ARGUMENT_WRONG_TYPE',
    'ARGUMENT_UNSERIALIZABLE',
    'TIMEOUT_NULL',
    'TIMEOUT_NO_DURATION',
    'TIMEOUT_HUGE',
    'TIMEOUT_BELOW',
    'TOLD',
    'CONTROLLED',
    'RUN_SENT',
    'EXECUTED',
    'RUN_NEGATIVE',
    'RUN_UNARMABLE',
    'RUN_NULL',
    'NOT_LOCAL',
    'PERIODIC',
    'CREATED_LOCAL',
    'CREATED_REMOTE',
    'ID_INVALID',
    'ID_IN_USE',
    'CONSTRUCTOR_THROWS',
    'FOREIGN_SERVER',
    'ADDRESS_OF_ENDPOINT',
    'ADDRESS_OF_GATEWAY',
    'ADDRESS_OF_SERVICE',
    'HOST_NEARBY',
    'HOST_FAR',
    'HOST_OF_SERVICE',
    'PORT_OF_SERVICE',
    'ENDPOINT_ID',
    'TOKEN_OF_PLAIN_ENDPOINT',
    'TOKEN_OF_ENDPOINT',
    'TOKEN_OF_GATEWAY',
    'TOKEN_OF_BARE_GATEWAY',
    'RUNNING',
    'RUNNING_OFF_MAIN',
    'ON_MAIN',
    'OFF_MAIN',
    'FOREIGN_SELF_GATEWAY',
    'LIFECYCLE_OF_GATEWAY',
    'LIFECYCLE_OF_ENDPOINT',
    'MESSAGE_LIMIT',
    'ADDRESS_BUILT',
    'PORT_INVALID',
    'HOST_NORMALIZED',
    'HOST_INVALID',
    'HOST_AND_PORT',
    'HOST_AND_PORT_NONE',
    'NAME_GENERATED',
    'NAME_NULL',
    'WILDCARD_NAME',
    'FRAME_SIZE',
    'FRAME_SIZE_INVALID',
    'REGISTERED',
    'REGISTERED_NULL',
    'REGISTERED_LATE',
    'UNREGISTERED',
  ] as const),
);
