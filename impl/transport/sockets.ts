/** Sockets as byte channels, and servers of them: what TCP, Unix sockets and TLS share. */
import type { ListenOptions, Server, Socket } from 'node:net';
import { hostAndPortOf, hostAuthority, normalizeHost } from '../rpc/addresses.js';
import { IllegalArgumentError } from '../rpc/errors.js';
import type { ByteChannel, ByteChannelListener } from './byte-channel.js';

/** How long a socket may take to send what it has before it closes, in milliseconds, whatever its peer says meanwhile. */
const STALLED_MS = 10_000;

/** How long it stays once everything is sent and only the peer has to close, in milliseconds. */
const LINGER_MS = 1000;

/** How a socket becomes open. */
export interface SocketOpening {
  /** The event after which bytes can be written; absent: `connect`. */
  readonly openEvent?: string;
  /** Asked then: why the peer is refused, or `null`. Nothing that a refused peer sends is heard. */
  readonly refuse?: () => string | null;
}

/** An error of a socket in words: TLS keeps them apart from a message that is full of places in its source. */
export const reasonOf = (error: Error & { readonly reason?: string }): string =>
  error.reason === undefined ? error.message : `TLS: ${error.reason}`;

/** A socket as a channel. */
export class SocketChannel implements ByteChannel {
  private readonly socket: Socket;
  /** When a socket that ends is given up. */
  private giveUp: ReturnType<typeof setTimeout> | null = null;

  /** @param socket of a connection that may still be under way */
  constructor(socket: Socket, listener: ByteChannelListener, opening: SocketOpening = {}) {
    const { openEvent = 'connect', refuse = () => null } = opening;
    this.socket = socket;
    let reason = 'the peer closed the connection';
    socket.setNoDelay(true);
    socket.on(openEvent, () => {
      const refusal = refuse();
      if (refusal === null) listener.opened();
      else socket.destroy(new Error(refusal));
    });
    socket.on('data', (bytes) => listener.received(bytes));
    socket.on('drain', () => listener.drained());
    socket.on('end', () => socket.end());
    socket.on('error', (error) => {
      reason = reasonOf(error);
    });
    socket.on('close', () => {
      if (this.giveUp !== null) clearTimeout(this.giveUp);
      listener.closed(reason);
    });
  }

  write(bytes: Uint8Array): boolean {
    return this.socket.write(bytes);
  }

  end(): void {
    if (this.giveUp !== null || this.socket.destroyed) return;
    this.giveUpAfter(STALLED_MS);
    this.socket.end(() => {
      if (!this.socket.destroyed) this.giveUpAfter(LINGER_MS);
    });
  }

  /** What a peer sends does not make it longer: it could keep its place for ever. */
  private giveUpAfter(milliseconds: number): void {
    if (this.giveUp !== null) clearTimeout(this.giveUp);
    this.giveUp = setTimeout(() => this.socket.destroy(), milliseconds);
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** Where a service listens on a host. */
export interface HostOptions {
  /** The host that others dial; it stands in addresses. Absent: `127.0.0.1`. */
  readonly host?: string;
  /** The port; 0 or absent: one that is free. */
  readonly port?: number;
  /** Whether others can connect. With `false` nobody listens: this side opens all links. Absent: `true`. */
  readonly listen?: boolean;
  /** The local address that is listened on; absent: the host. */
  readonly bindAddress?: string;
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
 * Listens on a host.
 *
 * @returns once connections are accepted: the port, and the authority that others dial
 * @throws IllegalArgumentError when the host is none, or nobody can listen there
 */
export async function listeningOnHost(
  server: Server,
  options: HostOptions,
): Promise<{ readonly port: number; readonly authority: string }> {
  const host = normalizeHost(options.host ?? '127.0.0.1');
  const bound = { host: bareHost(options.bindAddress ?? host), port: options.port ?? 0 };
  await listening(server, bound, `${bound.host}:${bound.port}`);
  const { port } = server.address() as { readonly port: number };
  return { port, authority: hostAuthority(host, port) };
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
    const failed = (cause: Error): void =>
      reject(new IllegalArgumentError(`Nobody can listen on ${place}: ${cause.message}`, { cause }));
    server.once('error', failed);
    server.listen(at, () => {
      server.off('error', failed);
      server.on('error', () => undefined); // a connection that could not be accepted: its peer is told by the system
      resolve();
    });
  });
}
