/** WebSockets in Node. They need the package `ws`, which nothing else of fencepost does. */
export type { Authenticate } from './transport/authenticate.js';
export { WebSocketTransport, type WebSocketTransportOptions } from './transport/web-socket-transport.js';
