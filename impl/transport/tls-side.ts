/** The sockets of one side of TLS: it dials, listens, judges, and knows every connection that stands on its credentials. */
import { isIP, type Socket } from 'node:net';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';
import { told } from '../rpc/told.js';
import type { ByteChannel, ByteChannelListener, OpenChannel } from './byte-channel.js';
import type { CheckedChannelOptions } from './channel-options.js';
import { farewell } from './farewell.js';
import { reasonOf, SocketChannel, socketAddressOf } from './sockets.js';
import type { TlsContext } from './tls-credentials.js';
import { peerSubjectOf, refusalOf } from './tls-identity.js';
import type { TlsTransportOptions } from './tls-transport.js';

/** How long a refused peer may take to read why, in milliseconds. */
const FAREWELL_MS = 1000;

/** The word for it in the goodbye. */
const REFUSED = 'not-trusted';

/** A TLS socket as a channel. */
class TlsChannel extends SocketChannel {
  private readonly tls: TLSSocket;

  /** @param refuse why the peer of a dialled socket is refused; that of an accepted one has been judged */
  constructor(socket: TLSSocket, listener: ByteChannelListener, refuse?: () => string | null) {
    super(socket, listener, refuse === undefined ? {} : { openEvent: 'secureConnect', refuse });
    this.tls = socket;
  }

  subject(): string | null {
    return peerSubjectOf(this.tls);
  }
}

/** Where a peer has connected from; nobody knows it of one that is gone. */
const placeOf = ({ remoteAddress, remotePort }: Socket): string =>
  remoteAddress === undefined ? 'unknown' : `${remoteAddress}:${remotePort}`;

/** See the head of this file. */
export class TlsSide {
  /** It does not listen yet. */
  readonly server: Server;
  /** Takes the connections of peers that are trusted. */
  accept: (open: (listener: ByteChannelListener) => ByteChannel) => void = () => undefined;
  private context: TlsContext;
  private readonly options: TlsTransportOptions & CheckedChannelOptions;
  /** Connections of peers that have not been judged, by where they come from. */
  private readonly strangers = new Map<string, Socket>();
  private readonly sockets = new Set<TLSSocket>();

  constructor(context: TlsContext, options: TlsTransportOptions & CheckedChannelOptions) {
    this.context = context;
    this.options = options;
    this.server = this.newServer();
  }

  readonly open: OpenChannel = (authority, listener) => {
    const to = socketAddressOf(authority);
    if (to === null) return null;
    const { context } = this;
    const { checkHost = context.needsAuthority } = this.options;
    const socket = connect({
      ...to,
      servername: isIP(to.host) === 0 ? to.host : '',
      secureContext: context.secure,
      rejectUnauthorized: false, // `refusalOf` judges, and says why
      checkServerIdentity: () => undefined,
    });
    this.keep(socket);
    return new TlsChannel(socket, listener, () => refusalOf(socket, context, checkHost ? to.host : null));
  };

  private newServer(): Server {
    const { handshakeMs } = this.options.limits;
    const server = createServer({
      ...this.context.options,
      noDelay: true,
      requestCert: true,
      rejectUnauthorized: false, // `refusalOf` judges, and says why
      handshakeTimeout: handshakeMs,
    });
    server.on('connection', (socket: Socket) => this.meet(socket));
    server.on('tlsClientError', (error, socket) => {
      this.tellRefused(socket, reasonOf(error));
      socket.destroy();
    });
    server.on('secureConnection', (socket) => this.judge(socket));
    return server;
  }

  private meet(socket: Socket): void {
    if (this.strangers.size >= this.options.limits.strangers) return void socket.destroy();
    const place = placeOf(socket);
    this.strangers.set(place, socket);
    socket.on('close', () => this.strangers.delete(place));
  }

  private judge(socket: TLSSocket): void {
    const refusal = refusalOf(socket, this.context, null);
    if (refusal !== null) return this.refuse(socket, refusal);
    this.strangers.delete(placeOf(socket));
    this.keep(socket);
    this.accept((listener) => new TlsChannel(socket, listener));
  }

  /** Tells a peer why, reads nothing of what it sends, and waits only so long. */
  private refuse(socket: TLSSocket, reason: string): void {
    this.tellRefused(socket, reason);
    const timer = setTimeout(() => socket.destroy(), FAREWELL_MS);
    socket.on('error', () => undefined);
    socket.on('close', () => clearTimeout(timer));
    socket.resume(); // a socket that is closed with something unread would take the words back
    socket.end(farewell(REFUSED, reason));
  }

  private tellRefused(socket: TLSSocket, reason: string): void {
    told(this.options.refused, { from: placeOf(socket), subject: peerSubjectOf(socket), reason });
  }

  private keep(socket: TLSSocket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
  }

  /** New connections stand on other credentials from now on. */
  use(context: TlsContext): void {
    this.context = context;
    this.server.setSecureContext(context.options);
  }

  /** Ends every connection that there is. */
  closeAll(): void {
    for (const socket of this.sockets) socket.destroy(new Error('the credentials were replaced'));
    this.dropStrangers();
  }

  private dropStrangers(): void {
    for (const socket of this.strangers.values()) socket.destroy();
  }

  /** Accepts no more connections. */
  stop(): void {
    this.server.close();
    this.dropStrangers();
  }
}
