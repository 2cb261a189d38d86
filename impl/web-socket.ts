/** WebSockets in Node. They need the package `ws`, which nothing else of fencepost does. */
export { WebSocketTransport, type WebSocketTransportOptions } from './transport/web-socket-transport.js';
export type { Authenticate } from './transport/web-socket-upgrades.js';
