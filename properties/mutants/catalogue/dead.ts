/** Mutants of the family DEAD: unreachable recipients. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const link = 'impl/runtime/peer-link';

export const deadMutants: readonly Mutant[] = [
  {
    id: 'DEAD-01/only-the-limit',
    rule: 'DEAD-01',
    fault: 'An ask to a terminated endpoint is dropped, and fails by its limit alone.',
    module: actor,
    find: 'input.asked ? dead.ask : dead.tell',
    replace: "input.asked && input.kind === 'callable' ? dead.ask : dead.tell",
  },
  {
    id: 'DEAD-02/queue-thrown-away',
    rule: 'DEAD-02',
    fault: 'Asks of the service that are queued when an endpoint ends without having failed are thrown away.',
    module: 'impl/runtime/cell',
    find: 'this.service.scheduler.post(new Removal(this));',
    replace: `const waits = (action) => action.recipient === this && action.leg === 'request' && action.asked;
        const hasFailed = failure instanceof EndpointFailedError || failure instanceof SiblingFailedError;
        if (!hasFailed) this.service.scheduler.withdraw((action) => waits(action) && action.remote === null);
        this.service.scheduler.post(new Removal(this));`,
  },
  {
    id: 'DEAD-03/lost-link-untold',
    rule: 'DEAD-03',
    fault: 'Asks that wait for a peer are not told that the link to it is lost.',
    module: link,
    find: 'if (pending.open)\n                this.tellUnreachable(pending, reason);',
    replace:
      "if (pending.open && pending.awaited !== 'answer')\n                this.tellUnreachable(pending, reason);",
  },
  {
    id: 'DEAD-03/asks-over-a-lost-link',
    rule: 'DEAD-03',
    fault: 'Asks over a link that is lost already fail by their limit alone.',
    module: link,
    find: "else\n                this.tellUnreachable(pending, 'the link is lost');",
    replace: "else\n                this.service.observer?.lost('request', frame.op, 'partition');",
  },
  {
    id: 'DEAD-03/no-answer-of-the-dead',
    rule: 'DEAD-03',
    fault: 'An ask of a peer to an endpoint that is gone is not answered.',
    module: 'impl/runtime/dead-letter',
    find: "if (asked)\n            this.peer.refuseDead(this.id, frame.frame === 'handshake' ? 'greeting' : 'answer', frame.incarnation);",
    replace:
      "if (frame.frame === 'handshake' || (asked && this.service.failedEndpoint !== ''))\n            this.peer.refuseDead(this.id, frame.frame === 'handshake' ? 'greeting' : 'answer', frame.incarnation);",
  },
  {
    id: 'DEAD-04/run-after-the-end',
    rule: 'DEAD-04',
    fault: 'A run-async to a terminated endpoint is executed.',
    module: actor,
    find: "if (actor.lifecycle === 'TERMINATED')\n        return rules['DEAD-01'](actor, input);",
    replace:
      "if (actor.lifecycle === 'TERMINATED' && input.kind !== 'run')\n        return rules['DEAD-01'](actor, input);",
  },
  {
    id: 'DEAD-05/callable-after-the-end',
    rule: 'DEAD-05',
    fault: 'A call-async that is made on a terminated endpoint is executed.',
    module: 'impl/rpc/rpc-server',
    find: "pending.what = 'callAsync';",
    replace: `pending.what = 'callAsync';
        if (this.cell.actor.lifecycle === 'TERMINATED')
            message.run = () => {
                delete message.run;
                service.observer?.ran(message.leg, message.id, { decision: 'execute', rule: 'MSG-06', code: null });
                this.cell.execute(message);
            };`,
  },
  {
    id: 'DEAD-06/asks-survive-their-service',
    rule: 'DEAD-06',
    fault: 'Asks that are open when the service of the caller closes in time stay open.',
    module: 'impl/runtime/service-runtime',
    find: 'this.close(pending);\n            pending.reject(reason());',
    replace:
      "if (pending.awaited === 'answer' && !(failure instanceof CloseTimeoutError)) continue;\n            this.close(pending);\n            pending.reject(reason());",
  },
];
