/** Mutants of the family LIFE: the life cycle. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const endpoint = 'impl/rpc/rpc-endpoint';
const refusals = 'impl/runtime/refusals';
const runtime = 'impl/runtime/service-runtime';

export const lifeMutants: readonly Mutant[] = [
  {
    id: 'LIFE-01/not-found-before-start',
    rule: 'LIFE-01',
    fault: 'An endpoint that was never started is not found.',
    module: actor,
    find: "'HAND-02': (actor) => actor.lifecycle === 'TERMINATED' ?",
    replace:
      "'HAND-02': (actor) => actor.lifecycle === 'TERMINATED' || (actor.lifecycle === 'STOPPED' && !actor.running) ?",
  },
  {
    id: 'LIFE-02/hook-left-out',
    rule: 'LIFE-02',
    fault: 'START makes the endpoint started without calling onStart.',
    module: actor,
    find: `actor.running = true;
        actor.busy = true;
        return rulings.startHook;`,
    replace: `actor.running = true;
        actor.lifecycle = 'STARTED';
        return rulings.startAgain;`,
  },
  {
    id: 'LIFE-03/start-again',
    rule: 'LIFE-03',
    fault: 'START while started runs onStart again.',
    module: actor,
    find: "if (input.kind === 'start')\n                return rules['LIFE-03'](actor, input);",
    replace: "if (input.kind === 'start')\n                return rules['LIFE-02'](actor, input);",
  },
  {
    id: 'LIFE-04/stop-is-the-end',
    rule: 'LIFE-04',
    fault: 'STOP at a started endpoint is taken for TERMINATE.',
    module: actor,
    find: "input.kind === 'stop' ? rules['LIFE-04'](actor, input) : rules['LIFE-08'](actor, input)",
    replace: "rules['LIFE-08'](actor, input)",
  },
  {
    id: 'LIFE-05/stop-ends-stopped',
    rule: 'LIFE-05',
    fault: 'STOP at a stopped endpoint terminates it.',
    module: actor,
    find: "input.kind === 'stop' ? rules['LIFE-05'](actor, input) : rules['LIFE-07'](actor, input)",
    replace: "rules['LIFE-07'](actor, input)",
  },
  {
    id: 'LIFE-06/resumes-without-hook',
    rule: 'LIFE-06',
    fault: 'START after a pause does not call onStart.',
    module: actor,
    find: `actor.running = true;
        actor.busy = true;`,
    replace: `if (actor.running) {
            actor.lifecycle = 'STARTED';
            return rulings.startAgain;
        }
        actor.running = true;
        actor.busy = true;`,
  },
  {
    id: 'LIFE-07/paused-runs-on-stop',
    rule: 'LIFE-07',
    fault: 'TERMINATE at a paused endpoint calls onStop.',
    module: actor,
    find: "rules['LIFE-05'](actor, input) : rules['LIFE-07'](actor, input)",
    replace: "rules['LIFE-05'](actor, input) : rules[actor.running ? 'LIFE-08' : 'LIFE-07'](actor, input)",
  },
  {
    id: 'LIFE-08/ends-at-once',
    rule: 'LIFE-08',
    fault: 'TERMINATE at a started endpoint ends it without onStop.',
    module: actor,
    find: "rules['LIFE-04'](actor, input) : rules['LIFE-08'](actor, input)",
    replace: "rules['LIFE-04'](actor, input) : rules['LIFE-07'](actor, input)",
  },
  {
    id: 'LIFE-09/terminate-twice-stops-twice',
    rule: 'LIFE-09',
    fault: 'A second TERMINATE runs onStop again.',
    module: actor,
    find: "input.kind === 'stop' ? rules['LIFE-11'](actor, input) : rules['LIFE-09'](actor, input)",
    replace: "input.kind === 'stop' ? rules['LIFE-11'](actor, input) : rules['LIFE-08'](actor, input)",
    bug: 'FLINK-16703',
  },
  {
    id: 'LIFE-10/start-ignored',
    rule: 'LIFE-10',
    fault: 'START at a terminating endpoint is ignored.',
    module: actor,
    find: "return rules['LIFE-10'](actor, input);",
    replace: "return rules['LIFE-03'](actor, input);",
    bug: 'FLINK-16703',
  },
  {
    id: 'LIFE-11/stop-pauses',
    rule: 'LIFE-11',
    fault: 'STOP at a terminating endpoint makes it stopped.',
    module: actor,
    find: "input.kind === 'stop' ? rules['LIFE-11'](actor, input)",
    replace: "input.kind === 'stop' ? rules['LIFE-04'](actor, input)",
    bug: 'FLINK-16703',
  },
  {
    id: 'LIFE-12/start-of-the-dead-fails',
    rule: 'LIFE-12',
    fault: 'START at a terminated endpoint is an illegal transition.',
    module: actor,
    find: "return rules['LIFE-12'](actor, input);",
    replace: "return rules[input.kind === 'start' ? 'LIFE-10' : 'LIFE-12'](actor, input);",
  },
  {
    id: 'LIFE-13/control-overtakes',
    rule: 'LIFE-13',
    fault: 'START and STOP overtake calls that the same thread sent before.',
    module: runtime,
    find: 'kind, cell, this.scheduler.sender(), BARE',
    replace: 'kind, cell, -1, BARE',
  },
  {
    id: 'LIFE-14/start-of-the-dead-raises',
    rule: 'LIFE-14',
    fault: 'START and STOP of an endpoint that is gone raise an error.',
    module: runtime,
    find: 'const message = new Message(this.scheduler.nextOperation(), kind, cell,',
    replace: `if (cell.gone)
            throw new IllegalStateError(\`Endpoint \${cell.name} has terminated\`);
        const message = new Message(this.scheduler.nextOperation(), kind, cell,`,
  },
  {
    id: 'LIFE-14/control-is-fenced',
    rule: 'LIFE-14',
    fault: 'A permanently fenced endpoint drops START and STOP.',
    module: actor,
    find: 'return receiveControl(actor, input, rules);',
    replace: `return actor.fencing === 'permanent' && input.kind !== 'terminate'
                ? rulings.controlDead
                : receiveControl(actor, input, rules);`,
  },
  {
    id: 'LIFE-15/own-thread-alone',
    rule: 'LIFE-15',
    fault: 'An endpoint that runs can be stopped by its own main thread alone.',
    module: runtime,
    find: 'const message = new Message(this.scheduler.nextOperation(), kind, cell,',
    replace: `if (kind === 'stop' && cell.actor.lifecycle === 'STARTED' && !cell.onMainThread)
            throw new IllegalStateError(\`Endpoint \${cell.name} stops itself alone\`);
        const message = new Message(this.scheduler.nextOperation(), kind, cell,`,
  },
  {
    id: 'LIFE-16/false-before-on-stop',
    rule: 'LIFE-16',
    fault: 'The running flag is false while onStop runs.',
    module: actor,
    find: `actor.lifecycle = 'TERMINATING';
        actor.busy = true;`,
    replace: `actor.lifecycle = 'TERMINATING';
        actor.running = false;
        actor.busy = true;`,
  },
  {
    id: 'LIFE-16/false-while-paused',
    rule: 'LIFE-16',
    fault: 'A pause sets the running flag to false, and START leaves it there.',
    module: actor,
    find: `actor.running = true;
        actor.busy = true;`,
    replace: 'actor.busy = true;',
  },
  {
    id: 'LIFE-17/read-anywhere',
    rule: 'LIFE-17',
    fault: 'The running flag can be read off the main thread.',
    module: endpoint,
    find: `this.validateRunsInMainThread();
        return this.cell.actor.running;`,
    replace: 'return this.cell.actor.running;',
  },
  {
    id: 'LIFE-18/early-call-null-error',
    rule: 'LIFE-18',
    fault: 'Refusing a call to an endpoint that was never started raises a null error within the endpoint.',
    module: refusals,
    find: `const endpoint = cell.address;
    switch (code) {`,
    replace: `const endpoint = cell.address;
    if (code === 'endpoint-not-started' && !cell.actor.running)
        throw new TypeError("Cannot read properties of null (reading 'address')");
    switch (code) {`,
    bug: 'FLINK-34343',
  },
  {
    id: 'LIFE-19/failure-counts',
    rule: 'LIFE-19',
    fault: 'An endpoint whose constructor threw makes the close of its service fail.',
    module: runtime,
    find: `}));
        forgetFailure(this.supervisor, cell);`,
    replace: '}));',
  },
];
