/**
 * Host names and addresses as text, written from the rules ADDR-03 to ADDR-05 alone: what the models expect of the pure
 * functions of a service library.
 */

/** The eight groups of an IPv6 literal, or null when the text is none. */
function parseIpv6(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] as string);
  const tail = halves.length === 2 ? groupsOf(halves[1] as string) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** The groups of one side of `::`; the last one may be an IPv4 literal. */
function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const groups: number[] = [];
  for (const part of text.split(':')) {
    const quad = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(part)?.slice(1).map(Number);
    if (quad?.every((byte) => byte <= 255)) {
      const [a, b, c, d] = quad as [number, number, number, number];
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return null;
    }
  }
  return groups;
}

/** The canonical form (RFC 5952): no leading zeros, the longest run of two or more zero groups as `::`. */
function formatIpv6(groups: readonly number[]): string {
  let from = -1;
  let length = 1;
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > length) {
      from = start;
      length = end - start;
    }
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return from < 0 ? text(groups) : `${text(groups.slice(0, from))}::${text(groups.slice(from + length))}`;
}

/**
 * The normalised text of a host (ADDR-04).
 *
 * @param host as somebody wrote it
 * @returns trimmed, in lower case, an IPv6 literal canonical and in brackets; null when it is no host
 */
export function normalHost(host: string): string | null {
  const text = host.trim().toLowerCase();
  const bracketed = /^\[(.*)\]$/.exec(text);
  const literal = parseIpv6(bracketed?.[1] ?? text);
  if (literal !== null) return `[${formatIpv6(literal)}]`;
  if (bracketed !== null || text.includes(':') || text.startsWith('.') || text.endsWith('.')) return null;
  return text;
}

/** The `host:port` of an address of any scheme (ADDR-05), without brackets, or null when it has none. */
export function hostAndPort(address: string): string | null {
  const match = /^[^:/]+:\/\/[^@/]+@(\[[^\]]*\]|[^:/@]+):(\d+)(?:\/|$)/.exec(address);
  return match === null ? null : `${match[1]}:${match[2]}`.replace(/[[\]]/g, '');
}

/** What an address built from host, port and endpoint id must end with (ADDR-03), or null when host or port are none. */
export function remoteEnding(host: string, port: number, id: string): string | null {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return null;
  const normal = normalHost(host);
  return normal === null ? null : `@${normal}:${port}/user/rpc/${id}`;
}
