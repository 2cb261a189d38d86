/** Mutants of the family TIME: timeouts. */
import type { Mutant } from '../mutant.js';

const handler = 'impl/rpc/invocation-handler';
const runtime = 'impl/runtime/service-runtime';

export const timeMutants: readonly Mutant[] = [
  {
    id: 'TIME-01/one-millisecond-more',
    rule: 'TIME-01',
    fault:
      'An ask without a limit of its own waits one millisecond longer than the service is configured with.',
    module: handler,
    find: 'method.timeoutPosition < 0 ? runtime.askTimeoutMs : timeoutArgument(method, args)',
    replace: 'method.timeoutPosition < 0 ? runtime.askTimeoutMs + 1 : timeoutArgument(method, args)',
  },
  {
    id: 'TIME-02/never-above-the-default',
    rule: 'TIME-02',
    fault: 'The limit of a call is at most that of its service.',
    module: handler,
    find: 'method.timeoutPosition < 0 ? runtime.askTimeoutMs : timeoutArgument(method, args)',
    replace:
      'method.timeoutPosition < 0 ? runtime.askTimeoutMs : Math.min(runtime.askTimeoutMs, timeoutArgument(method, args))',
  },
  {
    id: 'TIME-02/ignored',
    rule: 'TIME-02',
    fault: 'The limit of a call is checked, and the limit of the service counts.',
    module: handler,
    find: 'runtime.ask(reference, message, pending, limitMs)',
    replace: 'runtime.ask(reference, message, pending, runtime.askTimeoutMs)',
  },
  {
    id: 'TIME-03/nan-accepted',
    rule: 'TIME-03',
    fault: 'A limit that is not a number of milliseconds at all, NaN, is accepted.',
    module: handler,
    find: "typeof value !== 'number' || Number.isNaN(value) || value > DELAY_MS_MAX",
    replace: "typeof value !== 'number' || value > DELAY_MS_MAX",
  },
  {
    id: 'TIME-03/null-is-not-a-number',
    rule: 'TIME-03',
    fault: 'A null limit is refused like any other that is no number, and not as null.',
    module: handler,
    find: 'if (value === null || value === undefined)',
    replace: 'if (value === undefined)',
  },
  {
    id: 'TIME-04/zero-is-a-limit',
    rule: 'TIME-04',
    fault: 'A limit of zero is accepted.',
    module: handler,
    find: 'this.entry(message.id, method, call, LOCAL_CALLERS);\n        if (limitMs < 1)',
    replace: 'this.entry(message.id, method, call, LOCAL_CALLERS);\n        if (limitMs < 0)',
  },
  {
    id: 'TIME-04/rounded-up',
    rule: 'TIME-04',
    fault: 'A limit below one millisecond counts as one.',
    module: handler,
    find: 'return Math.trunc(value);',
    replace: 'return Math.ceil(value);',
  },
  {
    id: 'TIME-05/cut-to-the-longest',
    rule: 'TIME-05',
    fault: 'A limit beyond what timers can arm is cut to the longest that they can.',
    module: handler,
    find: 'const value = args[method.timeoutPosition];',
    replace:
      "const given = args[method.timeoutPosition]; const value = typeof given === 'number' ? Math.min(given, DELAY_MS_MAX) : given;",
  },
  {
    id: 'TIME-06/no-address',
    rule: 'TIME-06',
    fault: 'The error of an expired ask does not say where the ask went.',
    module: runtime,
    find: 'states: { method: pending.what, ...states },',
    replace:
      "states: { method: pending.what, ...(pending.what === 'callAsync' ? states : { limit: states.limit }) },",
  },
  {
    id: 'TIME-07/not-attached',
    rule: 'TIME-07',
    fault: 'The call stack is captured, and the error of the expired ask does not get it.',
    module: runtime,
    find: 'return pending.callStack === null ? error : withCallStack(error, pending.callStack);',
    replace: 'return error;',
  },
  {
    id: 'TIME-07/a-frame-of-the-gateway-where-fenced',
    rule: 'TIME-07',
    fault:
      'The captured stack of a call through a fenced gateway begins with a frame of the gateway, as in Flink.',
    module: handler,
    find: 'pending.callStack = captureCallStack(callers + 1);',
    replace: "pending.callStack = captureCallStack(callers + (this.fence().envelope === 'fenced' ? 0 : 1));",
  },
  {
    id: 'TIME-07/a-frame-of-the-gateway-where-remote',
    rule: 'TIME-07',
    fault: 'The captured stack of a call to another service begins with a frame of the gateway.',
    module: handler,
    find: 'this.entry(op, method, call, LOCAL_CALLERS + 1)',
    replace: 'this.entry(op, method, call, LOCAL_CALLERS)',
  },
  {
    id: 'TIME-08/limit-of-the-service',
    rule: 'TIME-08',
    fault: 'A call-async waits as long as the service is configured for asks, whatever its limit.',
    module: 'impl/rpc/rpc-server',
    find: 'service.ask(new LocalReference(this.cell), message, pending, limit);',
    replace: 'service.ask(new LocalReference(this.cell), message, pending, service.askTimeoutMs);',
  },
  {
    id: 'TIME-09/one-millisecond-less',
    rule: 'TIME-09',
    fault: 'An ask expires one millisecond before its limit has passed.',
    module: runtime,
    find: 'this.scheduler.setTimer(pending, limitMs);',
    replace: 'this.scheduler.setTimer(pending, limitMs - 1);',
  },
];
