/** Prints JSON as the project's formatter does, so that generated files need no formatting afterwards. */

const LINE_CHARACTERS_MAX = 110;

/**
 * JSON text with an object's fields on lines of their own and short lists of scalars on one line.
 *
 * @param value a plain value
 * @returns the text, with a line feed at the end
 */
export function printJson(value: unknown): string {
  return `${print(value, '', 0)}\n`;
}

function print(value: unknown, indent: string, before: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object' || item === null)) {
      const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
      if (indent.length + before + line.length + 1 <= LINE_CHARACTERS_MAX) return line;
    }
    return `[\n${value.map((item) => inner + print(item, inner, 0)).join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value);
  if (fields.length === 0) return '{}';
  const lines = fields.map(([key, field]) => {
    const name = `${JSON.stringify(key)}: `;
    return inner + name + print(field, inner, name.length);
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
