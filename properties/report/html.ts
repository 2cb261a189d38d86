/**
 * A page of the viewer as one HTML file: script and styles are part of it, what it shows travels as JSON, and a policy in
 * it forbids every access to a network. The script draws with text nodes only, so no text of a trace becomes markup.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PageData } from './page-data.js';
import { visible } from './visible.js';
import { escapeXml } from './xml.js';

/** The largest page, in characters. */
export const PAGE_CHARACTERS_MAX = 1_500_000;

/** The script of the page or its styles are not where the build puts them. */
export class ViewerMissingError extends Error {
  readonly code = 'viewer-missing';
}

/**
 * Writes a page.
 *
 * @throws ViewerMissingError when the project was compiled without `npm run build`
 */
export function renderHtml(page: PageData): string {
  const script = asset('page.js');
  const styles = asset('page.css');
  const policy = [
    "default-src 'none'",
    `script-src ${digestOf(script)}`,
    `style-src ${digestOf(styles)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeXml(page.title)}</title>`,
    `<style>${styles}</style>`,
    '</head>',
    '<body>',
    '<noscript>This page draws what it holds with a script of its own, and scripts are switched off.</noscript>',
    `<script type="application/json" id="data">${jsonForHtml(page)}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/**
 * JSON that can stand in a script element: no text in it ends the element or begins a comment, and none of it is unseen.
 *
 * @example `jsonForHtml('</script>')` is `"\u003c/script>"`
 */
export function jsonForHtml(value: unknown): string {
  const shown = (_name: string, inner: unknown): unknown =>
    typeof inner === 'string' ? visible(inner) : inner;
  return JSON.stringify(value, shown).replace(/</g, '\\u003c');
}

const digestOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

function asset(name: string): string {
  const path = new URL(`./viewer/${name}`, import.meta.url);
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch (cause) {
    throw new ViewerMissingError(`The viewer is missing (${path.pathname}): run 'npm run build'`, { cause });
  }
}
