/** Sockets without a wire, whatever they are: what the suites of TCP, Unix sockets and TLS share. */
import type { ListenOptions, Server, Socket } from 'node:net';
import type { ByteChannelListener } from '../../impl/index.js';
import { SocketChannel, type SocketOpening } from '../../impl/transport/sockets.js';
import { heardLater } from './heard-later.js';
import type { RawChannel } from './transport-factory.js';

/** A socket under the control of a case. */
export class RawSocketChannel extends SocketChannel implements RawChannel {
  protected readonly raw: Socket;

  /** @param socket of a connection that may still be under way */
  constructor(socket: Socket, listener: ByteChannelListener, opening: SocketOpening = {}) {
    super(socket, listener, opening);
    this.raw = socket;
  }

  reset(): void {
    this.raw.destroy();
  }

  pause(): void {
    this.raw.pause();
  }

  resume(): void {
    this.raw.resume();
  }
}

/**
 * Listens, and hands over what connects.
 *
 * @param event of the server, with a socket that bytes can be written to
 * @param Channel makes channels of sockets
 */
export async function acceptRaw(
  server: Server,
  at: ListenOptions,
  event: string,
  accept: (channel: RawChannel) => ByteChannelListener,
  Channel = RawSocketChannel,
): Promise<void> {
  server.on(event, (socket: Socket) => heardLater((listener) => new Channel(socket, listener), accept));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, resolve);
  });
}
