/** A WebSocket of the package `ws` as a byte channel: the side that accepts, and programs of Node that dial. */
import type { RawData, WebSocket } from 'ws';
import type { ByteChannel, ByteChannelListener } from './byte-channel.js';
import { messagesOf, WAITING_BYTES_MAX } from './web-sockets.js';

/** The close code for messages of a kind that nobody here reads. */
const UNSUPPORTED_DATA = 1003;

/** See the head of this file. */
export class WebSocketChannel implements ByteChannel {
  private readonly socket: WebSocket;
  private readonly verified: string | null;
  /** Why the channel closes, when that is known before it does. */
  private reason: string | null = null;
  private readonly left: (error?: Error | null) => void;

  /**
   * @param socket one that is open, or on its way to be
   * @param subject who the peer is, as it was verified; `null` when nothing was
   */
  constructor(socket: WebSocket, listener: ByteChannelListener, subject: string | null = null) {
    this.socket = socket;
    this.verified = subject;
    this.left = (error) => {
      if (error == null) listener.drained(); // else the end is near
    };
    socket.binaryType = 'fragments'; // as they came: nothing is joined, and so nothing copied
    socket.on('open', () => listener.opened());
    socket.on('message', (data: RawData, isBinary: boolean) => {
      if (this.reason !== null) return;
      if (isBinary) for (const bytes of data as Buffer[]) listener.received(bytes);
      else this.refuseText();
    });
    socket.on('unexpected-response', (_request, { statusCode, statusMessage }) => {
      this.reason = `the server refused the WebSocket: ${statusCode} ${statusMessage}`;
      socket.terminate();
    });
    socket.on('error', (error) => {
      this.reason ??= error.message;
    });
    socket.on('close', (code) =>
      listener.closed(this.reason ?? `the peer closed the WebSocket with ${code}`),
    );
  }

  private refuseText(): void {
    this.reason = 'the peer sent text, where all messages are binary';
    this.socket.close(UNSUPPORTED_DATA, 'messages are binary');
  }

  subject(): string | null {
    return this.verified;
  }

  write(bytes: Uint8Array): boolean {
    const { socket } = this;
    const messages = messagesOf(bytes);
    const last = messages.length - 1;
    const fills = socket.bufferedAmount + bytes.length > WAITING_BYTES_MAX;
    for (const [index, message] of messages.entries()) {
      if (fills && index === last) socket.send(message, this.left);
      else socket.send(message);
    }
    return !fills;
  }

  end(): void {
    this.socket.close();
  }

  destroy(): void {
    this.socket.terminate();
  }
}
