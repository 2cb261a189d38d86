/** Operations of the public API in the words of traces. What the code of an application does is `observed`. */
import type { AddressReference, GatewayReference, Operation, WorkScript } from '../../spec/operations.js';
import type { NullableToken } from '../../spec/tokens.js';
import type { Fencing } from '../core/actor.js';
import { PROTOCOL_VERSION } from '../core/actor.js';
import { type Fence, UNFENCED } from '../core/message.js';

/** Work of an application: the trace tells what it did and gave. */
export const OBSERVED: WorkScript = { nested: [], end: { ending: 'observed' } };

const HOOK = { nested: [], end: 'observed' } as const;

const kinds = { plain: 'plain', replaceable: 'fenced', permanent: 'permanently-fenced' } as const;

/** Creating an endpoint; its constructor goes on after it. */
export function creation(created: {
  readonly endpoint: number;
  readonly service: number;
  readonly name: string | null;
  readonly fencing: Fencing;
  readonly token: NullableToken;
  readonly gateways: ReadonlySet<string>;
}): Operation {
  const { endpoint, service, name, fencing, token, gateways } = created;
  return {
    type: 'create-endpoint',
    endpoint,
    service,
    name,
    kind: kinds[fencing],
    token,
    onStart: HOOK,
    onStop: HOOK,
    resources: 0,
    resourceThatThrows: null,
    constructing: [],
    constructorThrows: false,
    gateways: [...gateways],
  };
}

/** The name of the base gateway (HAND-11). */
const ROOT_GATEWAY = 'RpcGateway';

/** Connecting through a service. */
export function connection(
  gateway: number,
  service: number,
  address: AddressReference,
  gatewayName: string,
  fencing: { readonly token: NullableToken } | null,
): Operation {
  const gatewayType = gatewayName === ROOT_GATEWAY ? 'root' : 'conformance';
  return {
    type: 'connect',
    gateway,
    service,
    address,
    gatewayType,
    version: PROTOCOL_VERSION,
    fencing,
    gatewayName,
  };
}

/** A method of a gateway, as far as traces tell. */
interface RecordedMethod {
  readonly key: string;
  readonly mode: 'ask' | 'tell';
  readonly local: boolean;
}

/** A call of a gateway method; `limitMs` is the limit that the call itself passes, or null. */
export function methodCall(
  target: GatewayReference,
  method: RecordedMethod,
  limitMs: number | null,
): Operation {
  const { mode, local, key } = method;
  const ask = local ? 'askLocal' : limitMs === null ? 'ask' : 'askWithin';
  return {
    type: 'call',
    target,
    method: mode === 'tell' ? 'tell' : ask,
    timeout: mode === 'tell' ? null : limitMs,
    argument: 'good',
    script: OBSERVED,
    name: key,
  };
}

/** Run-async. */
export function run(endpoint: number, delayMs: number, fence: Fence): Operation {
  return { type: 'run-async', endpoint, delayMs, unfenced: fence === UNFENCED, script: OBSERVED };
}

/** Call-async. */
export function callable(endpoint: number, limitMs: number, fence: Fence): Operation {
  return { type: 'call-async', endpoint, timeout: limitMs, unfenced: fence === UNFENCED, script: OBSERVED };
}
