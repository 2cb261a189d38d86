/**
 * The runtime in Node: all that runs everywhere, and the transports over sockets of the machine.
 *
 * Start with {@link RpcService}, {@link defineGateway} and {@link RpcEndpoint}.
 */
export * from './everywhere.js';
export { TCP_SCHEME, TcpTransport, type TcpTransportOptions } from './transport/tcp-transport.js';
