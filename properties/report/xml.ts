/** Text for XML: what a document cannot hold is shown as what it is. */

/** Characters that no XML document may contain, not even escaped: controls, halves of pairs, two that are none. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text that can stand in an element or attribute.
 *
 * @example `escapeXml('a < b')` is `a &lt; b`
 */
export function escapeXml(text: string): string {
  return text
    .replace(FORBIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (character) => NAMED[character] as string);
}
