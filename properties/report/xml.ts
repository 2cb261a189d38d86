/** Text for XML: what a document cannot hold, and what nobody would see there, is shown as what it is. */
import { visible } from './visible.js';

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
  return visible(text).replace(/[&<>"']/g, (character) => NAMED[character] as string);
}
