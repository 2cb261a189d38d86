/** Which texts can be the id of an endpoint, and how a pattern on a connect address is matched (ADDR-11, ADDR-14). */

const usableId = /^(?!\$)(?:[A-Za-z0-9\-_.*$+:@&=,!~';]|%[0-9A-Fa-f]{2})+$/;

/**
 * Whether a text can be the id of an endpoint (ADDR-11): non-empty, no leading `$`, and only ASCII letters, digits,
 * `-_.*$+:@&=,!~';` and percent-escapes.
 */
export function isUsableEndpointId(text: string): boolean {
  return typeof text === 'string' && usableId.test(text);
}

/** Whether the last segment of a connect address is a pattern (ADDR-14). */
export function isPattern(name: string): boolean {
  return name.includes('*');
}

/**
 * Whether a name matches a pattern in which `*` stands for any characters.
 *
 * @param pattern for example `worker_*`
 * @param name the id of an endpoint
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  let position = first.length;
  const last = rest.pop() as string;
  for (const part of rest) {
    const found = name.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return name.length - position >= last.length && name.endsWith(last);
}
