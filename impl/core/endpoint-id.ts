/** Which texts can be the id of an endpoint, and how a pattern on a connect address is matched (ADDR-11, ADDR-14). */

const usableId = /^(?!\$)(?:[A-Za-z0-9\-_.*$+:@&=,!~';]|%[0-9A-Fa-f]{2})+$/;

/**
 * Whether a text can be the id of an endpoint (ADDR-11): non-empty, no leading `$`, and only ASCII letters, digits,
 * `-_.*$+:@&=,!~';` and percent-escapes.
 */
export function isUsableEndpointId(text: string): boolean {
  return typeof text === 'string' && usableId.test(text);
}

const ASTERISK = 0x2a;

/** Whether the last segment of a connect address is a pattern (ADDR-14). */
export function isPattern(name: string): boolean {
  return name.includes('*');
}

/** A pattern, taken apart once for all the names that it is put to. */
export interface Pattern {
  /** What a name has to begin with. */
  readonly first: string;
  /** What has to stand behind it, in this order and without overlap; none of them is empty. */
  readonly middle: readonly string[];
  /** What a name has to end with. */
  readonly last: string;
}

/**
 * Takes a pattern apart. A stranger may send one as long as a frame: so it is read once, and no further than what is fixed
 * in it can still be part of a name. What is left is no longer than the names that it is put to.
 *
 * @param text with at least one `*`, which stands for any characters; several in a row mean the same
 * @param longest how many characters the longest name has
 * @returns `null` when so much of it is fixed that it matches none of these names
 */
export function patternOf(text: string, longest: number): Pattern | null {
  const parts: string[] = [];
  const end = text.lastIndexOf('*');
  let fixed = text.length - end - 1;
  for (let from = 0; from <= end && fixed <= longest; ) {
    const asterisk = text.indexOf('*', from);
    parts.push(text.slice(from, asterisk));
    fixed += asterisk - from;
    from = asterisk + 1;
    while (text.charCodeAt(from) === ASTERISK) from += 1; // quicker than a search for each of millions
  }
  if (fixed > longest) return null;
  const [first = '', ...middle] = parts;
  return { first, middle, last: text.slice(end + 1) };
}

/** Whether a name matches a pattern (ADDR-14). @param name the id of an endpoint */
export function matchesPattern({ first, middle, last }: Pattern, name: string): boolean {
  if (!name.startsWith(first)) return false;
  let position = first.length;
  for (const part of middle) {
    const found = name.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return name.length - position >= last.length && name.endsWith(last);
}
