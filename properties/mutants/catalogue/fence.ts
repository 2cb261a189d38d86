/** Mutants of the family FENCE: fencing tokens. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const cell = 'impl/runtime/cell';
const endpoint = 'impl/rpc/rpc-endpoint';
const handler = 'impl/rpc/invocation-handler';
const executor = 'impl/rpc/main-thread-executor';

export const fenceMutants: readonly Mutant[] = [
  {
    id: 'FENCE-01/beginning-is-enough',
    rule: 'FENCE-01',
    fault: 'A token counts as equal when its bytes are the beginning of the bytes of the own token.',
    module: actor,
    find: 'if (sameToken(actor.token, input.token))',
    replace:
      'if (sameToken(actor.token, input.token) || (input.token?.type === actor.token.type && actor.token.bytes.startsWith(input.token.bytes)))',
  },
  {
    id: 'FENCE-01/by-identity',
    rule: 'FENCE-01',
    fault: 'Tokens are compared by identity.',
    module: actor,
    find: 'if (sameToken(actor.token, input.token))',
    replace: 'if (actor.token === input.token)',
  },
  {
    id: 'FENCE-02/type-alone',
    rule: 'FENCE-02',
    fault: 'An ask passes with any token of the right type.',
    module: actor,
    find: 'if (sameToken(actor.token, input.token))',
    replace:
      'if (sameToken(actor.token, input.token) || (input.asked && input.token !== null && actor.token.type === input.token.type))',
  },
  {
    id: 'FENCE-02/tokens-untold',
    rule: 'FENCE-02',
    fault: 'The fencing error of an ask with another token does not hold the tokens.',
    module: 'impl/runtime/refusals',
    find: 'states: { tokens: describeTokens(message, cell.actor), endpoint },',
    replace:
      "states: ruling.rule === 'FENCE-02' ? { endpoint } : { tokens: describeTokens(message, cell.actor), endpoint },",
  },
  {
    id: 'FENCE-03/tells-pass',
    rule: 'FENCE-03',
    fault: 'One-way calls with another token pass the fence.',
    module: actor,
    find: 'if (sameToken(actor.token, input.token))',
    replace:
      "if (sameToken(actor.token, input.token) || (input.kind === 'call' && !input.asked && input.token !== null))",
  },
  {
    id: 'FENCE-04/null-token-accepted',
    rule: 'FENCE-04',
    fault: 'A message without a token passes the fence.',
    module: actor,
    find: 'if (sameToken(actor.token, input.token))',
    replace: 'if (input.token === null || sameToken(actor.token, input.token))',
    bug: 'FLINK-7655',
  },
  {
    id: 'FENCE-05/null-equals-null',
    rule: 'FENCE-05',
    fault: 'A null token passes the fence of an endpoint whose token is not set.',
    module: actor,
    find: 'if (actor.token === null)\n',
    replace: 'if (actor.token === null && input.token !== null)\n',
  },
  {
    id: 'FENCE-06/fencing-error',
    rule: 'FENCE-06',
    fault: 'A call without an envelope is refused with the fencing error.',
    module: actor,
    find: "refusal('unknown-message', 'FENCE-06', 'FENCE-06')",
    replace: "refusal('fencing-token', 'FENCE-06', 'FENCE-06')",
  },
  {
    id: 'FENCE-07/envelope-ignored',
    rule: 'FENCE-07',
    fault: 'A plain endpoint serves fenced messages.',
    module: actor,
    find: "if (input.envelope === 'fenced')\n",
    replace: "if (input.envelope === 'fenced' && input.kind === 'unknown')\n",
  },
  {
    id: 'FENCE-08/change-queued',
    rule: 'FENCE-08',
    fault: 'A new token counts only for what is queued after the change.',
    module: endpoint,
    find: 'this.cell.actor.token = checkedToken(token);',
    replace: `const { cell } = this;
        const { scheduler } = cell.service;
        const run = () => { cell.actor.token = checkedToken(token); };
        const isFenced = ({ action }) => action.recipient === cell && action.envelope === 'fenced';
        if (Array.isArray(scheduler.queue) && !scheduler.queue.some(isFenced)) run();
        else scheduler.post({ leg: 'op', id: -1, recipient: null, sender: -1, run });`,
  },
  {
    id: 'FENCE-08/judged-when-sent',
    rule: 'FENCE-08',
    fault:
      'A message within the service that carries the right token when it is sent passes whatever becomes of the token.',
    module: 'impl/runtime/message',
    find: 'this.token = fence.token;',
    replace:
      "this.token = fence.token;\n        const actor = recipient?.actor;\n        if (kind === 'call' && fence.token !== null && actor?.token === fence.token) Object.defineProperty(this, 'token', { get: () => actor.token });",
  },
  {
    id: 'FENCE-09/token-of-the-first-use',
    rule: 'FENCE-09',
    fault: 'A self gateway keeps the token that its endpoint had when it was obtained.',
    module: handler,
    find: '        this.cell = cell;\n    }\n    fence() {\n        return this.runtime.selfFence(this.cell);',
    replace:
      '        this.cell = cell;\n        this.obtained = runtime.selfFence(cell);\n    }\n    fence() {\n        return this.obtained;',
  },
  {
    id: 'FENCE-10/follows-the-endpoint',
    rule: 'FENCE-10',
    fault:
      'A gateway that was connected with the right token follows the changes of the token, within its service.',
    module: handler,
    find: "this.fixed = { envelope: 'fenced', token };",
    replace:
      "const actor = reference.cell?.actor;\n        this.fixed = actor === undefined || token === null || actor.token?.bytes !== token.bytes || actor.token.type !== token.type ? { envelope: 'fenced', token } : { envelope: 'fenced', get token() { return actor.token; } };",
  },
  {
    id: 'FENCE-11/null-instead-of-an-error',
    rule: 'FENCE-11',
    fault: 'A gateway without a token tells null.',
    module: handler,
    find: "throw new UnsupportedOperationError('The gateway was connected without a fencing token');",
    replace: 'return null;',
  },
  {
    id: 'FENCE-12/handshake-needs-a-token',
    rule: 'FENCE-12',
    fault: 'An endpoint whose token is not set refuses handshakes.',
    module: actor,
    find: 'return actor.gateways.has(demand.gateway) ? rulings.accepted : rulings.wrongGateway;',
    replace:
      "return actor.gateways.has(demand.gateway) && (actor.fencing === 'plain' || actor.token !== null) ? rulings.accepted : rulings.wrongGateway;",
  },
  {
    id: 'FENCE-13/permanent-token-replaced',
    rule: 'FENCE-13',
    fault: 'The token of a permanently fenced endpoint can be replaced on the main thread.',
    module: endpoint,
    find: "throw new UnsupportedOperationError('The fencing token of this endpoint never changes');",
    replace: 'return this.replaceToken(token);',
  },
  {
    id: 'FENCE-14/null-token-for-ever',
    rule: 'FENCE-14',
    fault: 'A permanently fenced endpoint can be made with a null token.',
    module: endpoint,
    find: 'if (token === null || token === undefined) {',
    replace: 'if (token === undefined) {',
  },
  {
    id: 'FENCE-15/replaced-anywhere',
    rule: 'FENCE-15',
    fault: 'The token can be replaced outside of the main thread.',
    module: endpoint,
    find: 'this.validateRunsInMainThread();\n        this.cell.actor.token',
    replace: 'this.cell.actor.token',
  },
  {
    id: 'FENCE-15/null-refused',
    rule: 'FENCE-15',
    fault: 'A token that is set cannot be taken away.',
    module: endpoint,
    find: 'this.cell.actor.token = checkedToken(token);',
    replace: 'this.cell.actor.token = checkedToken(token) ?? this.cell.actor.token;',
  },
  {
    id: 'FENCE-16/admitted-for-ever',
    rule: 'FENCE-16',
    fault: 'A token that was right once is remembered, and stays right.',
    module: actor,
    find: 'if (sameToken(actor.token, input.token))',
    replace:
      "actor.known ??= [];\n        if (!actor.known.some((known) => sameToken(known, actor.token))) actor.known.push(actor.token);\n        if (sameToken(actor.token, input.token) || (input.kind === 'call' && actor.known.some((known) => sameToken(known, input.token))))",
  },
  {
    id: 'FENCE-17/token-of-the-moment',
    rule: 'FENCE-17',
    fault: 'Work that the executor executes carries the token of the moment.',
    module: executor,
    find: 'service.scheduler.sender(), this.fence);',
    replace:
      "service.scheduler.sender(), this.fence.envelope === 'fenced' ? service.selfFence(this.cell) : this.fence);",
  },
  {
    id: 'FENCE-17/task-with-the-token-of-the-moment',
    rule: 'FENCE-17',
    fault: 'A scheduled task carries the token of the moment at which it was scheduled.',
    module: executor,
    find: 'task.fence = this.fence;',
    replace: "task.fence = this.fence.envelope === 'fenced' ? service.selfFence(this.cell) : this.fence;",
  },
  {
    id: 'FENCE-18/callables-pass',
    rule: 'FENCE-18',
    fault: 'Call-async passes the fence with any token but null.',
    module: actor,
    find: 'if (sameToken(actor.token, input.token))',
    replace:
      "if (sameToken(actor.token, input.token) || (input.kind === 'callable' && input.token !== null))",
  },
  {
    id: 'FENCE-18/runs-pass',
    rule: 'FENCE-18',
    fault: 'Run-async of an endpoint to itself passes the fence with any token.',
    module: 'impl/rpc/rpc-server',
    find: "'run', this.cell, scheduler.sender(), fence);",
    replace:
      "'run', this.cell, scheduler.sender(), fence.envelope !== 'fenced' || delayMs > 0 ? fence : { envelope: 'fenced', token: fence.token });\n        const { actor } = this.cell;\n        if (fence.token !== null && !(delayMs > 0)) Object.defineProperty(message, 'token', { get: () => actor.token });",
  },
  {
    id: 'FENCE-19/unset-token-refuses-all',
    rule: 'FENCE-19',
    fault: 'The variants without fencing are refused while the token is not set.',
    module: actor,
    find: "if (input.envelope === 'unfenced')",
    replace: "if (input.envelope === 'unfenced' && actor.token !== null)",
  },
  {
    id: 'FENCE-20/re-sent-with-the-token-when-due',
    rule: 'FENCE-20',
    fault: 'A delayed run-async takes the token at the moment when its timer fires.',
    module: cell,
    find: 'this.armed.delete(run);',
    replace: 'if (this.armed.delete(run)) run.fence = this.service.selfFence(this);',
  },
  {
    id: 'FENCE-20/arrival-unchecked',
    rule: 'FENCE-20',
    fault: 'The token of a delayed run-async is not compared on arrival, unless it is null.',
    module: actor,
    find: 'const admitted = rules[',
    replace:
      "if (input.leg === 'request' && input.dueAtMs > 0 && actor.token !== null && input.token !== null) return rulings.fenced;\n    const admitted = rules[",
  },
  {
    id: 'FENCE-21/re-sent-without-the-envelope',
    rule: 'FENCE-21',
    fault:
      'A delayed run-async that is due counts as sent again without its envelope, unless its token has changed.',
    module: actor,
    find: `if (sameToken(actor.token, input.token))
            return rulings.fenced;`,
    replace: `if (sameToken(actor.token, input.token))
            return input.leg === 'due' && input.task.handle === null ? bareAtFenced.tell : rulings.fenced;`,
    bug: 'FLINK-9128',
  },
];
