/** Mutants of the family CALL: invocation. */
import type { Mutant } from '../mutant.js';

const binding = 'impl/rpc/endpoint-binding';
const cell = 'impl/runtime/cell';
const invocation = 'impl/rpc/invocation-handler';
const answeringLink = 'impl/runtime/answering-link';
const failures = 'impl/runtime/failures';
const runtime = 'impl/runtime/service-runtime';

export const callMutants: readonly Mutant[] = [
  {
    id: 'CALL-01/tell-to-the-dead-raises',
    rule: 'CALL-01',
    fault: 'A one-way call to an endpoint that is gone raises an error.',
    module: invocation,
    find: "if (method.mode === 'tell') {",
    replace: `if (method.mode === 'tell') {
            if (!reference.remote && reference.cell.gone)
                throw new UnsupportedOperationError('The endpoint has terminated');`,
  },
  {
    id: 'CALL-02/ask-of-the-dead-raises',
    rule: 'CALL-02',
    fault: 'An ask of an endpoint that is gone raises an error in place of returning a future.',
    module: invocation,
    find: 'const pending = this.entry(message.id, method, call, LOCAL_CALLERS);',
    replace: `if (!reference.remote && reference.cell.gone)
            throw new UnsupportedOperationError('The endpoint has terminated');
        const pending = this.entry(message.id, method, call, LOCAL_CALLERS);`,
  },
  {
    id: 'CALL-06/first-of-the-name',
    rule: 'CALL-06',
    fault: 'The method of an invocation is the first one of its name.',
    module: binding,
    find: 'const entry = this.entries.get(message.methodKey);',
    replace: `const [name] = message.methodKey.split('(');
        const entry = [...this.entries.values()].find(({ method }) => method.key.startsWith(\`\${name}(\`));`,
  },
  {
    id: 'CALL-07/silence',
    rule: 'CALL-07',
    fault: 'An invocation of a method that no gateway declares is not answered.',
    module: binding,
    find: `if (entry === undefined)
            return message.asked ?`,
    replace: `if (entry === undefined && message.methodKey.split('(')[0] in this.endpoint)
            return unknownMethod.tell;
        if (entry === undefined)
            return message.asked ?`,
  },
  {
    id: 'CALL-08/silence',
    rule: 'CALL-08',
    fault: 'An ask for a method that the endpoint does not have is not answered.',
    module: binding,
    find: `if (entry === undefined)
            return message.asked ?`,
    replace: `if (entry === undefined)
            return message.asked && message.methodKey.split('(')[0] in this.endpoint ?`,
  },
  {
    id: 'CALL-09/one-way-unchecked',
    rule: 'CALL-09',
    fault: 'A gateway does not check the arguments of one-way calls.',
    module: invocation,
    find: 'if (!method.accepts(args)) {',
    replace: "if (method.mode === 'ask' && !method.accepts(args)) {",
  },
  {
    id: 'CALL-09/endpoint-does-not-check',
    rule: 'CALL-09',
    fault: 'An endpoint executes an invocation of its own service whose arguments do not fit.',
    module: binding,
    find: 'return entry.method.accepts(message.args) ? null : refuseArguments(message);',
    replace: 'return null;',
  },
  {
    id: 'CALL-10/no-address-of-the-dead',
    rule: 'CALL-10',
    fault: 'A gateway to an endpoint that is gone does not tell its address any more.',
    module: 'impl/runtime/references',
    find: 'return this.cell.address;',
    replace: "return this.cell.gone ? '' : this.cell.address;",
  },
  {
    id: 'CALL-11/class-lost',
    rule: 'CALL-11',
    fault: 'The class of what a method threw does not reach the asker.',
    module: cell,
    find: `this.answer(message, false, error);
        this.releaseMainThread();`,
    replace: `const plain = message.kind === 'call' && error instanceof Error && error.code === undefined;
        this.answer(message, false, plain ? new Error(error.message) : error);
        this.releaseMainThread();`,
  },
  {
    id: 'CALL-12/wrapped',
    rule: 'CALL-12',
    fault: 'The failure of a future that a method returned is put into another error.',
    module: runtime,
    find: '(error) => cell.completed(message, false, error)',
    replace: "(cause) => cell.completed(message, false, new Error('the method failed', { cause }))",
  },
  {
    id: 'CALL-13/text-lost',
    rule: 'CALL-13',
    fault: 'Of something thrown that is no error, nothing reaches an asker of another service.',
    module: failures,
    find: 'message: messageOf(error),',
    replace: 'message: textOf(() => error.message),',
  },
  {
    id: 'CALL-14/endpoint-fails',
    rule: 'CALL-14',
    fault: 'An endpoint whose one-way method throws fails.',
    module: cell,
    find: `this.answer(message, false, error);
        this.releaseMainThread();`,
    replace: `if (message.kind === 'call' && !message.asked)
            return this.failBecause(error);
        this.answer(message, false, error);
        this.releaseMainThread();`,
  },
  {
    id: 'CALL-15/error-as-value',
    rule: 'CALL-15',
    fault: 'An expired ask that a method throws is answered as its value.',
    module: cell,
    find: `this.answer(message, false, error);
        this.releaseMainThread();`,
    replace: `this.answer(message, error?.code === 'ask-timeout', error?.code === 'ask-timeout' ? null : error);
        this.releaseMainThread();`,
  },
  {
    id: 'CALL-16/null-as-text',
    rule: 'CALL-16',
    fault: 'Null from another service arrives as the empty text.',
    module: answeringLink,
    find: "const success = { frame: 'success', op, leg, value: encoded.value };",
    replace:
      "const success = { frame: 'success', op, leg, value: leg === 'answer' ? (encoded.value ?? '') : encoded.value };",
  },
  {
    id: 'CALL-17/null-is-awaited',
    rule: 'CALL-17',
    fault: 'Null in place of a future is taken for a future that never completes.',
    module: runtime,
    find: `if (!this.futures.isFuture(value))
            return cell.returned(message, value);`,
    replace: `if (value === null && message.kind === 'call' && message.asked)
            return cell.returnedFuture(message);
        if (!this.futures.isFuture(value))
            return cell.returned(message, value);`,
  },
  {
    id: 'CALL-18/results-checked-nearby',
    rule: 'CALL-18',
    fault: 'A result that cannot be serialized fails the ask within one service.',
    module: runtime,
    find: `if (!this.forceSerialization || message.kind !== 'call' || method === null || method.local)
            return null;`,
    replace: `if (message.kind !== 'call' || method === null || method.local)
            return null;
        if (!this.forceSerialization) {
            const { error } = encodeResult(message, value, Number.POSITIVE_INFINITY);
            return error === null ? null : { value: null, error };
        }`,
  },
  {
    id: 'CALL-19/nothing-after-the-end',
    rule: 'CALL-19',
    fault: 'A future that completes after the endpoint is gone does not answer.',
    module: cell,
    find: `completed(message, succeeded, value) {`,
    replace: `completed(message, succeeded, value) {
        if (this.gone)
            return;`,
  },
  {
    id: 'CALL-20/unreachable-after-the-end',
    rule: 'CALL-20',
    fault: 'An ask that expires after its endpoint is gone fails as unreachable.',
    module: runtime,
    find: 'pending.reject(this.expiryError(pending));',
    replace: `const live = [...this.cells.values()].some(({ address }) => address === pending.address);
        const own = pending.awaited === 'answer' && pending.address.startsWith(this.addressOf(''));
        pending.reject(own && !live
            ? errorOf('recipient-unreachable', 'The endpoint has terminated', { states: { address: pending.address } })
            : this.expiryError(pending));`,
  },
  {
    id: 'CALL-21/expired-is-retracted',
    rule: 'CALL-21',
    fault: 'The invocation of an ask that has expired is dropped on arrival.',
    module: cell,
    find: 'const ruling = receive(this.actor, message, this.service.rules.actor);',
    replace: `let ruling = receive(this.actor, message, this.service.rules.actor);
        if (ruling.decision === 'execute' && message.kind === 'call' && message.pending !== null && !message.pending.open)
            ruling = rule('CALL-21', 'drop');`,
  },
  {
    id: 'CALL-22/unwrapped',
    rule: 'CALL-22',
    fault: 'A result that looks like an answer of the protocol is unwrapped.',
    module: answeringLink,
    find: "const success = { frame: 'success', op, leg, value: encoded.value };",
    replace:
      "const success = { frame: 'success', op, leg, value: encoded.value?.frame === 'success' ? encoded.value.value : encoded.value };",
  },
  {
    id: 'CALL-23/any-type',
    rule: 'CALL-23',
    fault: 'The self gateway is to be had as a gateway type that the endpoint does not serve.',
    module: 'impl/rpc/rpc-endpoint',
    find: 'if (!this.cell.actor.gateways.has(checkedGateway(gateway).name)) {',
    replace:
      'if (!this.cell.actor.gateways.has(checkedGateway(gateway).name) && gateway.methods.size === 0) {',
  },
  {
    id: 'CALL-24/last-answer-lost',
    rule: 'CALL-24',
    fault: 'The answer of a handler that closes its own endpoint is lost.',
    module: 'impl/runtime/service-runtime',
    find: 'cell.closedAlone = true;',
    replace: `cell.closedAlone = true;
        if (cell.onMainThread && cell.actor.lifecycle === 'STARTED' && this.scheduler.sender() === cell.sender)
            cell.answer = (message, ...given) => {
                delete cell.answer;
                if (message.kind !== 'call') cell.answer(message, ...given);
            };`,
  },
  {
    id: 'CALL-25/late-answer-settles',
    rule: 'CALL-25',
    fault: 'An answer to a call that comes after its limit settles it again.',
    module: 'impl/core/caller',
    find: "'CALL-25': (pending) => (pending.open ? rulings.settle : rulings.late)",
    replace:
      "'CALL-25': (pending) => (pending.open || pending.demand === null ? rulings.settle : rulings.late)",
  },
];
