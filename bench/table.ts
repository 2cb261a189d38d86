/** The table of results. */
import type { Result } from './rounds.js';

const columns = ['benchmark', 'median a second', 'of bare await', 'target', ''] as const;

const short = (ratio: number): string => (ratio >= 0.1 ? ratio.toFixed(3) : ratio.toFixed(5));

function row({ name, unit, perSecond, ratio, targetRatio, met, failure }: Result): readonly string[] {
  if (failure !== null) return [name, '-', '-', '-', `failed: ${failure}`];
  return [
    name,
    `${Math.round(perSecond).toLocaleString('en')} ${unit}`,
    short(ratio),
    targetRatio === null ? '-' : short(targetRatio),
    met === null ? '' : met ? 'met' : 'not met',
  ];
}

/** The results as text, one line each, under a line of headings. */
export function tableOf(results: readonly Result[]): string {
  return aligned([columns, ...results.map(row)]);
}

/** Rows of cells as text, the first column to the left and the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] as readonly string[]).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] as string).length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] as number),
      )
      .join('  ');
  return rows.map((cells) => line(cells).trimEnd()).join('\n');
}
