/** The list of errors, for whoever runs services: what each means, and what to do about it. */
import { type ErrorCode, errorClasses } from '../errors.js';

/** The longest line of a document, in characters. */
const LINE_CHARACTERS_MAX = 120;

/**
 * Every error class: its code, what it is a kind of, what happened, and what to do.
 *
 * @returns Markdown without a line feed at the end
 */
export function renderErrorList(): string {
  return (Object.keys(errorClasses) as ErrorCode[]).map(renderError).join('\n');
}

function renderError(code: ErrorCode): string {
  const { parent, meaning, remedy } = errorClasses[code];
  const kind = parent === null ? '' : ` (a kind of \`${parent}\`)`;
  return wrapped(`- **\`${code}\`**${kind}: ${meaning} → ${remedy}`, '  ');
}

/** A paragraph in lines that a document may have. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= LINE_CHARACTERS_MAX) line = longer;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line].join('\n');
}
