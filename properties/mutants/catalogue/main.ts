/** Mutants of the family MAIN: the main thread and its executor. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const cell = 'impl/runtime/cell';
const executor = 'impl/rpc/main-thread-executor';
const delayed = 'impl/runtime/delayed-run';

export const mainMutants: readonly Mutant[] = [
  {
    id: 'MAIN-01/never-busy',
    rule: 'MAIN-01',
    fault: 'A handler that holds the main thread does not keep others from beginning.',
    module: cell,
    find: 'this.actor.busy = true;',
    replace: '',
  },
  {
    id: 'MAIN-02/busy-is-enough',
    rule: 'MAIN-02',
    fault: 'The main-thread check passes anywhere while some handler of the endpoint holds the main thread.',
    module: 'impl/rpc/rpc-endpoint',
    find: 'if (this.cell.onMainThread)',
    replace: 'if (this.cell.actor.busy)',
  },
  {
    id: 'MAIN-02/any-main-thread',
    rule: 'MAIN-02',
    fault: 'The main-thread check passes on the main thread of any endpoint.',
    module: 'impl/rpc/rpc-endpoint',
    find: 'if (this.cell.onMainThread)',
    replace: 'if (this.cell.onMainThread || this.cell.service.scheduler.sender() >= 1024)',
  },
  {
    id: 'MAIN-02/left-behind',
    rule: 'MAIN-02',
    fault: 'Code counts as on the main thread after onStop has returned.',
    module: cell,
    find: "this.onMainThread = false;\n        this.service.observer?.ended(this.number, 'stop', this.number, how);",
    replace:
      "this.service.scheduler.post({ leg: 'op', id: -1, recipient: null, sender: -1, run: () => { this.onMainThread = true; } });\n        this.service.observer?.ended(this.number, 'stop', this.number, how);",
  },
  {
    id: 'MAIN-04/task-on-the-main-thread',
    rule: 'MAIN-04',
    fault: 'A task of the service takes the main thread of every endpoint, and leaves it marked.',
    module: 'impl/runtime/service-task',
    find: 'value = this.code();',
    replace:
      'for (const cell of service.supervisor.members.values()) cell.onMainThread = true;\n            value = this.code();',
  },
  {
    id: 'MAIN-05/whole-service',
    rule: 'MAIN-05',
    fault: 'A handler that holds its main thread delays every endpoint of the service.',
    module: cell,
    find: 'return this.actor.busy;',
    replace: 'return [this, ...this.service.cells.values()].some((other) => other.actor.busy);',
  },
  {
    id: 'MAIN-05/control-messages-pass',
    rule: 'MAIN-05',
    fault: 'Control messages do not wait for the main thread.',
    module: 'impl/scheduling/seeded-scheduler',
    find: 'if (recipient?.occupied === true)',
    replace: "if (recipient?.occupied === true && action.kind !== 'stop' && action.kind !== 'start')",
  },
  {
    id: 'MAIN-06/execute-after-the-shutdown',
    rule: 'MAIN-06',
    fault: 'Executing does nothing once the timer of the executor is shut down.',
    module: executor,
    find: 'message.work = work;\n        service.scheduler.post(message);',
    replace: 'message.work = work;\n        if (!this.cell.resourcesClosed) service.scheduler.post(message);',
  },
  {
    id: 'MAIN-06/runs-at-once',
    rule: 'MAIN-06',
    fault: 'Executing on the main thread itself runs the code at once, before what is queued.',
    module: executor,
    find: 'message.work = work;\n        service.scheduler.post(message);',
    replace:
      'message.work = work;\n        if (this.cell.onMainThread) return void message.work();\n        service.scheduler.post(message);',
  },
  {
    id: 'MAIN-07/past-the-mailbox',
    rule: 'MAIN-07',
    fault: 'A task that is due runs at once, past the mailbox.',
    module: cell,
    find: 'this.service.scheduler.post(run.toMessage());',
    replace:
      'if (run.handle === null) this.service.scheduler.post(run.toMessage());\n        else this.receive(run.toMessage());',
  },
  {
    id: 'MAIN-07/lost-while-busy',
    rule: 'MAIN-07',
    fault: 'A task that is due while the main thread is taken is lost.',
    module: cell,
    find: 'this.service.scheduler.post(run.toMessage());',
    replace: 'if (run.handle === null || !this.actor.busy) this.service.scheduler.post(run.toMessage());',
  },
  {
    id: 'MAIN-08/sign-forgotten',
    rule: 'MAIN-08',
    fault: 'A negative delay of a task counts without its sign.',
    module: executor,
    find: 'Math.max(0, Math.trunc(delayMs))',
    replace: 'Math.abs(Math.trunc(delayMs))',
  },
  {
    id: 'MAIN-09/tenth',
    rule: 'MAIN-09',
    fault: 'The delay of a task is counted in another unit: a tenth of it passes.',
    module: executor,
    find: 'Math.max(0, Math.trunc(delayMs))',
    replace: 'Math.max(0, Math.trunc(delayMs / 10))',
  },
  {
    id: 'MAIN-09/one-millisecond-less',
    rule: 'MAIN-09',
    fault: 'A task runs one millisecond before its delay has passed.',
    module: executor,
    find: 'Math.max(0, Math.trunc(delayMs))',
    replace: 'Math.max(0, Math.trunc(delayMs) - 1)',
  },
  {
    id: 'MAIN-10/failure-lost',
    rule: 'MAIN-10',
    fault: 'The handle of a task that throws stays open.',
    module: delayed,
    find: 'this.cell.service.recorder?.gave(null, false, error);\n            this.fail(error);',
    replace: 'this.cell.service.recorder?.gave(null, false, error);',
  },
  {
    id: 'MAIN-11/cancelled-too-late',
    rule: 'MAIN-11',
    fault: 'A task that is cancelled after its timer has fired runs all the same.',
    module: delayed,
    find: 'return this.done;',
    replace: 'return false;',
  },
  {
    id: 'MAIN-11/handle-stays-open',
    rule: 'MAIN-11',
    fault: 'The handle of a cancelled task stays open.',
    module: executor,
    find: "const cancel = () => task.cancelled('its handle was cancelled');",
    replace: 'const cancel = () => { this.cell.removeTask(task); task.close(); };',
  },
  {
    id: 'MAIN-12/timers-outlive-the-stop',
    rule: 'MAIN-12',
    fault: 'Tasks that are not due when onStop begins are kept.',
    module: cell,
    find: 'for (const task of [...this.tasks]) {',
    replace: "for (const task of this.actor.lifecycle === 'TERMINATING' ? [] : [...this.tasks]) {",
  },
  {
    id: 'MAIN-13/scheduled-after-the-shutdown',
    rule: 'MAIN-13',
    fault: 'A task that is scheduled after the shutdown of the timer is executed.',
    module: cell,
    find: 'if (this.resourcesClosed)\n            return false;\n        this.tasks.add(task);',
    replace: 'this.tasks.add(task);',
  },
  {
    id: 'MAIN-14/delayed-runs-cancelled',
    rule: 'MAIN-14',
    fault: 'The shutdown of the timer takes delayed run-asyncs with it.',
    module: cell,
    find: 'for (const task of [...this.tasks]) {',
    replace:
      'for (const run of this.armed) this.service.scheduler.cancelTimer(run);\n        for (const task of [...this.tasks]) {',
  },
  {
    id: 'MAIN-15/task-while-stopped',
    rule: 'MAIN-15',
    fault: 'A task that becomes due while the endpoint is stopped is executed.',
    module: actor,
    find: "if (actor.lifecycle === 'STOPPED')\n",
    replace:
      "if (actor.lifecycle === 'STOPPED' && !(input.leg === 'due' && (input.task?.handle ?? null) !== null))\n",
  },
  {
    id: 'MAIN-16/period-ignored',
    rule: 'MAIN-16',
    fault: 'Scheduling at a fixed rate does nothing instead of raising an error.',
    module: executor,
    find: 'scheduleAtFixedRate(_work, _delayMs, _periodMs) {\n        throw',
    replace: 'scheduleAtFixedRate(_work, _delayMs, _periodMs) {\n        if (_periodMs === undefined) throw',
  },
];
