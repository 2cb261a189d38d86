/**
 * Requests to become a WebSocket: which of them a service grants. Everything that speaks against one is said in the status
 * line of the answer, before the peer can say anything in the protocol.
 */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Authenticate } from './authenticate.js';
import { MESSAGE_BYTES_MAX, WEB_SOCKET_PROTOCOL } from './web-sockets.js';

/** Whom a service grants WebSockets. */
export interface UpgradeRules {
  /** The path, without a query; other paths are left to others. */
  readonly path: string;
  /** The origins of pages that may connect; `any` for all. What is no browser has no origin, and may. */
  readonly origins: ReadonlySet<string> | 'any';
  /** `null`: everybody is welcome, and nobody is known. */
  readonly authenticate: Authenticate | null;
  /** How many requests may wait at a time: for who they are, or to read why they are refused. */
  readonly waitingMax: number;
  /** How long a request may wait, in milliseconds. */
  readonly handshakeMs: number;
  /** How long a WebSocket may take to close, in milliseconds. */
  readonly closeMs: number;
}

/** What is said to a request that is not granted. */
interface Refusal {
  readonly status: number;
  /** It becomes the status line, and so what the peer reads. */
  readonly message: string;
}

/** What every WebSocket of the package `ws` is made with. */
export const WEB_SOCKET_SETTINGS = { perMessageDeflate: false, maxPayload: MESSAGE_BYTES_MAX } as const;

/** Ends a request with an answer. */
function refuse(socket: Duplex, { status, message }: Refusal): void {
  socket.end(`HTTP/1.1 ${status} ${message}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}

const ignoreErrors = (): void => undefined; // a peer that is gone needs no answer

/** See the head of this file. */
export class WebSocketUpgrades {
  private readonly server: HttpServer | HttpsServer;
  private readonly rules: UpgradeRules;
  private readonly granted: (socket: WebSocket, subject: string | null) => void;
  private readonly upgrader: WebSocketServer;
  /** Requests that have no WebSocket yet, and when each is given up. */
  private readonly waiting = new Map<Duplex, ReturnType<typeof setTimeout>>();
  private readonly hear = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    void this.requested(request, socket, head);
  };

  /**
   * Hears the server from now on, until {@link stop}.
   *
   * @param granted called with each WebSocket, and who it is
   */
  constructor(
    server: HttpServer | HttpsServer,
    rules: UpgradeRules,
    granted: (socket: WebSocket, subject: string | null) => void,
  ) {
    this.server = server;
    this.rules = rules;
    this.granted = granted;
    const settings = { ...WEB_SOCKET_SETTINGS, closeTimeout: rules.closeMs };
    this.upgrader = new WebSocketServer({
      ...settings,
      noServer: true,
      clientTracking: false,
      handleProtocols: () => WEB_SOCKET_PROTOCOL,
    });
    server.on('upgrade', this.hear);
  }

  /** Grants nothing more, and keeps nobody waiting. */
  stop(): void {
    this.server.off('upgrade', this.hear);
    for (const socket of this.waiting.keys()) socket.destroy();
  }

  private async requested(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const isPathOwn = request.url?.split('?')[0] === this.rules.path;
    if (!isPathOwn && this.server.listenerCount('upgrade') > 1) return; // others may know the path
    socket.on('error', ignoreErrors); // first of all: an error that nobody hears ends the process
    if (this.waiting.size >= this.rules.waitingMax) return void socket.destroy();
    this.keepWaiting(socket);
    const verdict = isPathOwn
      ? (this.refusalOf(request) ?? (await this.identify(request)))
      : { status: 404, message: 'No service on this path' };
    if (socket.destroyed) return;
    if (verdict !== null && typeof verdict === 'object') return refuse(socket, verdict);
    this.waitsNoMore(socket);
    this.upgrader.handleUpgrade(request, socket, head, (granted) => this.granted(granted, verdict));
  }

  /** A socket waits until it is granted a WebSocket, or closes; it closes after a while. */
  private keepWaiting(socket: Duplex): void {
    const giveUp = setTimeout(() => socket.destroy(), this.rules.handshakeMs);
    this.waiting.set(socket, giveUp);
    socket.on('close', () => this.waitsNoMore(socket));
  }

  private waitsNoMore(socket: Duplex): void {
    clearTimeout(this.waiting.get(socket));
    this.waiting.delete(socket);
  }

  /** What speaks against a request, whoever sent it. */
  private refusalOf({ headers }: IncomingMessage): Refusal | null {
    const offered = headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim()) ?? [];
    if (!offered.includes(WEB_SOCKET_PROTOCOL))
      return { status: 400, message: `The subprotocol ${WEB_SOCKET_PROTOCOL} is missing` };
    const { origins } = this.rules;
    const { origin } = headers;
    if (origin !== undefined && origins !== 'any' && !origins.has(origin))
      return { status: 403, message: 'The origin of the page is not listed in the origins of the service' };
    return null;
  }

  /** Who sent a request, or that nobody knows. */
  private async identify(request: IncomingMessage): Promise<string | null | Refusal> {
    const { authenticate } = this.rules;
    if (authenticate === null) return null;
    const subject = await Promise.resolve(request)
      .then(authenticate)
      .catch(() => null); // what fails to say who it is has not said it
    return subject ?? { status: 401, message: 'The service does not know who asks' };
  }
}
