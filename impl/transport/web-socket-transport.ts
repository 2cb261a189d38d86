/**
 * WebSockets in Node, with the package `ws`: a server of its own or one that the user has, and a client. Browsers dial it with
 * `WebSocketClientTransport`.
 */
import { X509Certificate } from 'node:crypto';
import { createServer, type Server as HttpServer, validateHeaderName, validateHeaderValue } from 'node:http';
import { createServer as createSecureServer, Server as HttpsServer } from 'node:https';
import { type ClientOptions, WebSocket } from 'ws';
import { hostAuthority } from '../rpc/addresses.js';
import { IllegalArgumentError } from '../rpc/errors.js';
import type { Authenticate } from './authenticate.js';
import { type ChannelTransportOptions, checkedChannelOptions } from './channel-options.js';
import { type ChannelSource, ChannelTransport } from './channel-transport.js';
import type { LinkLimits } from './link-limits.js';
import { type HostOptions, listeningOnHost } from './sockets.js';
import { WebSocketChannel } from './web-socket-channel.js';
import { WEB_SOCKET_SETTINGS, WebSocketUpgrades } from './web-socket-upgrades.js';
import { checkedPath, WEB_SOCKET_PROTOCOL, webSocketScheme, webSocketUrl } from './web-sockets.js';

/** Where a service accepts WebSockets, and from whom. */
export interface WebSocketTransportOptions extends ChannelTransportOptions, HostOptions {
  /**
   * A server that listens already. It stays the user's: its other paths are left alone, and it is not closed. `port` is
   * what others dial then, for example that of a proxy in front of it; absent: the port of the server.
   */
  readonly server?: HttpServer | HttpsServer;
  /** The path on the server, the same for all who talk to each other; a query is for `authenticate`. */
  readonly path?: string;
  /**
   * Whether the WebSockets are within TLS: addresses have the scheme `fencepost.wss` then. Absent: whether there is a
   * `certificate`, or `server` is one of `node:https`. Say `true` where a proxy in front of the server ends TLS.
   */
  readonly secure?: boolean;
  /** The private key of an own server within TLS, as PEM text. */
  readonly key?: string;
  /** Its certificate, as PEM text. */
  readonly certificate?: string;
  /** Who has signed the certificates of servers that are dialled, as PEM text; absent: whom Node trusts. */
  readonly ca?: string;
  /**
   * The origins of pages that may connect, for example `https://example.org`; `any` for all. Absent: pages that come from
   * the host and port of this transport itself. Programs that are no browsers have no origin, and are not held back.
   */
  readonly origins?: readonly string[] | 'any';
  /** Says who sent a request; whom it does not know is refused. Absent: everybody is welcome. */
  readonly authenticate?: Authenticate;
  /** Headers of the requests that open WebSockets, for the `authenticate` of the other side. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Services that talk over WebSockets.
 *
 * @example
 * ```ts
 * const transport = await WebSocketTransport.open({ origins: ['https://example.org'] });
 * const service = new RpcService({ transport });
 * ```
 */
export class WebSocketTransport extends ChannelTransport {
  /** The port that others dial; -1 when nobody listens. */
  readonly port: number;

  private constructor(source: ChannelSource, port: number, options: WebSocketTransportOptions) {
    super(source, options);
    this.port = port;
  }

  /**
   * Listens, unless told not to. Links are accepted once a service has the transport.
   *
   * @throws IllegalArgumentError when an option cannot be, options contradict each other, or nobody can listen there
   */
  static async open(given: WebSocketTransportOptions = {}): Promise<WebSocketTransport> {
    const options = checkedChannelOptions(given);
    const { limits } = options;
    const path = checkedPath(options.path);
    const secure = isSecure(options);
    const scheme = webSocketScheme(secure);
    const open = opener(secure, path, limits, options);
    if (options.listen === false)
      return new WebSocketTransport({ scheme, authority: null, open, stop() {} }, -1, options);
    const { server, port, authority } = await serverFor(secure, limits, options);
    let upgrades: WebSocketUpgrades | null = null;
    const stop = (): void => {
      upgrades?.stop();
      if (options.server !== undefined) return;
      server.close();
      server.closeAllConnections(); // those that are no WebSockets: nobody waits for their next request
    };
    const transport = new WebSocketTransport({ scheme, authority, open, stop }, port, options);
    upgrades = new WebSocketUpgrades(
      server,
      {
        path: path.split('?')[0] as string,
        origins: originsOf(options, secure, authority),
        authenticate: options.authenticate ?? null,
        waitingMax: limits.strangers,
        handshakeMs: limits.handshakeMs,
        closeMs: limits.drainMs,
      },
      (socket, subject) => transport.accept((listener) => new WebSocketChannel(socket, listener, subject)),
    );
    return transport;
  }
}

const isSecure = ({ secure, certificate, server }: WebSocketTransportOptions): boolean =>
  secure ?? (certificate !== undefined || server instanceof HttpsServer);

/** Opens WebSockets as a client. */
function opener(
  secure: boolean,
  path: string,
  limits: LinkLimits,
  { ca, headers = {} }: WebSocketTransportOptions,
): ChannelSource['open'] {
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value); // else no dial would succeed
  if (ca !== undefined) ofPem(() => new X509Certificate(ca)); // a context takes any text, and trusts nobody then
  const settings = { ...WEB_SOCKET_SETTINGS, closeTimeout: limits.drainMs };
  const options: ClientOptions = {
    ...settings,
    headers: { ...headers },
    ...(ca === undefined ? {} : { ca }),
  };
  return (authority, listener) => {
    const url = webSocketUrl(secure, authority, path);
    if (url === null) return null;
    return new WebSocketChannel(new WebSocket(url, [WEB_SOCKET_PROTOCOL], options), listener);
  };
}

/** @throws IllegalArgumentError for what cannot be a header of a request */
function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (cause) {
    const { message } = cause as Error;
    throw new IllegalArgumentError(`A request cannot have the header '${name}': ${message}`, { cause });
  }
}

/** The server of a transport, what others dial to reach it, and the authority that says so. */
async function serverFor(
  secure: boolean,
  limits: LinkLimits,
  options: WebSocketTransportOptions,
): Promise<{ readonly server: HttpServer | HttpsServer; readonly port: number; readonly authority: string }> {
  const { server } = options;
  if (server === undefined) {
    const own = ownServer(secure, limits, options);
    return { server: own, ...(await listeningOnHost(own, options)) };
  }
  const port = options.port || listeningPort(server);
  return { server, port, authority: hostAuthority(options.host ?? '127.0.0.1', port) };
}

/** A server that has nothing but WebSockets. */
function ownServer(
  secure: boolean,
  { handshakeMs, links, strangers }: LinkLimits,
  { key, certificate }: WebSocketTransportOptions,
): HttpServer | HttpsServer {
  if (secure && (key === undefined || certificate === undefined))
    throw new IllegalArgumentError(
      'A server within TLS needs a key and a certificate: give both, or a server that has them',
    );
  const times = {
    headersTimeout: handshakeMs,
    requestTimeout: handshakeMs,
    connectionsCheckingInterval: handshakeMs,
  };
  const server = secure
    ? ofPem(() => createSecureServer({ ...times, handshakeTimeout: handshakeMs, key, cert: certificate }))
    : createServer(times);
  server.maxConnections = links + strangers;
  server.on('request', (_request, response) => {
    response.writeHead(426, { Connection: 'close', Upgrade: 'websocket' }).end();
  });
  return server;
}

/** What is made of PEM texts. @throws IllegalArgumentError when they are none */
function ofPem<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (cause) {
    throw new IllegalArgumentError(
      `A key or a certificate cannot be read: ${(cause as Error).message}; give PEM texts that belong together`,
      { cause },
    );
  }
}

function listeningPort(server: HttpServer | HttpsServer): number {
  if (!server.listening)
    throw new IllegalArgumentError(
      'The server does not listen, so its port is not known: call listen() before, or give the port',
    );
  return (server.address() as { readonly port: number }).port;
}

/** The origins of pages that may connect. */
function originsOf(
  { origins }: WebSocketTransportOptions,
  secure: boolean,
  authority: string,
): ReadonlySet<string> | 'any' {
  if (origins === 'any') return origins;
  return new Set(origins ?? [new URL(`${secure ? 'https' : 'http'}://${authority}`).origin]);
}
