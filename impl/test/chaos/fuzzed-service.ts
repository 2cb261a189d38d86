/** A service in a process of its own, for those who send it anything: it tells how it is, and of every error. */
import { LINK_LIMITS, type Logger, RpcEndpoint, RpcService, TcpTransport } from '../../index.js';
import { AnyGateway } from './any-gateway.js';

/** How many links the service has at most. */
const LINKS_MAX = 200;

/** How the service is. */
export interface Health {
  readonly heapBytes: number;
  readonly links: number;
  readonly errors: readonly string[];
}

class Any extends RpcEndpoint<Any> {
  constructor(service: RpcService) {
    super(service, { endpointId: 'any', gateways: [AnyGateway] });
  }

  echo(value: unknown): unknown {
    return value;
  }
}

const errors: string[] = [];
process.on('uncaughtException', (error) => errors.push(`uncaught: ${error.stack}`));
process.on('unhandledRejection', (error) => errors.push(`unhandled: ${String(error)}`));

/** What is wrong with what a peer sends is worth a warning. An error would be one of this service. */
const logger: Logger = {
  debug() {},
  warn() {},
  error: (details, message) =>
    errors.push(`logged: ${message} ${String((details as { error?: unknown }).error)}`),
};

const limits = { ...LINK_LIMITS, links: LINKS_MAX, handshakeMs: 300, queuedBytes: 1_000_000 };
const transport = await TcpTransport.open({ limits });
const service = new RpcService({ transport, logger, maximumFrameBytes: 65_536 });
const any = new Any(service);
any.start();
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed: heapBytes } = process.memoryUsage();
  process.send?.({ heapBytes, links: transport['links'].size, errors: errors.splice(0) } satisfies Health);
});
process.send?.(any.address);
