/**
 * WebSockets of the platform: pages and workers of browsers, and whatever else has the class `WebSocket`. Nobody can dial
 * such a service; whoever it has dialled reaches its endpoints over that link.
 */
import { IllegalArgumentError } from '../rpc/errors.js';
import type { ByteChannel, ByteChannelListener } from './byte-channel.js';
import type { ChannelTransportOptions } from './channel-options.js';
import { ChannelTransport } from './channel-transport.js';
import {
  checkedPath,
  messagesOf,
  WAITING_BYTES_MAX,
  WEB_SOCKET_PROTOCOL,
  webSocketScheme,
  webSocketUrl,
} from './web-sockets.js';

/** What is used of a WebSocket of the platform. */
export interface PlatformWebSocket {
  binaryType: string;
  readonly bufferedAmount: number;
  readonly protocol: string;
  send(bytes: Uint8Array): void;
  close(code?: number, reason?: string): void;
  // biome-ignore lint/suspicious/noExplicitAny: each platform has types of its own for its events
  addEventListener(type: string, listener: (event: any) => void): void;
}

/** Makes WebSockets: the class of the platform, or one like it. */
export type WebSocketClass = new (url: string, protocols: string[]) => PlatformWebSocket;

/** What a client of WebSockets can be told. */
export interface WebSocketClientOptions extends ChannelTransportOptions {
  /** Whether the WebSockets are within TLS. Absent: whether the page is, if there is one. */
  readonly secure?: boolean;
  /** The path on the servers; a query is for their `authenticate`. */
  readonly path?: string;
  /** The class of WebSockets; absent: that of the platform. */
  readonly webSocket?: WebSocketClass;
}

/** Messages of a kind that nobody here reads; a page can close with no code that is reserved. */
const UNSUPPORTED_DATA = 4003;

/** How long until the platform is asked again how much still waits, in milliseconds: it does not tell by itself. */
const LOOK_AGAIN_MS = 4;

/** What pages know of themselves. */
interface Page {
  readonly location?: { readonly protocol: string };
  readonly WebSocket?: WebSocketClass;
}

/**
 * A service in a browser.
 *
 * @example
 * ```ts
 * const service = new RpcService({ transport: WebSocketClientTransport.open() });
 * ```
 */
export class WebSocketClientTransport extends ChannelTransport {
  /**
   * Opens nothing yet: a WebSocket is opened when somebody is dialled.
   *
   * @throws IllegalArgumentError for options that cannot be, or where the platform has no WebSockets
   */
  static open(options: WebSocketClientOptions = {}): WebSocketClientTransport {
    const page = globalThis as Page;
    const path = checkedPath(options.path);
    const secure = options.secure ?? page.location?.protocol === 'https:';
    const Opened = options.webSocket ?? page.WebSocket;
    if (Opened === undefined)
      throw new IllegalArgumentError(
        'This platform has no WebSocket: give a class of them, or use WebSocketTransport of fencepost/web-socket',
      );
    return new WebSocketClientTransport(
      {
        scheme: webSocketScheme(secure),
        authority: null,
        open: (authority, listener) => opened(Opened, webSocketUrl(secure, authority, path), listener),
        stop() {},
      },
      options,
    );
  }
}

/** A channel that is on its way to be open; `null` where the page may open none. */
function opened(
  Opened: WebSocketClass,
  url: string | null,
  listener: ByteChannelListener,
): ByteChannel | null {
  if (url === null) return null;
  try {
    return new PlatformChannel(new Opened(url, [WEB_SOCKET_PROTOCOL]), listener);
  } catch {
    return null; // a page within TLS that asks for a WebSocket without
  }
}

/** A WebSocket of the platform as a channel. */
class PlatformChannel implements ByteChannel {
  private readonly socket: PlatformWebSocket;
  private readonly listener: ByteChannelListener;
  private isOver = false;
  /** Why the channel closes, when that is known before it does. */
  private reason: string | null = null;
  private readonly look = (): void => {
    if (this.isOver) return;
    if (this.socket.bufferedAmount > WAITING_BYTES_MAX) setTimeout(this.look, LOOK_AGAIN_MS);
    else this.listener.drained();
  };

  constructor(socket: PlatformWebSocket, listener: ByteChannelListener) {
    this.socket = socket;
    this.listener = listener;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.open());
    socket.addEventListener('message', ({ data }: { readonly data: unknown }) => this.message(data));
    socket.addEventListener('error', () => {
      this.reason ??= 'the WebSocket failed'; // a page is not told why
    });
    socket.addEventListener('close', ({ code }: { readonly code: number }) =>
      this.finish(this.reason ?? `the peer closed the WebSocket with ${code}`),
    );
  }

  private open(): void {
    if (this.isOver) return;
    if (this.socket.protocol === WEB_SOCKET_PROTOCOL) this.listener.opened();
    else {
      this.reason = `the server does not know the subprotocol ${WEB_SOCKET_PROTOCOL}`;
      this.socket.close();
    }
  }

  private message(data: unknown): void {
    if (this.isOver || this.reason !== null) return;
    if (data instanceof ArrayBuffer) this.listener.received(new Uint8Array(data));
    else {
      this.reason = 'the peer sent text, where all messages are binary';
      this.socket.close(UNSUPPORTED_DATA, 'messages are binary');
    }
  }

  private finish(reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.listener.closed(reason);
  }

  write(bytes: Uint8Array): boolean {
    const { socket } = this;
    for (const message of messagesOf(bytes)) socket.send(message);
    if (socket.bufferedAmount <= WAITING_BYTES_MAX) return true;
    setTimeout(this.look, LOOK_AGAIN_MS);
    return false;
  }

  /** What was written leaves before the WebSocket closes; a peer that does not answer is given up by the platform. */
  end(): void {
    this.socket.close();
  }

  /** The platform lets nobody break a WebSocket: it may still be closing, but nobody hears it any more. */
  destroy(): void {
    this.socket.close();
    this.finish('the WebSocket was given up');
  }
}
