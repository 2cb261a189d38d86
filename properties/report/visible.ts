/**
 * Text of others on its way to a reader. What an adapter calls itself, says or writes, and what stands in a trace, must
 * not move a cursor, colour a terminal, turn the direction of a line or pretend to be a line of its own: every character
 * that cannot be seen is shown as its number.
 */

/** Controls, what only changes how others look, halves of pairs, separators, two that are no characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

const HEXADECIMAL = 16;
const DIGITS = 4;
const SHORT_MAX = 0xffff;

function numbered(character: string): string {
  const code = character.codePointAt(0) as number;
  const digits = code.toString(HEXADECIMAL).padStart(DIGITS, '0');
  return code > SHORT_MAX ? `\\u{${digits}}` : `\\u${digits}`;
}

/**
 * Text of several lines, which it keeps.
 *
 * @example `visible('red\u001b[31m\n')` is `red\\u001b[31m\n`
 */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => (character === '\n' ? character : numbered(character)));

/**
 * Text that has to stay on its line.
 *
 * @example `visibleLine('one\ntwo')` is `one\\u000atwo`
 */
export const visibleLine = (text: string): string => text.replace(UNSEEN, numbered);
