/** Mutants of the family SUPER: failure escalation. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const cell = 'impl/runtime/cell';

export const superMutants: readonly Mutant[] = [
  {
    id: 'SUPER-01/one-way-method-escalates',
    rule: 'SUPER-01',
    fault: 'What a one-way method throws makes the endpoint fail.',
    module: 'impl/rpc/endpoint-binding',
    find: 'cell.threw(message, error);\n            return;',
    replace: 'cell.threw(message, error);\n            if (!message.asked) throw error;\n            return;',
  },
  {
    id: 'SUPER-02/stopped-siblings-spared',
    rule: 'SUPER-02',
    fault: 'The failure of an endpoint leaves siblings alone that are stopped.',
    module: 'impl/runtime/closing',
    find: 'sibling === failed || sibling.killed',
    replace: "sibling === failed || sibling.actor.lifecycle === 'STOPPED' || sibling.killed",
  },
  {
    id: 'SUPER-02/terminating-siblings-spared',
    rule: 'SUPER-02',
    fault: 'The failure of an endpoint leaves siblings alone that are stopping already.',
    module: 'impl/runtime/closing',
    find: 'sibling === failed || sibling.killed',
    replace: "sibling === failed || sibling.actor.lifecycle === 'TERMINATING' || sibling.killed",
  },
  {
    id: 'SUPER-03/no-cause',
    rule: 'SUPER-03',
    fault: 'The failure of an endpoint does not tell its cause.',
    module: cell,
    find: 'stopped because it failed`, {\n            cause,',
    replace: 'stopped because it failed`, {',
  },
  {
    id: 'SUPER-03/failed-as-a-sibling',
    rule: 'SUPER-03',
    fault: 'The endpoint that failed fails like its siblings.',
    module: cell,
    find: 'this.end(new EndpointFailedError(',
    replace: 'this.end(new SiblingFailedError(',
  },
  {
    id: 'SUPER-04/sibling-untold',
    rule: 'SUPER-04',
    fault: 'The failure of a sibling does not name the endpoint that failed.',
    module: cell,
    find: 'states: { endpoint: this.name, sibling },',
    replace: 'states: { endpoint: this.name },',
  },
  {
    id: 'SUPER-05/siblings-stop-with-their-hook',
    rule: 'SUPER-05',
    fault: 'A sibling of the endpoint that failed runs onStop.',
    module: actor,
    find: "actor.lifecycle = 'TERMINATED';\n        return rulings.killed;",
    replace:
      "if (actor.lifecycle === 'STARTED') return actorRules['LIFE-08'](actor);\n        actor.lifecycle = 'TERMINATED';\n        return rulings.killed;",
  },
  {
    id: 'SUPER-06/handles-what-is-queued',
    rule: 'SUPER-06',
    fault: 'An endpoint that failed handles the one-way calls and runs that were queued before.',
    module: cell,
    find: 'this.service.endpointFailed(this);',
    replace: `const queued = new Set(this.service.scheduler.queue.map(({ action }) => action));
        this.rulingOn = (message) => {
            const isWork = message.kind === 'call' || message.kind === 'run';
            const goesOn = queued.has(message) && isWork && !message.asked && !this.gone;
            const actor = goesOn ? { ...this.actor, lifecycle: 'STARTED' } : this.actor;
            return Cell.prototype.rulingOn.call({ __proto__: this, actor }, message);
        };
        this.service.endpointFailed(this);`,
  },
  {
    id: 'SUPER-07/answered-with-null',
    rule: 'SUPER-07',
    fault: 'An ask that is queued at an endpoint of a failing service is answered with null.',
    module: cell,
    find: 'if (message.asked)\n            this.answer(message, false, describeRefusal(this, message, ruling));',
    replace:
      "const hasFailed = this.failure instanceof EndpointFailedError || this.failure instanceof SiblingFailedError;\n        if (message.asked && hasFailed && !this.gone && message.kind === 'call')\n            return this.answer(message, true, null);\n        if (message.asked)\n            this.answer(message, false, describeRefusal(this, message, ruling));",
  },
  {
    id: 'SUPER-09/failed-is-closed',
    rule: 'SUPER-09',
    fault: 'Creating an endpoint on a service that an endpoint took down fails as on a closed one.',
    module: 'impl/core/supervisor',
    find: "phase === 'failed' ? refusals.failed : null",
    replace: "phase === 'failed' ? refusals.closed : null",
  },
  {
    id: 'SUPER-09/closes-without-failure',
    rule: 'SUPER-09',
    fault: 'A service closes without failure when the endpoint that took it down had been closed by itself.',
    module: 'impl/runtime/service-runtime',
    find: 'this.fatalFailure ?? firstFailure(this.supervisor)',
    replace: 'firstFailure(this.supervisor)',
  },
  {
    id: 'SUPER-10/failed-stop-escalates',
    rule: 'SUPER-10',
    fault: 'An onStop that throws or returns nothing takes the service down.',
    module: cell,
    find: 'could not be stopped: onStop failed`, {\n            cause,\n            states: { endpoint: this.name },\n        }));',
    replace:
      'could not be stopped: onStop failed`, {\n            cause,\n            states: { endpoint: this.name },\n        }));\n        this.service.endpointFailed(this);',
  },
  {
    id: 'SUPER-10/failed-start-escalates',
    rule: 'SUPER-10',
    fault: 'An onStart that fails takes the service down.',
    module: cell,
    find: 'could not be started: onStart failed`, {\n            cause,\n            states: { endpoint: this.name },\n        }));',
    replace:
      'could not be started: onStart failed`, {\n            cause,\n            states: { endpoint: this.name },\n        }));\n        this.service.endpointFailed(this);',
  },
];
