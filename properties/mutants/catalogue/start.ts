/** Mutants of the family START: onStart. */
import type { Mutant } from '../mutant.js';

const cell = 'impl/runtime/cell';
const runtime = 'impl/runtime/service-runtime';
const supervisor = 'impl/core/supervisor';

export const startMutants: readonly Mutant[] = [
  {
    id: 'START-01/hook-later',
    rule: 'START-01',
    fault: 'The hook onStart runs after START was handled, and not while it is.',
    module: cell,
    find: 'return this.beginStart();',
    replace: 'return void Promise.resolve().then(() => this.beginStart());',
  },
  {
    id: 'START-01/hook-off-main',
    rule: 'START-01',
    fault: 'The hook onStart does not hold the main thread.',
    module: cell,
    find: "const outer = this.enter('start', this.number);",
    replace: "const outer = this.enter('start', this.number);\n        this.onMainThread = false;",
  },
  {
    id: 'START-02/failure-itself',
    rule: 'START-02',
    fault: 'The termination future fails with what onStart threw, and not with start-failed.',
    module: cell,
    find: 'this.end(new StartFailedError(',
    replace: 'this.end(cause instanceof Error ? cause : new StartFailedError(',
  },
  {
    id: 'START-02/endpoint-not-named',
    rule: 'START-02',
    fault: 'The error start-failed does not state the endpoint.',
    module: cell,
    find: `onStart failed\`, {
            cause,
            states: { endpoint: this.name },`,
    replace: `onStart failed\`, {
            cause,`,
  },
  {
    id: 'START-03/stops-after-failed-start',
    rule: 'START-03',
    fault: 'After onStart has thrown, onStop is called.',
    module: cell,
    find: "if (startReturned(this.actor, how === 'return'))\n            return;",
    replace:
      "if (startReturned(this.actor, how === 'return'))\n            return;\n        if (how === 'throw')\n            this.host.endpoint?.onStop();",
  },
  {
    id: 'START-04/takes-siblings-along',
    rule: 'START-04',
    fault: 'A failed start stops every endpoint of the service.',
    module: cell,
    find: "if (startReturned(this.actor, how === 'return'))\n            return;",
    replace:
      "if (startReturned(this.actor, how === 'return'))\n            return;\n        this.service.endpointFailed(this);",
  },
  {
    id: 'START-05/not-started',
    rule: 'START-05',
    fault: 'Asks that are queued behind a start that fails are refused as by a stopped endpoint.',
    module: 'impl/runtime/refusals',
    find: `case 'recipient-unreachable':
            return errorOf(code,`,
    replace: `case 'recipient-unreachable':
            return errorOf(cell.failure?.code === 'start-failed' && !cell.gone ? 'endpoint-not-started' : code,`,
  },
  {
    id: 'START-06/close-succeeds',
    rule: 'START-06',
    fault: 'A failed start does not count when the service closes.',
    module: supervisor,
    find: 'failure !== null && !member.closedAlone',
    replace: "failure !== null && failure.code !== 'start-failed' && !member.closedAlone",
  },
  {
    id: 'START-07/id-kept',
    rule: 'START-07',
    fault: 'The id of an endpoint whose start failed stays in use while that failure counts.',
    module: runtime,
    find: 'const refusal = admitMember(this.supervisor, name, this.rules.supervisor);',
    replace: `const { failures } = this.supervisor;
        const kept = [...failures].some(([member, failure]) => member.name === name && failure.code === 'start-failed');
        const refusal = kept
            ? { code: 'endpoint-id-in-use', rule: 'ADDR-12' }
            : admitMember(this.supervisor, name, this.rules.supervisor);`,
  },
  {
    id: 'START-08/close-in-start-lost',
    rule: 'START-08',
    fault: 'An endpoint that closes itself within onStart is not closed.',
    module: runtime,
    find: 'if (cell.closedAlone || !open)',
    replace: "if (cell.closedAlone || !open || (cell.onMainThread && cell.actor.lifecycle === 'STOPPED'))",
  },
];
