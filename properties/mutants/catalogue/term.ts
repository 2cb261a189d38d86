/** Mutants of the family TERM: termination. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const cell = 'impl/runtime/cell';
const runtime = 'impl/runtime/service-runtime';

export const termMutants: readonly Mutant[] = [
  {
    id: 'TERM-01/handled-by-the-caller',
    rule: 'TERM-01',
    fault: 'Closing an endpoint from its own main thread does nothing.',
    module: runtime,
    find: 'if (cell.closedAlone || !open)',
    replace: 'if (cell.closedAlone || !open || cell.onMainThread)',
  },
  {
    id: 'TERM-02/overtakes',
    rule: 'TERM-02',
    fault: 'TERMINATE overtakes the messages that its sender sent before.',
    module: runtime,
    find: "this.scheduler.post(new Message(operation, 'terminate', cell, this.scheduler.sender(), BARE));",
    replace: "this.scheduler.post(new Message(operation, 'terminate', cell, -1, BARE));",
  },
  {
    id: 'TERM-03/queue-goes-on',
    rule: 'TERM-03',
    fault: 'What is queued when the future of onStop completes is still executed.',
    module: cell,
    find: 'this.actor.draining = false;\n        this.closeResources();',
    replace: `if (this.actor.draining) {
            const queued = new Set();
            this.service.scheduler.withdraw((action) => { if (action.recipient === this && action.kind === 'call') queued.add(action); return false; });
            this.handle = (message) => {
                const served = !this.gone && queued.has(message);
                if (served) this.actor.lifecycle = 'TERMINATING';
                Cell.prototype.handle.call(this, message);
                if (served) this.actor.lifecycle = 'TERMINATED';
            };
        }
        this.actor.draining = false;
        this.closeResources();`,
    bug: 'FLINK-11629',
  },
  {
    id: 'TERM-04/failure-lost',
    rule: 'TERM-04',
    fault: 'The failure of onStop is lost when a handler had to finish first.',
    module: cell,
    find: 'this.end(this.stopFailure);',
    replace: 'this.end(null);',
  },
  {
    id: 'TERM-04/stop-failure-lost',
    rule: 'TERM-04',
    fault: 'The termination future completes with null although the future of onStop failed.',
    module: cell,
    find: 'this.end(failure);',
    replace: 'this.end(null);',
  },
  {
    id: 'TERM-05/handler-cut-off',
    rule: 'TERM-05',
    fault: 'The termination future completes although a handler still runs.',
    module: actor,
    find: 'if (actor.busy)\n            return rulings.drain;',
    replace: 'actor.busy = false;',
  },
  {
    id: 'TERM-06/name-kept-a-moment',
    rule: 'TERM-06',
    fault: 'The id is free a moment after the termination future has completed.',
    module: cell,
    find: 'this.service.endpointGone(this);',
    replace:
      "if (this.failure !== null) this.service.endpointGone(this);\n        else this.service.scheduler.post({ leg: 'op', id: -1, recipient: null, sender: -1, run: () => this.service.endpointGone(this) });",
  },
  {
    id: 'TERM-07/name-freed-twice',
    rule: 'TERM-07',
    fault: 'The id is freed at once, and a moment later once more, from whoever has it then.',
    module: cell,
    find: 'this.service.endpointGone(this);',
    replace:
      "this.service.endpointGone(this);\n        this.service.scheduler.post({ leg: 'op', id: -1, recipient: null, sender: -1, run: () => this.service.supervisor.members.delete(this.name) });",
  },
  {
    id: 'TERM-08/terminate-again',
    rule: 'TERM-08',
    fault: 'Closing an endpoint again sends TERMINATE again.',
    module: runtime,
    find: 'if (cell.closedAlone || !open)',
    replace: 'if (!open)',
  },
  {
    id: 'TERM-09/never-started-never-closed',
    rule: 'TERM-09',
    fault: 'Closing an endpoint that was never started does nothing.',
    module: 'impl/core/actor',
    find: "return input.kind === 'stop' ? rules['LIFE-05'](actor, input) : rules['LIFE-07'](actor, input);",
    replace:
      "return input.kind === 'stop' || (input.leg === 'request' && !actor.running) ? rules['LIFE-05'](actor, input) : rules['LIFE-07'](actor, input);",
  },
  {
    id: 'TERM-10/terminate-after-close',
    rule: 'TERM-10',
    fault: 'Closing an endpoint of a service that is closing sends TERMINATE again.',
    module: runtime,
    find: 'if (cell.closedAlone || !open)',
    replace: 'if (cell.closedAlone)',
  },
  {
    id: 'TERM-11/stops-foreign-endpoints',
    rule: 'TERM-11',
    fault: 'A service stops the endpoint of another service when it is asked to.',
    module: 'impl/rpc/rpc-service',
    find: 'if (endpoint.rpcService === this)',
    replace: '',
  },
  {
    id: 'TERM-12/not-waited-for',
    rule: 'TERM-12',
    fault: 'A closing service does not wait for endpoints that were closed by themselves.',
    module: 'impl/core/supervisor',
    find: "return state.phase === 'closing' && state.members.size === 0;",
    replace:
      "return state.phase === 'closing' && [...state.members.values()].every((other) => other.closedAlone);",
  },
  {
    id: 'TERM-13/cut-off-successfully',
    rule: 'TERM-13',
    fault: 'An endpoint that is cut off while it stops counts as stopped.',
    module: cell,
    find: "this.actor.lifecycle = 'TERMINATED';\n        this.failure = failure;",
    replace:
      "this.failure = this.actor.lifecycle === 'TERMINATING' ? null : failure;\n        this.actor.lifecycle = 'TERMINATED';",
  },
];
