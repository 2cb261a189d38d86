/** Mutants of the family MSG: what is accepted in which state. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const cell = 'impl/runtime/cell';
const refusals = 'impl/runtime/refusals';

export const msgMutants: readonly Mutant[] = [
  {
    id: 'MSG-01/message-not-named',
    rule: 'MSG-01',
    fault: 'The error endpoint-not-started does not state the message.',
    module: refusals,
    find: `the endpoint is not running\`, {
                states: { message: what, endpoint },`,
    replace: `the endpoint is not running\`, {
                states: message.kind === 'call' ? { endpoint } : { message: what, endpoint },`,
  },
  {
    id: 'MSG-01/unreachable',
    rule: 'MSG-01',
    fault: 'An ask to a stopped endpoint fails as if the endpoint were gone.',
    module: actor,
    find: "const notStarted = refusal('endpoint-not-started'",
    replace: "const notStarted = refusal('recipient-unreachable'",
  },
  {
    id: 'MSG-02/run-before-start',
    rule: 'MSG-02',
    fault: 'A stopped endpoint executes run-async.',
    module: actor,
    find: `if (!input.asked)
            return notStarted.tell;`,
    replace: `if (!input.asked)
            return input.kind === 'run' ? rulings.call : notStarted.tell;`,
  },
  {
    id: 'MSG-03/callable-unreachable',
    rule: 'MSG-03',
    fault: 'Call-async to a stopped endpoint fails as if the endpoint were gone.',
    module: actor,
    find: "const callableNotStarted = refusal('endpoint-not-started'",
    replace: "const callableNotStarted = refusal('recipient-unreachable'",
  },
  {
    id: 'MSG-04/run-after-start',
    rule: 'MSG-04',
    fault: 'A one-way call that a stopped endpoint dropped is executed once it is started.',
    module: cell,
    find: `try {
            this.handle(message);
        }`,
    replace: `try {
            const stopped = this.actor.lifecycle === 'STOPPED';
            this.handle(message);
            if (stopped && message.kind === 'call' && !message.asked)
                (this.kept ??= []).push(message);
            if (this.actor.lifecycle === 'STARTED')
                for (const kept of this.kept?.splice(0) ?? [])
                    if (this.host.admit(kept) === null)
                        this.execute(kept);
        }`,
    bug: 'FLINK-4954',
  },
  {
    id: 'MSG-05/no-handshake-at-the-end',
    rule: 'MSG-05',
    fault: 'A terminating endpoint refuses handshakes.',
    module: actor,
    find: `if (actor.lifecycle === 'TERMINATED')
            return rulings.handshakeDead;`,
    replace: `if (actor.lifecycle === 'TERMINATED' || actor.lifecycle === 'TERMINATING')
            return rulings.handshakeDead;`,
  },
  {
    id: 'MSG-06/one-way-dropped',
    rule: 'MSG-06',
    fault: 'A terminating endpoint drops one-way calls.',
    module: actor,
    find: `if (actor.lifecycle === 'STOPPED')
        return rules['MSG-01']`,
    replace: `if (actor.lifecycle === 'TERMINATING' && input.kind === 'call' && !input.asked)
        return rules['DEAD-01'](actor, input);
    if (actor.lifecycle === 'STOPPED')
        return rules['MSG-01']`,
  },
  {
    id: 'MSG-07/token-before-state',
    rule: 'MSG-07',
    fault: 'The token of an ask is checked before the state.',
    module: actor,
    find: `if (actor.lifecycle === 'STOPPED')
        return rules['MSG-01'](actor, input);
    const admitted = rules['FENCE-01'](actor, input);
    if (admitted.decision !== 'execute')
        return admitted;`,
    replace: `const admitted = rules['FENCE-01'](actor, input);
    if (input.asked && admitted.decision !== 'execute')
        return admitted;
    if (actor.lifecycle === 'STOPPED')
        return rules['MSG-01'](actor, input);
    if (admitted.decision !== 'execute')
        return admitted;`,
  },
  {
    id: 'MSG-08/unknown-type-runs',
    rule: 'MSG-08',
    fault: 'A message of an unknown type is executed.',
    module: actor,
    find: `if (input.kind === 'unknown')
        return rules['MSG-08'](actor, input);
    return admitted;`,
    replace: 'return admitted;',
  },
];
