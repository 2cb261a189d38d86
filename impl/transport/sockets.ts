/** Sockets as byte channels, and servers of them: what TCP, Unix sockets and TLS share. */
import type { ListenOptions, Server, Socket } from 'node:net';
import { hostAndPortOf } from '../rpc/addresses.js';
import { IllegalArgumentError } from '../rpc/errors.js';
import type { ByteChannel, ByteChannelListener } from './byte-channel.js';

/** How long a socket may be idle while it closes, in milliseconds. */
const LINGER_MS = 1000;

/** A socket as a channel. */
export class SocketChannel implements ByteChannel {
  private readonly socket: Socket;

  /**
   * @param socket of a connection that may still be under way
   * @param openEvent the event after which bytes can be written
   */
  constructor(socket: Socket, listener: ByteChannelListener, openEvent = 'connect') {
    this.socket = socket;
    let reason = 'the peer closed the connection';
    socket.setNoDelay(true);
    socket.on(openEvent, () => listener.opened());
    socket.on('data', (bytes) => listener.received(bytes));
    socket.on('drain', () => listener.drained());
    socket.on('end', () => socket.end());
    socket.on('error', (error) => {
      reason = error.message;
    });
    socket.on('close', () => listener.closed(reason));
  }

  write(bytes: Uint8Array): boolean {
    return this.socket.write(bytes);
  }

  end(): void {
    const { socket } = this;
    socket.setTimeout(LINGER_MS, () => socket.destroy());
    socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** A host as sockets want it: IPv6 without brackets. */
export const bareHost = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** What sockets connect to; `null` for an authority without a port that can be. */
export function socketAddressOf(authority: string): { readonly host: string; readonly port: number } | null {
  const at = hostAndPortOf(authority);
  if (at === null || at.port < 1 || at.port > 65_535) return null;
  return { host: bareHost(at.host), port: at.port };
}

/**
 * Listens.
 *
 * @param at where, and as people read it
 * @returns once connections are accepted
 * @throws IllegalArgumentError when nobody can listen there
 */
export function listening(server: Server, at: ListenOptions, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new IllegalArgumentError(`Nobody can listen on ${place}: ${cause.message}`, { cause })),
    );
    server.listen(at, () => {
      server.on('error', () => undefined); // a connection that could not be accepted: its peer is told by the system
      resolve();
    });
  });
}

/** The port that a server listens on. */
export const portOf = (server: Server): number => (server.address() as { readonly port: number }).port;
