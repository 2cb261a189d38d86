/**
 * The runtime in Node: all that runs everywhere, and the transports over sockets of the machine.
 *
 * Start with {@link RpcService}, {@link defineGateway} and {@link RpcEndpoint}.
 */
export * from './everywhere.js';
export type { HostOptions } from './transport/sockets.js';
export { TCP_SCHEME, TcpTransport, type TcpTransportOptions } from './transport/tcp-transport.js';
export type { TlsCredentials, TlsCredentialsProvider, TlsVersion } from './transport/tls-credentials.js';
export {
  TLS_SCHEME,
  type TlsRefusal,
  type TlsRotation,
  TlsTransport,
  type TlsTransportOptions,
} from './transport/tls-transport.js';
export {
  UNIX_SCHEME,
  type UnixDialOptions,
  type UnixSocketOptions,
  UnixTransport,
  type UnixTransportOptions,
} from './transport/unix-transport.js';
