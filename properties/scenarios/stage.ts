/** What many themes begin with, and the values that they draw from. */
import type { NestedOperation, NullableToken } from '../../spec/index.js';
import { type BuiltEndpoint, type BuiltGateway, type ScenarioBuilder, TOKENS } from './builder.js';

/** Every kind of endpoint. */
export const KINDS = ['plain', 'fenced', 'permanently-fenced'] as const;

/** Two services, a started endpoint of the first, a gateway from either. */
export function stage(
  b: ScenarioBuilder,
  specification: Parameters<ScenarioBuilder['service']>[0] = {},
): { readonly endpoint: BuiltEndpoint; readonly gateway: BuiltGateway } {
  b.service(specification);
  b.service(specification);
  const endpoint = b.started({ kind: b.pick(['plain', 'plain', 'fenced']) });
  const gateway = b.connected(endpoint, { service: b.int(0, 1) });
  return { endpoint, gateway };
}

/** One of the tokens, or none. */
export function anyToken(b: ScenarioBuilder): NullableToken {
  return b.pick([...TOKENS, null]);
}

/** The running flag, asked on the main thread. */
export function runningQuery(b: ScenarioBuilder, endpoint: number): NestedOperation {
  return b.nested({ type: 'query', subject: { endpoint }, property: 'running' });
}
