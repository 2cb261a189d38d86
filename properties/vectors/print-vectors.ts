/** Prints vectors as people read them: a line for each step and each event. */

/** Objects and lists down to this depth have their parts on lines of their own. */
const DEPTH_MAX = 5;
/** What is shorter than this stands on one line. */
const LINE_CHARACTERS_MAX = 80;

/**
 * JSON text.
 *
 * @param value a plain value
 * @returns the text, with a line feed at the end
 */
export function printVectors(value: unknown): string {
  return `${print(value, 0)}\n`;
}

function print(value: unknown, depth: number): string {
  const line = JSON.stringify(value);
  if (depth === DEPTH_MAX || line.length <= LINE_CHARACTERS_MAX) return line;
  if (typeof value !== 'object' || value === null) return line;
  const indent = ' '.repeat(depth + 1);
  const end = `\n${' '.repeat(depth)}`;
  if (Array.isArray(value))
    return `[\n${value.map((item) => indent + print(item, depth + 1)).join(',\n')}${end}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const lines = fields.map(([name, field]) => `${indent}${JSON.stringify(name)}: ${print(field, depth + 1)}`);
  return `{\n${lines.join(',\n')}${end}}`;
}
