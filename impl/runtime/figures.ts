/** The figures of a service, for whoever watches it. */
import type { ServiceFigures } from '../telemetry/instrumentation.js';
import type { ServiceRuntime } from './service-runtime.js';

/** The figures of this moment. */
export function figuresOf({ table, peers, transports }: ServiceRuntime): ServiceFigures {
  return {
    pendingAsks: table.size,
    links: peers.linkCount,
    peersLeftAlone: transports.reduce((sum, { leftAlone = [] }) => sum + leftAlone.length, 0),
    traffic: transports.flatMap(({ scheme, traffic }) =>
      traffic === undefined
        ? []
        : { scheme, sentBytes: traffic.sentBytes, receivedBytes: traffic.receivedBytes },
    ),
  };
}
