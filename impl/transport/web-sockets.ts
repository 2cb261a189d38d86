/**
 * What both ends of a WebSocket agree on, in Node and in browsers. Messages are binary and mean nothing by themselves: their
 * bytes, one message after the other, are the bytes of the channel.
 */
import { hostAndPortOf } from '../rpc/addresses.js';
import { IllegalArgumentError } from '../rpc/errors.js';

/** The scheme of addresses over WebSockets. */
export const WEB_SOCKET_SCHEME = 'fencepost.ws';

/** The scheme of addresses over WebSockets within TLS. */
export const SECURE_WEB_SOCKET_SCHEME = 'fencepost.wss';

/** Where on its host a service accepts WebSockets, unless told otherwise. */
export const WEB_SOCKET_PATH = '/fencepost';

/** The subprotocol: what a server does not know by this name it refuses before anything else is said. */
export const WEB_SOCKET_PROTOCOL = 'fencepost.1';

/** The largest message. A receiver keeps a whole message before it hears of it, so larger ones are refused. */
export const MESSAGE_BYTES_MAX = 1_048_576;

/** When so many bytes wait to leave, the writer is told to wait. */
export const WAITING_BYTES_MAX = 262_144;

/** The scheme of addresses. @param secure whether the WebSockets are within TLS */
export const webSocketScheme = (secure: boolean): string =>
  secure ? SECURE_WEB_SOCKET_SCHEME : WEB_SOCKET_SCHEME;

/**
 * What to open to reach an authority; `null` when it is none of a host and a port.
 *
 * @param path as {@link checkedPath} gives it
 */
export function webSocketUrl(secure: boolean, authority: string, path: string): string | null {
  const at = hostAndPortOf(authority);
  if (at === null || at.port < 1 || at.port > 65_535 || /[\s?#\\]/.test(authority)) return null;
  const url = `${secure ? 'wss' : 'ws'}://${authority}${path}`;
  return URL.canParse(url) ? url : null;
}

/**
 * The path of a service on its host.
 *
 * @param path of an URL, with a query if need be; absent: {@link WEB_SOCKET_PATH}
 * @throws IllegalArgumentError for what is none
 */
export function checkedPath(path: string = WEB_SOCKET_PATH): string {
  if (!/^\/[^\s#]*$/.test(path))
    throw new IllegalArgumentError(
      `'${path}' is no path of a WebSocket: it begins with / and holds neither # nor white space`,
    );
  return path;
}

/** Bytes as messages, none of them too large. */
export function messagesOf(bytes: Uint8Array): readonly Uint8Array[] {
  if (bytes.length <= MESSAGE_BYTES_MAX) return [bytes];
  const messages: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += MESSAGE_BYTES_MAX)
    messages.push(bytes.subarray(start, start + MESSAGE_BYTES_MAX));
  return messages;
}
