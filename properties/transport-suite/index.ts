/**
 * The transport suite: what every transport has to do, whatever carries its bytes. It needs no test framework: run the
 * cases one by one under one of your own, or all of them with {@link checkTransport}.
 *
 * @example
 * ```ts
 * const report = await checkTransport(myTransports());
 * report.failed; // 0
 * ```
 */
export { memoryTransports } from '../transports/memory.js';
export { rawSockets, tcpTransports } from '../transports/tcp.js';
export {
  type RawChannel,
  type RawPeers,
  type RawPlace,
  type TransportAbility,
  type TransportFactory,
  type TransportOptions,
  transportAbilities,
} from '../transports/transport-factory.js';
export {
  type CaseReport,
  checkTransport,
  SUITE_LIMITS,
  type SuiteLimits,
  type TransportReport,
  transportCases,
  tryCase,
} from './check-transport.js';
export { type TransportCase, TransportViolation } from './transport-case.js';
