/** Mutants of the family SELF: run-async and call-async. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const cell = 'impl/runtime/cell';
const server = 'impl/rpc/rpc-server';
const task = 'impl/runtime/service-task';

export const selfMutants: readonly Mutant[] = [
  {
    id: 'SELF-01/call-async-to-a-peer',
    rule: 'SELF-01',
    fault: 'Call-async on a gateway to another service is not refused.',
    module: 'impl/rpc/invocation-handler',
    find: 'if (this.reference.remote)\n            throw new NotLocalError',
    replace: "if (this.reference.remote && what !== 'callAsync')\n            throw new NotLocalError",
  },
  {
    id: 'SELF-02/less-than-one-below-zero',
    rule: 'SELF-02',
    fault: 'A negative delay is accepted when it is cut to none.',
    module: task,
    find: 'delayMs >= 0 && delayMs <= DELAY_MS_MAX',
    replace: 'delayMs > -1 && delayMs <= DELAY_MS_MAX',
  },
  {
    id: 'SELF-02/null-runnable-sent',
    rule: 'SELF-02',
    fault: 'A null runnable is sent, and fails when it is to run.',
    module: 'impl/rpc/main-thread-executor',
    find: "if (typeof work !== 'function')",
    replace: "if (work !== null && typeof work !== 'function')",
  },
  {
    id: 'SELF-03/runs-by-another-way',
    rule: 'SELF-03',
    fault: 'Run-async goes another way than the calls of the same thread, and may overtake them.',
    module: server,
    find: "'run', this.cell, scheduler.sender(), fence);",
    replace: "'run', this.cell, -1, fence);",
  },
  {
    id: 'SELF-04/one-millisecond-less',
    rule: 'SELF-04',
    fault: 'A delayed run-async is executed one millisecond before its delay has passed.',
    module: server,
    find: 'message.dueAtMs = scheduler.now() + delay;',
    replace: 'message.dueAtMs = scheduler.now() + delay - 1;',
  },
  {
    id: 'SELF-05/passed-waits-again',
    rule: 'SELF-05',
    fault: 'A delayed run-async whose delay has passed when it is processed is sent again by a timer.',
    module: cell,
    find: 'this.service.scheduler.now() >= message.dueAtMs ? due : undue',
    replace: "this.service.scheduler.now() >= message.dueAtMs && message.leg === 'due' ? due : undue",
  },
  {
    id: 'SELF-06/rounded-up',
    rule: 'SELF-06',
    fault: 'Delays are rounded up to whole milliseconds.',
    module: server,
    find: 'const delay = Math.trunc(delayMs);',
    replace: 'const delay = Math.ceil(delayMs);',
  },
  {
    id: 'SELF-08/no-longest-delay',
    rule: 'SELF-08',
    fault: 'A delay beyond what timers can arm is accepted.',
    module: task,
    find: 'delayMs >= 0 && delayMs <= DELAY_MS_MAX',
    replace: 'delayMs >= 0 && delayMs < Number.POSITIVE_INFINITY',
  },
  {
    id: 'SELF-09/runnable-escalates',
    rule: 'SELF-09',
    fault: 'What a runnable throws makes the endpoint fail.',
    module: cell,
    find: 'this.threw(message, error);\n            return;',
    replace:
      "this.threw(message, error);\n            if (message.kind === 'run' && message.task === null) throw error;\n            return;",
  },
  {
    id: 'SELF-10/run-while-stopped',
    rule: 'SELF-10',
    fault: 'A delayed run-async that becomes due while the endpoint is stopped is executed.',
    module: actor,
    find: "if (actor.lifecycle === 'STOPPED')\n",
    replace: "if (actor.lifecycle === 'STOPPED' && !(input.leg === 'due' && input.task?.handle === null))\n",
  },
  {
    id: 'SELF-11/not-while-terminating',
    rule: 'SELF-11',
    fault: 'A delayed run-async that becomes due while the endpoint is terminating is dropped.',
    module: actor,
    find: "if (actor.lifecycle === 'STOPPED')\n",
    replace:
      "if (actor.lifecycle === 'STOPPED' || (actor.lifecycle === 'TERMINATING' && input.leg === 'due'))\n",
  },
  {
    id: 'SELF-12/future-not-awaited',
    rule: 'SELF-12',
    fault: 'A future that a callable returns is not awaited.',
    module: cell,
    find: 'this.service.finish(this, message, value);',
    replace:
      "if (message.kind === 'callable' && this.service.futures.isFuture(value)) return this.returned(message, null);\n        this.service.finish(this, message, value);",
  },
  {
    id: 'SELF-12/null-without-answer',
    rule: 'SELF-12',
    fault: 'A callable that returns null is not answered.',
    module: cell,
    find: 'this.answer(message, true, value);\n        this.releaseMainThread();',
    replace:
      "if (message.kind !== 'callable' || value !== null) this.answer(message, true, value);\n        this.releaseMainThread();",
  },
  {
    id: 'SELF-13/callable-escalates',
    rule: 'SELF-13',
    fault: 'What a callable throws makes the endpoint fail.',
    module: cell,
    find: 'this.threw(message, error);\n            return;',
    replace:
      "this.threw(message, error);\n            if (message.kind === 'callable') throw error;\n            return;",
  },
  {
    id: 'SELF-14/limit-until-the-begin',
    rule: 'SELF-14',
    fault: 'The limit of a call-async counts only until its callable begins.',
    module: cell,
    find: 'value = message.work();',
    replace:
      'if (message.pending !== null) this.service.scheduler.cancelTimer(message.pending);\n            value = message.work();',
  },
];
