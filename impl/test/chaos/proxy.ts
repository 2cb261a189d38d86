/**
 * A proxy of the tests between real sockets: everything that a network does to connections, on demand. It stands in front
 * of one service and knows nothing of frames.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Way } from './way.js';

/**
 * Resets a connection. One that is being ended already cannot be: Node 20 would forget that it is closing, and its process
 * would not end.
 */
function resetSocket(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** One connection through the proxy. */
export class ProxiedConnection {
  /** From who dialled to who was dialled, and back. */
  readonly there: Way;
  readonly back: Way;
  private readonly near: Socket;
  private readonly far: Socket;
  private isSevered = false;

  constructor(near: Socket, far: Socket) {
    this.near = near;
    this.far = far;
    this.there = new Way(near, far);
    this.back = new Way(far, near);
    this.bind(near, far, this.there);
    this.bind(far, near, this.back);
  }

  /** What ends one side ends the other, unless the way between them is lost. */
  private bind(socket: Socket, other: Socket, way: Way): void {
    socket.on('error', () => undefined);
    socket.on('close', (hadError) => {
      if (way.losesAll || this.isSevered || other.destroyed) return;
      if (hadError) resetSocket(other);
      else other.end();
    });
  }

  /** Nothing passes any more, in neither direction, and nobody is told. */
  partition(): void {
    this.there.lose();
    this.back.lose();
  }

  /** Both sides see a reset. */
  reset(): void {
    resetSocket(this.near);
    resetSocket(this.far);
  }

  /** One side sees a reset; the other believes that it is still connected. */
  halfOpen(side: 'near' | 'far'): void {
    this.isSevered = true;
    this.partition();
    resetSocket(this[side]);
  }

  /** Whether bytes are on their way. */
  get isBusy(): boolean {
    return this.there.isBusy || this.back.isBusy;
  }

  get isOver(): boolean {
    return this.near.destroyed && this.far.destroyed;
  }
}

/** Where a proxy takes its connections. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** See the head of this file. */
export class SocketProxy {
  /** All connections there were, the oldest first. */
  readonly connections: ProxiedConnection[] = [];
  /** What happens to connections from now on, before a byte has passed. */
  onConnection: (connection: ProxiedConnection) => void = () => undefined;
  private readonly server: Server;
  private isRefusing = false;

  private constructor(to: Place) {
    this.server = createServer({ allowHalfOpen: true }, (near) => {
      if (this.isRefusing) {
        near.on('error', () => undefined);
        near.resetAndDestroy();
        return;
      }
      const far = connect({ ...to, allowHalfOpen: true });
      const connection = new ProxiedConnection(near, far);
      this.connections.push(connection);
      this.onConnection(connection);
    });
  }

  /** Listens in one place and passes connections on to another. @throws what the system says of the place */
  static async open(at: Place, to: Place): Promise<SocketProxy> {
    const proxy = new SocketProxy(to);
    await new Promise<void>((resolve, reject) => {
      proxy.server.once('error', reject);
      proxy.server.listen(at.port, at.host, () => resolve());
    });
    return proxy;
  }

  /** New connections are reset at once. */
  refuse(): void {
    this.isRefusing = true;
  }

  /** New connections pass again. */
  accept(): void {
    this.isRefusing = false;
  }

  /** The connections that are open. */
  get open(): readonly ProxiedConnection[] {
    return this.connections.filter(({ isOver }) => !isOver);
  }

  /** Takes no more connections, and ends those that there are. */
  close(): void {
    this.server.close();
    for (const connection of this.open) connection.reset();
  }
}
