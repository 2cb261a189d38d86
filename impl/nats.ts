/** Transports over NATS. They need the package `@nats-io/transport-node`, which users of other transports do not install. */
export {
  NATS_SCHEME,
  type NatsStatus,
  NatsTransport,
  type NatsTransportOptions,
} from './transport/nats-transport.js';
