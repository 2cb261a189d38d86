/** Transports by authority: the text that stands in addresses. */
import {
  hostAndPort,
  type Link,
  type LinkListener,
  remoteAddress,
  type Transport,
} from '../../impl/index.js';

/** Where others find a transport. */
export const authorityOf = ({ host, port }: Transport): string => `${host}:${port}`;

/** Who is at the other end of a link. */
export const peerOf = ({ peerHost, peerPort }: Link): string => `${peerHost}:${peerPort}`;

/** The address of an endpoint under an authority. */
export function addressUnder(scheme: string, authority: string, name: string): string {
  const { host, port } = placeOf(authority);
  return remoteAddress(scheme, host, port, name);
}

/** Opens a link to an authority; see {@link Transport.dial}. */
export function dialAuthority(from: Transport, authority: string, listener: LinkListener): Link | null {
  const { host, port } = placeOf(authority);
  return from.dial(host, port, listener);
}

const placeOf = (authority: string) => hostAndPort(`x://x@${authority}/`);

/** Closes a transport. */
export async function closeTransport(transport: Transport): Promise<void> {
  transport.close();
}
