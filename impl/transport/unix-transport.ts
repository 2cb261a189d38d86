/** Unix sockets: processes of one machine, found by the path of a file. */
import { chmodSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { IllegalArgumentError } from '../rpc/errors.js';
import { type ChannelTransportOptions, checkedChannelOptions } from './channel-options.js';
import { type ChannelSource, ChannelTransport } from './channel-transport.js';
import { fitsSocket, removeStaleSocket, SOCKET_PATH_BYTES_MAX } from './socket-file.js';
import { listening, SocketChannel } from './sockets.js';

/** The scheme of addresses over Unix sockets. */
export const UNIX_SCHEME = 'fencepost.unix';

/** Who may connect to a socket, unless it is said otherwise: the user whose process it is. */
const MODE_DEFAULT = 0o600;

/** A socket that others connect to. */
export interface UnixSocketOptions extends ChannelTransportOptions {
  /**
   * The path of the socket, at most 107 bytes long (103 on macOS); it stands in addresses as an absolute path. A file that
   * a dead process has left there is replaced.
   */
  readonly path: string;
  readonly listen?: true;
  /**
   * The permissions of the file: whoever may write to it may connect. Absent: `0o600`. They are set just after the socket
   * has come into being; a folder that nobody else can enter keeps others out from the first moment.
   */
  readonly mode?: number;
}

/** No socket: this side opens all links. */
export interface UnixDialOptions extends ChannelTransportOptions {
  readonly listen: false;
}

/** Where a service listens on a Unix socket, or that it does not. */
export type UnixTransportOptions = UnixSocketOptions | UnixDialOptions;

/** The path in an authority; `null` when it is none that can be connected to. */
function socketPathOf(authority: string): string | null {
  try {
    const path = decodeURIComponent(authority);
    return isAbsolute(path) && !path.includes('\0') && fitsSocket(path) ? path : null;
  } catch {
    return null; // it is not percent-encoded
  }
}

/** @throws IllegalArgumentError when no socket can have the path */
function checkedSocketPath(text: string): string {
  const path = resolve(text);
  if (path.includes('\0'))
    throw new IllegalArgumentError('The path of a socket holds a zero byte; name a file of the file system');
  if (!fitsSocket(path)) {
    throw new IllegalArgumentError(
      `The path of a socket has at most ${SOCKET_PATH_BYTES_MAX} bytes; ${path} has ${Buffer.byteLength(path)}`,
    );
  }
  return path;
}

/** Listens on a new file. The permissions are set in the same turn: nobody is accepted before. */
async function listenOn(server: Server, path: string, mode: number): Promise<void> {
  const listened = listening(server, { path, exclusive: true }, path);
  try {
    if (server.listening) chmodSync(path, mode);
  } catch (cause) {
    server.close();
    throw new IllegalArgumentError(`${path} cannot have the mode ${mode}`, { cause });
  }
  await listened;
}

/** Listens, in the place of a dead process if need be. */
async function listenInstead(server: Server, path: string, mode: number): Promise<void> {
  try {
    await listenOn(server, path, mode);
  } catch (error) {
    const { code } = (error as Error).cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' || !(await removeStaleSocket(path))) throw error;
    await listenOn(server, path, mode);
  }
}

/**
 * Services that talk over Unix sockets.
 *
 * @example
 * ```ts
 * const transport = await UnixTransport.open({ path: '/run/jobs/master.sock' });
 * const service = new RpcService({ transport });
 * ```
 */
export class UnixTransport extends ChannelTransport {
  /** The absolute path that is listened on; `null` when nobody listens. */
  readonly path: string | null;

  private constructor(source: ChannelSource, path: string | null, options: UnixTransportOptions) {
    super(source, options);
    this.path = path;
  }

  /**
   * Listens, unless told not to. Links are accepted once a service has the transport. The file goes when it closes.
   *
   * @throws IllegalArgumentError when an option cannot be, the path is too long, or nobody can listen there; nothing but the socket of a dead
   * process is ever replaced
   */
  static async open(given: UnixTransportOptions): Promise<UnixTransport> {
    const options = checkedChannelOptions(given);
    const open: ChannelSource['open'] = (authority, listener) => {
      const path = socketPathOf(authority);
      return path === null ? null : new SocketChannel(connect(path), listener);
    };
    if (options.listen === false)
      return new UnixTransport({ scheme: UNIX_SCHEME, authority: null, open, stop() {} }, null, options);
    const path = checkedSocketPath(options.path);
    const server = createServer();
    await listenInstead(server, path, options.mode ?? MODE_DEFAULT);
    const stop = (): void => void server.close();
    const source = { scheme: UNIX_SCHEME, authority: encodeURIComponent(path), open, stop };
    const transport = new UnixTransport(source, path, options);
    server.on('connection', (socket) => transport.accept((listener) => new SocketChannel(socket, listener)));
    return transport;
  }
}
