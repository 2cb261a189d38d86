/**
 * What is decided at once, where the operation is invoked and without any message: arguments and timeouts that are
 * refused, ids that cannot be used, questions that an endpoint, a gateway or a service answers by itself
 * (rules ADDR, TIME, SIZE-02, SELF-01, SELF-02, FENCE-09 to FENCE-11, CALL-10, CALL-23, …).
 *
 * `throw:CODE` is thrown by the call itself, `fail:CODE` is the outcome of its future, `value` a value at once.
 */
import type { Chart, ChartConfig, Transition } from './chart.js';
import { decide, stay } from './chart.js';

const throws = (code: string, ...rules: string[]): Transition => stay(decide(`throw:${code}`, rules));
const fails = (code: string, ...rules: string[]): Transition => stay(decide(`fail:${code}`, rules));
const value = (...rules: string[]): Transition => stay(decide('value', rules));

const config: ChartConfig = {
  id: 'immediate',
  initial: 'caller',
  states: {
    caller: {
      on: {
        // Calls.
        ARGUMENT_WRONG_TYPE: throws('illegal-argument', 'CALL-09'),
        ARGUMENT_UNSERIALIZABLE: throws('argument-not-serializable', 'SIZE-02'),
        TIMEOUT_NULL: throws('null-argument', 'TIME-03'),
        TIMEOUT_NO_DURATION: throws('illegal-argument', 'TIME-03'),
        TIMEOUT_HUGE: throws('illegal-argument', 'TIME-05'),
        TIMEOUT_BELOW: fails('illegal-argument', 'TIME-04'),
        TOLD: value('CALL-01'),
        CONTROLLED: value('LIFE-14', 'LIFE-13'),
        RUN_SENT: value('CALL-01'),
        EXECUTED: value('MAIN-06'),
        // Runs, callables, executors.
        RUN_NEGATIVE: throws('illegal-argument', 'SELF-02'),
        RUN_UNARMABLE: throws('illegal-argument', 'SELF-08'),
        RUN_NULL: throws('null-argument', 'SELF-02'),
        NOT_LOCAL: throws('not-local', 'SELF-01'),
        PERIODIC: throws('unsupported-operation', 'MAIN-16'),
        // Endpoints.
        CREATED_LOCAL: value('ADDR-02', 'SERV-01'),
        CREATED_REMOTE: value('ADDR-01', 'SERV-01'),
        ID_INVALID: throws('invalid-endpoint-id', 'ADDR-11'),
        ID_IN_USE: throws('endpoint-id-in-use', 'ADDR-12'),
        CONSTRUCTOR_THROWS: throws('application', 'LIFE-19'),
        FOREIGN_SERVER: value('TERM-11'),
        // Questions.
        ADDRESS_OF_ENDPOINT: value('CALL-10'),
        ADDRESS_OF_GATEWAY: value('ADDR-06', 'CALL-10'),
        ADDRESS_OF_SERVICE: value('ADDR-09'),
        HOST_NEARBY: value('ADDR-08', 'CALL-10'),
        HOST_FAR: value('ADDR-08', 'CALL-10'),
        HOST_OF_SERVICE: value('ADDR-09'),
        PORT_OF_SERVICE: value('ADDR-09'),
        ENDPOINT_ID: value('CALL-10'),
        TOKEN_OF_PLAIN_ENDPOINT: value('FENCE-11'),
        TOKEN_OF_ENDPOINT: value('FENCE-11'),
        TOKEN_OF_GATEWAY: value('FENCE-11'),
        TOKEN_OF_BARE_GATEWAY: throws('unsupported-operation', 'FENCE-11'),
        RUNNING: value('LIFE-16'),
        RUNNING_OFF_MAIN: throws('not-main-thread', 'LIFE-17'),
        ON_MAIN: value('MAIN-02'),
        OFF_MAIN: throws('not-main-thread', 'MAIN-02'),
        FOREIGN_SELF_GATEWAY: throws('wrong-gateway', 'CALL-23'),
        LIFECYCLE_OF_GATEWAY: value('HAND-16'),
        LIFECYCLE_OF_ENDPOINT: value('LIFE-15'),
        MESSAGE_LIMIT: value('SIZE-14'),
        // Pure functions.
        ADDRESS_BUILT: value('ADDR-03'),
        PORT_INVALID: throws('illegal-argument', 'ADDR-03'),
        HOST_NORMALIZED: value('ADDR-04'),
        HOST_INVALID: throws('illegal-argument', 'ADDR-04'),
        HOST_AND_PORT: value('ADDR-05'),
        HOST_AND_PORT_NONE: throws('illegal-argument', 'ADDR-05'),
        NAME_GENERATED: value('ADDR-15'),
        NAME_NULL: throws('null-argument', 'ADDR-15'),
        WILDCARD_NAME: value('ADDR-16'),
        FRAME_SIZE: value('SIZE-14'),
        FRAME_SIZE_INVALID: throws('illegal-argument', 'SIZE-14'),
        // Resources.
        REGISTERED: value('STOP-08'),
        REGISTERED_NULL: value('STOP-08'),
        REGISTERED_LATE: throws('illegal-state', 'STOP-08'),
        UNREGISTERED: value('STOP-08'),
      },
    },
  },
};

/** The chart of immediate decisions. */
export const immediateChart: Chart = {
  name: 'immediate',
  sentence: 'What is decided where an operation is invoked, without any message.',
  config: () => config,
};
