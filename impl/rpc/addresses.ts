/**
 * Addresses: `fencepost.memory://fencepost@host:port/user/rpc/endpoint-id` of an endpoint that other services reach,
 * `fencepost://fencepost/user/rpc/endpoint-id` of one that they do not (ADDR-01, ADDR-02).
 */
import { IllegalArgumentError, NullArgumentError } from './errors.js';

/** The name of the actor system in every address. */
export const SYSTEM_NAME = 'fencepost';

/** The scheme of addresses without a transport. */
export const LOCAL_SCHEME = 'fencepost';

/** The path of the supervisor; endpoints are its children. */
const SUPERVISOR_PATH = '/user/rpc';

/** The parts of an address. */
export interface AddressParts {
  readonly scheme: string;
  /** What stands between `@` and the path, `null` when nothing does: the address is one within the service. */
  readonly authority: string | null;
  readonly host: string | null;
  readonly port: number | null;
  /** The endpoint id or pattern; empty for the path of the supervisor itself; `null` for any other path. */
  readonly name: string | null;
}

/** The address of an endpoint of a service without transport (ADDR-02). */
export function localAddress(endpointId: string): string {
  return `${LOCAL_SCHEME}://${SYSTEM_NAME}${SUPERVISOR_PATH}/${endpointId}`;
}

/**
 * The address of an endpoint that other services reach (ADDR-01).
 *
 * @param scheme of the transport, for example `fencepost.memory`
 * @param host name or IP literal; normalised, see {@link normalizeHost}
 * @param port 1 to 65535 (ADDR-03)
 * @param endpointId the id of the endpoint, or a pattern
 * @throws IllegalArgumentError for a port or host that cannot be
 */
export function remoteAddress(scheme: string, host: string, port: number, endpointId: string): string {
  return addressAt(scheme, hostAuthority(host, port), endpointId);
}

/** The authority of a host and a port (ADDR-03, ADDR-04). @throws IllegalArgumentError for what cannot be */
export function hostAuthority(host: string, port: number): string {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new IllegalArgumentError(`A port is a whole number from 1 to 65535, not ${port}`);
  }
  return `${normalizeHost(host)}:${port}`;
}

/** The address of an endpoint under the authority of a transport (ADDR-01). */
export function addressAt(scheme: string, authority: string, endpointId: string): string {
  return `${scheme}://${SYSTEM_NAME}@${authority}${SUPERVISOR_PATH}/${endpointId}`;
}

const authorityPattern = /^(\[[^\]]+\]|[^:/@[\]]+):(\d{1,5})$/;

/** Host and port of an authority, `null` when it is none of a host and a port; a port of a socket is 1 to 65535. */
export function hostAndPortOf(authority: string): { readonly host: string; readonly port: number } | null {
  const match = authorityPattern.exec(authority);
  return match === null ? null : { host: match[1] as string, port: Number(match[2]) };
}

const addressPattern =
  /^([a-z][a-z0-9.+-]*):\/\/[^@/]+(?:@((\[[^\]]+\]|[^:/@[\]]+)(?::(\d{1,5}))?))?(\/.*)?$/;

/**
 * The parts of an address.
 *
 * @param text an address, or anything
 * @returns the parts, or `null` when the text is no address
 */
export function parseAddress(text: string): AddressParts | null {
  const match = addressPattern.exec(text);
  if (match === null) return null;
  const [, scheme = '', authority, host, port, path = ''] = match;
  return {
    scheme,
    authority: authority ?? null,
    host: host ?? null,
    port: port === undefined ? null : Number(port),
    name: path.startsWith(`${SUPERVISOR_PATH}/`)
      ? path.slice(SUPERVISOR_PATH.length + 1)
      : path === SUPERVISOR_PATH
        ? ''
        : null,
  };
}

/**
 * Host and port of an address, of any scheme (ADDR-05).
 *
 * @returns for example `{ host: '127.0.0.1', port: 6123 }`; an IPv6 host without its brackets
 * @throws IllegalArgumentError when the address has no host and port
 */
export function hostAndPort(address: string): { readonly host: string; readonly port: number } {
  const parts = parseAddress(address);
  if (parts === null || parts.host === null || parts.port === null) {
    throw new IllegalArgumentError(`The address ${address} has no host and port`, { states: { address } });
  }
  return { host: parts.host.replace(/^\[(.*)\]$/, '$1'), port: parts.port };
}

/**
 * Host text in its one form: trimmed, lower case, IPv6 literals canonical and in brackets (ADDR-04).
 *
 * @throws IllegalArgumentError for a name that starts or ends with a dot, or holds a colon without being an IP literal
 */
export function normalizeHost(host: string): string {
  const text = host.trim().toLowerCase();
  if (text.includes(':')) return canonicalIpv6(text);
  if (text === '' || text.startsWith('.') || text.endsWith('.') || /[\s/@[\]]/.test(text)) {
    throw new IllegalArgumentError(`'${host}' is not a host name`);
  }
  return text;
}

function canonicalIpv6(text: string): string {
  const literal = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  try {
    if (!/^[0-9a-f:.]+$/.test(literal)) throw new TypeError('characters that no IPv6 literal has');
    return new URL(`http://[${literal}]/`).hostname;
  } catch (cause) {
    throw new IllegalArgumentError(`'${text}' holds a colon and is not an IPv6 literal`, { cause });
  }
}

/** Counts the names that were generated. */
export interface NameCounter {
  next: number;
}

/** The counter of this process, shared by all prefixes (ADDR-15). */
const processNames: NameCounter = { next: 0 };

/**
 * A name for an endpoint: `prefix_n`, where n counts all names of this process from 0 (ADDR-15).
 *
 * @param prefix for example `resource_manager`
 * @param counter the process's own; a simulation brings another so that its runs repeat
 * @throws NullArgumentError without a prefix
 */
export function createRandomName(prefix: string, counter: NameCounter = processNames): string {
  if (prefix === null || prefix === undefined) throw new NullArgumentError('A generated name needs a prefix');
  const name = `${prefix}_${counter.next}`;
  counter.next += 1;
  return name;
}

/** The pattern that matches every name that {@link createRandomName} gives for a prefix: `prefix_*` (ADDR-16). */
export function createWildcardName(prefix: string): string {
  if (prefix === null || prefix === undefined) throw new NullArgumentError('A wildcard name needs a prefix');
  return `${prefix}_*`;
}
