/** Mutants of the family HAND: connecting. */
import type { Mutant } from '../mutant.js';

const actor = 'impl/core/actor';
const connector = 'impl/runtime/connector';
const identification = 'impl/runtime/identification';
const references = 'impl/runtime/references';
const rpcService = 'impl/rpc/rpc-service';

export const handMutants: readonly Mutant[] = [
  {
    id: 'HAND-01/one-limit-for-both',
    rule: 'HAND-01',
    fault: 'The limit of the identification goes on for the handshake.',
    module: connector,
    find: `service.scheduler.cancelTimer(pending);
        this.expectAnswer(pending, 'greeting');`,
    replace: "pending.awaited = 'greeting';",
  },
  {
    id: 'HAND-01/double-limit',
    rule: 'HAND-01',
    fault: 'Each step of a connect has twice the default limit.',
    module: connector,
    find: 'pending.limitMs = this.service.askTimeoutMs;',
    replace: 'pending.limitMs = 2 * this.service.askTimeoutMs;',
  },
  {
    id: 'HAND-02/address-not-named',
    rule: 'HAND-02',
    fault: 'The error of a connect that finds nobody does not state the address.',
    module: connector,
    find: 'service.close(pending);\n        pending.reject(noEndpoint(pending.address));',
    replace:
      "service.close(pending);\n        pending.reject(new RpcConnectionError('No endpoint lives there'));",
  },
  {
    id: 'HAND-02/by-the-limit',
    rule: 'HAND-02',
    fault: 'An identification that finds nobody is not answered.',
    module: identification,
    find: 'this.round.left -= 1;',
    replace: `this.round.left -= 1;
        if (cell === null && !isPattern(this.name))
            return;`,
  },
  {
    id: 'HAND-03/raised',
    rule: 'HAND-03',
    fault: 'An address that cannot be parsed is raised by the call itself.',
    module: connector,
    find: "if (parts === null || name === null || name === '')",
    replace: `if (parts === null && address !== '')
            throw noEndpoint(address);
        if (parts === null || name === null || name === '')`,
  },
  {
    id: 'HAND-04/raised',
    rule: 'HAND-04',
    fault: 'The empty address is raised by the call itself.',
    module: connector,
    find: "if (parts === null || name === null || name === '')",
    replace: `if (address === '')
            throw noEndpoint(address);
        if (parts === null || name === null || name === '')`,
  },
  {
    id: 'HAND-05/by-the-limit',
    rule: 'HAND-05',
    fault: 'A connect to a host that cannot be reached waits for its limit.',
    module: connector,
    find: `if (peer === null)
            return this.refuse(pending, this.nobodyAt(pending.address, scheme, authority)); // HAND-05
        this.service.table.add(pending);
        this.expectAnswer(pending, 'identity');`,
    replace: `this.service.table.add(pending);
        this.expectAnswer(pending, 'identity');
        if (peer === null)
            return;`,
  },
  {
    id: 'HAND-06/overtakes-handlers',
    rule: 'HAND-06',
    fault: 'Identification is answered while a handler holds the main thread.',
    module: identification,
    find: 'return this.target()?.occupied !== true;',
    replace: 'return true;',
  },
  {
    id: 'HAND-07/newer-accepted',
    rule: 'HAND-07',
    fault: 'A handshake of a newer version is accepted.',
    module: actor,
    find: 'demand.version !== PROTOCOL_VERSION',
    replace: 'demand.version < PROTOCOL_VERSION',
  },
  {
    id: 'HAND-08/any-type',
    rule: 'HAND-08',
    fault: 'A terminating or started endpoint accepts a handshake for any gateway type.',
    module: actor,
    find: 'actor.gateways.has(demand.gateway) ? rulings.accepted',
    replace: 'actor.gateways.has(demand.gateway) || actor.running ? rulings.accepted',
  },
  {
    id: 'HAND-09/type-before-version',
    rule: 'HAND-09',
    fault: 'The gateway type is checked before the version.',
    module: actor,
    find: `if (demand.version !== PROTOCOL_VERSION)
            return`,
    replace: `if (!actor.gateways.has(demand.gateway))
            return rulings.wrongGateway;
        if (demand.version !== PROTOCOL_VERSION)
            return`,
  },
  {
    id: 'HAND-10/no-connection-error',
    rule: 'HAND-10',
    fault: 'The error handshake is no kind of connection.',
    module: 'impl/rpc/errors',
    find: 'class HandshakeError extends RpcConnectionError {',
    replace: 'class HandshakeError extends RpcError {',
  },
  {
    id: 'HAND-11/root-forgotten',
    rule: 'HAND-11',
    fault: 'The bare root gateway is not served.',
    module: 'impl/rpc/rpc-endpoint',
    find: 'new Set([RootGateway.name])',
    replace: 'new Set()',
  },
  {
    id: 'HAND-12/null-token-refused',
    rule: 'HAND-12',
    fault: 'A connect within the service to a fenced endpoint is refused when its token is null.',
    module: rpcService,
    find: 'checkedToken(token);',
    replace: `checkedToken(token);
        const isFenced = (cell) => cell.address === address && cell.actor.fencing !== 'plain';
        if (token === null && [...this.runtime.supervisor.members.values()].some(isFenced))
            throw new NullArgumentError('The token of a connect is missing');`,
  },
  {
    id: 'HAND-13/no-limit',
    rule: 'HAND-13',
    fault: 'A handshake that is not answered is waited for without limit.',
    module: connector,
    find: `service.scheduler.cancelTimer(pending);
        this.expectAnswer(pending, 'greeting');`,
    replace: `service.scheduler.cancelTimer(pending);
        pending.awaited = 'greeting';`,
  },
  {
    id: 'HAND-14/dead-accepts',
    rule: 'HAND-14',
    fault: 'A terminated endpoint accepts handshakes until it is gone.',
    module: actor,
    find: `if (actor.lifecycle === 'TERMINATED')
            return rulings.handshakeDead;`,
    replace: '',
  },
  {
    id: 'HAND-15/heir-is-called',
    rule: 'HAND-15',
    fault: 'A gateway calls whoever has the id now.',
    module: references,
    find: 'service.scheduler.post(message);',
    replace: `message.recipient = this.cell.gone && message.asked ? (service.supervisor.members.get(this.cell.name) ?? this.cell) : this.cell;
        service.scheduler.post(message);`,
  },
  {
    id: 'HAND-16/gateway-can-close',
    rule: 'HAND-16',
    fault: 'A connected gateway has a method close.',
    module: 'impl/rpc/invocation-handler',
    find: 'toString() {',
    replace: `close() {
            return this[handlerOf].reference.cell?.host.endpoint.close();
        }
        toString() {`,
  },
  {
    id: 'HAND-17/connects-while-closing',
    rule: 'HAND-17',
    fault: 'A closing service still connects.',
    module: connector,
    find: "service.assertOpen('connect');",
    replace: "if (service.supervisor.phase === 'closed')\n            service.assertOpen('connect');",
  },
  {
    id: 'HAND-18/own-address-by-the-network',
    rule: 'HAND-18',
    fault: 'The address of an endpoint of the same service is dialled.',
    module: connector,
    find: 'return this.service.transportOf(scheme)?.authority === authority;',
    replace: 'return false;',
  },
  {
    id: 'HAND-19/supervisor-is-anybody',
    rule: 'HAND-19',
    fault: 'The path of the supervisor leads to any endpoint of the service.',
    module: 'impl/rpc/addresses',
    find: `: path === SUPERVISOR_PATH
                ? ''`,
    replace: `: path === SUPERVISOR_PATH
                ? '*'`,
  },
];
