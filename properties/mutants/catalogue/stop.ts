/** Mutants of the family STOP: onStop and resources. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const cell = 'impl/runtime/cell';
const runtime = 'impl/runtime/service-runtime';

export const stopMutants: readonly Mutant[] = [
  {
    id: 'STOP-01/hook-off-main',
    rule: 'STOP-01',
    fault: 'The hook onStop does not hold the main thread.',
    module: cell,
    find: "const outer = this.enter('stop', this.number);",
    replace: "const outer = this.enter('stop', this.number);\n        this.onMainThread = false;",
  },
  {
    id: 'STOP-02/callables-refused',
    rule: 'STOP-02',
    fault: 'A terminating endpoint refuses call-async.',
    module: actor,
    find: `if (actor.lifecycle === 'STOPPED')
        return rules['MSG-01']`,
    replace: `if (actor.lifecycle === 'STOPPED' || (actor.lifecycle === 'TERMINATING' && input.kind === 'callable'))
        return rules['MSG-01']`,
  },
  {
    id: 'STOP-03/failure-itself',
    rule: 'STOP-03',
    fault: 'The termination future fails with what onStop threw, and not with stop-failed.',
    module: cell,
    find: 'this.end(new StopFailedError(',
    replace: "this.end(how === 'throw' ? cause : new StopFailedError(",
  },
  {
    id: 'STOP-04/null-is-success',
    rule: 'STOP-04',
    fault: 'An onStop that returns null counts as a success.',
    module: cell,
    find: 'this.end(new StopFailedError(',
    replace: "this.end(how === 'null' ? null : new StopFailedError(",
  },
  {
    id: 'STOP-05/wrapped',
    rule: 'STOP-05',
    fault: 'The failure of the future of onStop is put into stop-failed.',
    module: cell,
    find: `stopCompleted(failure) {
        this.stopFailure = failure;`,
    replace: `stopCompleted(cause) {
        const failure = cause === null || this.actor.busy ? cause : new StopFailedError('onStop failed', { cause, states: { endpoint: this.name } });
        this.stopFailure = failure;`,
  },
  {
    id: 'STOP-06/close-does-not-wait',
    rule: 'STOP-06',
    fault: 'The close of a service does not wait for endpoints that are terminating already.',
    module: runtime,
    find: 'if (this.supervisor.members.size === 0)',
    replace:
      "if ([...this.supervisor.members.values()].every(({ actor }) => actor.lifecycle === 'TERMINATING' && !actor.draining))",
  },
  {
    id: 'STOP-07/in-order-of-registration',
    rule: 'STOP-07',
    fault: 'Resources are closed in the order of their registration.',
    module: cell,
    find: 'this.resources.reverse()',
    replace: "(this.actor.lifecycle === 'TERMINATING' ? this.resources : this.resources.reverse())",
  },
  {
    id: 'STOP-07/first-error-ends-it',
    rule: 'STOP-07',
    fault: 'A resource that fails to close keeps the others from being closed.',
    module: cell,
    find: `catch (error) {
            warn(error);
        }`,
    replace: `catch (error) {
            warn(error);
            if (this.actor.lifecycle === 'TERMINATING')
                this.resources.length = 0;
        }`,
  },
  {
    id: 'STOP-08/late-resource-kept',
    rule: 'STOP-08',
    fault: 'A resource can be registered after the resources were closed, and stays open.',
    module: cell,
    find: `if (this.resourcesClosed)
            return false;
        this.resources.push(resource);`,
    replace: 'this.resources.push(resource);',
  },
  {
    id: 'STOP-08/another-one-unregistered',
    rule: 'STOP-08',
    fault: 'Unregistering what was not registered takes out the last resource.',
    module: cell,
    find: `if (position < 0)
            return false;
        this.resources.splice`,
    replace: 'this.resources.splice',
  },
  {
    id: 'STOP-09/never-started-runs-on-stop',
    rule: 'STOP-09',
    fault: 'TERMINATE at an endpoint that was never started calls onStop.',
    module: actor,
    find: "rules['LIFE-05'](actor, input) : rules['LIFE-07'](actor, input)",
    replace: "rules['LIFE-05'](actor, input) : rules[actor.running ? 'LIFE-07' : 'LIFE-08'](actor, input)",
  },
];
