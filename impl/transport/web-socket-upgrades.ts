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
  /** How long finding out who it is may take, in milliseconds. */
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

  /** Grants nothing more. */
  stop(): void {
    this.server.off('upgrade', this.hear);
  }

  private async requested(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    if (request.url?.split('?')[0] !== this.rules.path) {
      if (this.server.listenerCount('upgrade') === 1)
        refuse(socket, { status: 404, message: 'No service on this path' });
      return; // others may know the path
    }
    socket.on('error', ignoreErrors);
    const giveUp = setTimeout(() => socket.destroy(), this.rules.handshakeMs);
    const verdict = this.refusalOf(request) ?? (await this.identify(request));
    clearTimeout(giveUp);
    socket.off('error', ignoreErrors);
    if (verdict !== null && typeof verdict === 'object') {
      socket.on('error', ignoreErrors);
      return refuse(socket, verdict);
    }
    this.upgrader.handleUpgrade(request, socket, head, (granted) => this.granted(granted, verdict));
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
