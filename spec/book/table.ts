/** Markdown tables with aligned columns, as the project's formatter wants them. */

/** A column: its heading, and whether numbers are put to the right. */
export interface Column {
  readonly heading: string;
  readonly right?: boolean;
}

/**
 * A table.
 *
 * @param columns the columns from left to right
 * @param rows the cells of each row, as many as there are columns
 * @returns Markdown without a line feed at the end
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, index) =>
    Math.max(3, heading.length, ...rows.map((row) => row[index]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => pad(cell, widths[index]!, columns[index]!)).join(' | ')} |`;
  const rule = columns.map(({ right }, index) =>
    right ? `${'-'.repeat(widths[index]! - 1)}:` : '-'.repeat(widths[index]!),
  );
  return [line(columns.map((column) => column.heading)), line(rule), ...rows.map(line)].join('\n');
}

function pad(cell: string, width: number, column: Column): string {
  return column.right ? cell.padStart(width) : cell.padEnd(width);
}
