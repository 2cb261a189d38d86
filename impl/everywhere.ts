/**
 * The runtime, in a browser as well as in Node: actor RPC with fencing, typed gateways, and a scheduler that can be replaced.
 * Nothing here leads to a module of Node. It is what `fencepost` means under the export condition `browser`.
 *
 * Start with {@link RpcService}, {@link defineGateway} and {@link RpcEndpoint}.
 */
/** The codecs of io-ts, for the parameters and results of gateways. */
export * as t from 'io-ts';
export { type NullableToken, sameToken, Token } from '../spec/tokens.js';
export type { Ruling } from './core/ruling.js';
export { TraceRecorder } from './recording/trace-recorder.js';
export * from './rpc/addresses.js';
export {
  type AuthorizationRequest,
  type Authorize,
  NotAuthorizedError,
} from './rpc/authorization.js';
export type { Hooks } from './rpc/endpoint-binding.js';
export * from './rpc/errors.js';
export {
  ask,
  type Calls,
  defineGateway,
  type Gateway,
  type GatewayOf,
  type GatewayServedBy,
  type Method,
  type MethodDeclaration,
  type MethodOptions,
  type Methods,
  RootGateway,
  type RpcGateway,
  rpcTimeout,
  type ServerOf,
  type Serves,
  tell,
} from './rpc/gateway.js';
export { MainThreadExecutor } from './rpc/main-thread-executor.js';
export type { ScheduledTask } from './rpc/promise-futures.js';
export {
  type EndpointOptions,
  FencedRpcEndpoint,
  PermanentlyFencedRpcEndpoint,
  RpcEndpoint,
} from './rpc/rpc-endpoint.js';
export { RpcServer } from './rpc/rpc-server.js';
export { type FencedGatewayOf, RpcService, type RpcServiceOptions } from './rpc/rpc-service.js';
export { ServiceScheduledExecutor } from './rpc/service-scheduled-executor.js';
export type { Closeable } from './runtime/cell.js';
export type { RuntimeObserver } from './runtime/observer.js';
export type { Logger } from './runtime/service-runtime.js';
export { EventLoopScheduler } from './scheduling/event-loop-scheduler.js';
export {
  type Action,
  type CallContext,
  type Clock,
  NO_LINK,
  type Recipient,
  type Scheduler,
  Timer,
  type TimerList,
} from './scheduling/scheduler.js';
export { SeededScheduler } from './scheduling/seeded-scheduler.js';
export type {
  CallFacts,
  IncomingCall,
  Instrumentation,
  OutgoingCall,
  ServiceFigures,
  ServiceTraffic,
  TraceContext,
} from './telemetry/instrumentation.js';
export type {
  ByteChannel,
  ByteChannelListener,
  OpenChannel,
} from './transport/byte-channel.js';
export type { ChannelTransportOptions } from './transport/channel-options.js';
export { type ChannelSource, ChannelTransport, nodeAuthority } from './transport/channel-transport.js';
export { LINK_LIMITS, type LinkLimits } from './transport/link-limits.js';
export { MemoryNetwork, MemoryTransport } from './transport/memory-transport.js';
export {
  MessagePortTransport,
  type MessagePortTransportOptions,
  WORKER_SCHEME,
} from './transport/message-port-transport.js';
export type { MessageSource } from './transport/message-source.js';
export type {
  Link,
  LinkListener,
  LossReason,
  PeerIdentity,
  Traffic,
  Transport,
  TransportHost,
  UnreachablePeer,
} from './transport/transport.js';
export {
  type PlatformWebSocket,
  type WebSocketClass,
  type WebSocketClientOptions,
  WebSocketClientTransport,
} from './transport/web-socket-client.js';
export { SECURE_WEB_SOCKET_SCHEME, WEB_SOCKET_SCHEME } from './transport/web-sockets.js';
