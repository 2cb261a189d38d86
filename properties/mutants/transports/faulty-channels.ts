/** Transports over sockets with a fault below the wire: what a channel does to the bytes, and to its end. */
import { connect, createServer } from 'node:net';
import {
  type ByteChannelListener,
  ChannelTransport,
  hostAndPort,
  type LinkLimits,
} from '../../../impl/index.js';
import { listeningOnHost, SocketChannel } from '../../../impl/transport/sockets.js';
import { tcpTransports } from '../../transports/tcp.js';
import type { TransportFactory } from '../../transports/transport-factory.js';

/** What stands between a channel and who hears it. */
export type Between = (listener: ByteChannelListener) => Partial<ByteChannelListener>;

/** Loses the pieces that it does not want. */
export const losing =
  (unwanted: (bytes: Uint8Array) => boolean): Between =>
  (listener) => ({
    received: (bytes) => {
      if (!unwanted(bytes)) listener.received(bytes);
    },
  });

/** Exchanges the halves of long pieces. */
export const exchanging: Between = (listener) => ({
  received: (bytes) => {
    const half = bytes.length > 1000 ? Math.floor(bytes.length / 2) : 0;
    if (half > 0) listener.received(bytes.subarray(half));
    listener.received(half > 0 ? bytes.subarray(0, half) : bytes);
  },
});

/** Never tells the end. */
export const endless: Between = () => ({ closed: () => undefined });

/** A channel that waits for ever until its peer closes. */
export class PatientChannel extends SocketChannel {
  override end(): void {}
}

async function open(
  between: Between,
  limits: Partial<LinkLimits>,
  Accepted: typeof SocketChannel,
): Promise<ChannelTransport> {
  const heard = (listener: ByteChannelListener): ByteChannelListener => ({
    opened: () => listener.opened(),
    received: (bytes) => listener.received(bytes),
    drained: () => listener.drained(),
    closed: (reason) => listener.closed(reason),
    ...between(listener),
  });
  const server = createServer();
  const { authority } = await listeningOnHost(server, {});
  const transport = new ChannelTransport(
    {
      scheme: 'fencepost.spoiled',
      authority,
      open: (authority, listener) => {
        const { host, port } = hostAndPort(`x://x@${authority}/`);
        return new SocketChannel(connect({ host, port }), heard(listener));
      },
      stop: () => void server.close(),
    },
    { limits },
  );
  server.on('connection', (socket) => transport.accept((listener) => new Accepted(socket, heard(listener))));
  return transport;
}

/** Transports over sockets with something between. @param Accepted makes the channels that others have opened */
export function withChannels(between: Between, Accepted = SocketChannel): TransportFactory {
  return {
    ...tcpTransports(),
    name: 'sockets with a fault',
    open: ({ limits = {} } = {}) => open(between, { drainMs: 100, ...limits }, Accepted),
  };
}
