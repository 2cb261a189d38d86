/** Mutants of the family SERV: the service. */
import type { Mutant } from '../mutant.js';

const runtime = 'impl/runtime/service-runtime';
const supervisor = 'impl/core/supervisor';
const task = 'impl/runtime/service-task';

export const servMutants: readonly Mutant[] = [
  {
    id: 'SERV-01/not-from-a-main-thread',
    rule: 'SERV-01',
    fault: 'An endpoint cannot be created on the main thread of another.',
    module: runtime,
    find: 'if (refusal !== null)',
    replace:
      "if ([...this.cells.values()].some((other) => other.onMainThread))\n            throw new IllegalStateError('the service is busy');\n        if (refusal !== null)",
    bug: 'FLINK-15347',
  },
  {
    id: 'SERV-02/created-while-closing',
    rule: 'SERV-02',
    fault: 'An endpoint can be created while the service closes.',
    module: supervisor,
    find: "phase === 'closing' || phase === 'closed' ? refusals.closed",
    replace: "phase === 'closed' ? refusals.closed",
  },
  {
    id: 'SERV-03/last-one-not-waited-for',
    rule: 'SERV-03',
    fault: 'A closing service does not wait for the last endpoint.',
    module: supervisor,
    find: "return state.phase === 'closing' && state.members.size === 0;",
    replace: "return state.phase === 'closing' && state.members.size <= 1;",
  },
  {
    id: 'SERV-04/open-stop-not-waited-for',
    rule: 'SERV-04',
    fault: 'A closing service does not wait for an onStop that is open when another endpoint is gone.',
    module: supervisor,
    find: "return state.phase === 'closing' && state.members.size === 0;",
    replace:
      "return state.phase === 'closing' && [...state.members.values()].every((other) => other.actor.lifecycle === 'TERMINATING');",
  },
  {
    id: 'SERV-03/closed-alone-counts',
    rule: 'SERV-03',
    fault: 'The close of a service fails with the failure of an endpoint that was closed by itself.',
    module: supervisor,
    find: 'failure !== null && !member.closedAlone',
    replace: 'failure !== null',
  },
  {
    id: 'SERV-05/failure-lost',
    rule: 'SERV-05',
    fault: 'The close of a service succeeds although an endpoint failed to stop.',
    module: runtime,
    find: 'this.fatalFailure ?? firstFailure(this.supervisor)',
    replace: 'this.fatalFailure',
  },
  {
    id: 'SERV-06/cut-off-successfully',
    rule: 'SERV-06',
    fault: 'The termination future of an endpoint that is cut off before its end completes with null.',
    module: 'impl/runtime/cell',
    find: "this.actor.lifecycle = 'TERMINATED';\n        this.failure = failure;",
    replace:
      "const hadEnded = this.actor.lifecycle === 'TERMINATED';\n        this.actor.lifecycle = 'TERMINATED';\n        this.failure = hadEnded ? failure : null;",
  },
  {
    id: 'SERV-07/never-started-left-alone',
    rule: 'SERV-07',
    fault: 'A closing service sends no TERMINATE to endpoints that were never started, and waits for them.',
    module: runtime,
    find: "if (!cell.closedAlone && cell.actor.lifecycle !== 'TERMINATED')",
    replace:
      "if (!cell.closedAlone && cell.actor.lifecycle !== 'TERMINATED' && (cell.actor.running || cell.actor.lifecycle !== 'STOPPED'))",
  },
  {
    id: 'SERV-08/closes-again',
    rule: 'SERV-08',
    fault: 'Closing a service again begins the close again.',
    module: 'impl/rpc/rpc-service',
    find: 'if (!this.closing) {',
    replace: 'if (true) {',
  },
  {
    id: 'SERV-09/no-answer-of-the-closed',
    rule: 'SERV-09',
    fault: 'Asks to the endpoints of a service that has closed are not answered.',
    module: 'impl/runtime/cell',
    find: 'if (message.asked)\n            this.answer(message, false, describeRefusal(this, message, ruling));',
    replace:
      "if (message.asked && this.service.supervisor.phase !== 'closed')\n            this.answer(message, false, describeRefusal(this, message, ruling));",
  },
  {
    id: 'SERV-10/period-of-the-delay',
    rule: 'SERV-10',
    fault: 'A task at a fixed rate runs again after its delay, and not after its period.',
    module: task,
    find: "times.mode === 'rate')\n            service.scheduler.setTimer(this, times.periodMs);",
    replace:
      "times.mode === 'rate')\n            service.scheduler.setTimer(this, times.delayMs || times.periodMs);",
  },
  {
    id: 'SERV-10/handle-of-a-periodic-task',
    rule: 'SERV-10',
    fault: 'The handle of a task with a fixed delay completes after its first run.',
    module: task,
    find: "else if (times.mode === 'delay' && !this.done)\n",
    replace: "else if (times.mode === 'delay' && !this.done && this.handle.succeeded(value) === undefined)\n",
  },
  {
    id: 'SERV-11/cancelled-runs-on',
    rule: 'SERV-11',
    fault: 'A periodic task that is cancelled runs once more.',
    module: task,
    find: "this.stop(new TaskCancelledError('The scheduled task was cancelled'));",
    replace: `const cancelled = new TaskCancelledError('The scheduled task was cancelled');
        const isUp = this.service.supervisor.phase === 'open' || this.service.supervisor.phase === 'failed';
        if (!isUp || this.done || this.times.periodMs === null) return this.stop(cancelled);
        this.done = true;
        this.service.tasks.delete(this);
        this.handle.failed(cancelled);`,
  },
  {
    id: 'SERV-12/runs-on-after-a-failure',
    rule: 'SERV-12',
    fault: 'A task at a fixed rate that throws runs again.',
    module: task,
    find: 'this.complete(() => this.handle.failed(error)); // SERV-12: a periodic task that throws is not run again',
    replace: 'this.handle.failed(error);',
  },
  {
    id: 'SERV-13/scheduled-on-a-closed-service',
    rule: 'SERV-13',
    fault: 'Tasks can be scheduled on a closed service.',
    module: task,
    find: "service.assertOpen('schedule a task');",
    replace: '',
  },
  {
    id: 'SERV-13/closed-without-delay',
    rule: 'SERV-13',
    fault: 'Tasks without delay can be scheduled on a closed service.',
    module: task,
    find: "service.assertOpen('schedule a task');",
    replace: "if (times.delayMs > 0) service.assertOpen('schedule a task');",
  },
  {
    id: 'SERV-14/asks-stay-open',
    rule: 'SERV-14',
    fault: 'Asks that are open when the limit of the close expires stay open.',
    module: runtime,
    find: 'this.down(failure, error);',
    replace:
      "for (const pending of this.table.open()) if (pending.awaited === 'answer') this.table.remove(pending);\n        this.down(failure, error);",
  },
  {
    id: 'SERV-14/closes-successfully',
    rule: 'SERV-14',
    fault: 'The close of a service whose limit expires succeeds.',
    module: runtime,
    find: 'this.down(failure, error);',
    replace: 'this.down(null, error);',
  },
  {
    id: 'SERV-14/tasks-stay-open',
    rule: 'SERV-14',
    fault: 'Tasks of a service go on when the limit of its close expires.',
    module: runtime,
    find: 'for (const task of [...this.tasks])\n            task.stop(error());',
    replace: '',
  },
];
