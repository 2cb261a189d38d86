/**
 * Documents: Markdown files that people write by hand, as lines and fenced blocks. The line numbers of a block are those
 * of its document, so that whatever goes wrong with a block is reported where its author finds it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of code. */
export interface Block {
  /** The first word after the fence: `ts`, `sh`, … */
  readonly language: string;
  /** The line of its first line of code, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** One document. */
export interface Document {
  /** Path from the top folder. */
  readonly path: string;
  /** Its lines; line 1 is the first entry. */
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
  /** The lines outside of blocks, by line number. */
  readonly prose: ReadonlyMap<number, string>;
}

/** Documents that a program writes; whoever writes them checks them. */
const generated = new Set([
  'docs/rule-book.md',
  'docs/rule-table.md',
  'docs/charts.md',
  'docs/flink.md',
  'docs/flink-tests.md',
]);

const fence = /^(`{3,})\s*(\S*)/;

/**
 * Takes a text apart.
 *
 * @param path names the document in reports
 * @param text Markdown
 * @throws Error when a block has no language or no end
 */
export function parseDocument(path: string, text: string): Document {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  const prose = new Map<number, string>();
  let open: { readonly marks: string; readonly language: string; readonly from: number } | null = null;
  for (const [position, line] of lines.entries()) {
    const [, marks = '', language = ''] = fence.exec(line) ?? [];
    if (open !== null) {
      if (marks !== open.marks || language !== '') continue;
      const code = lines.slice(open.from, position);
      blocks.push({ language: open.language, line: open.from + 1, lines: code });
      open = null;
    } else if (marks === '') {
      prose.set(position + 1, line);
    } else {
      if (language === '') throw new Error(`${path}:${position + 1} a block says no language`);
      open = { marks, language, from: position + 1 };
    }
  }
  if (open !== null) throw new Error(`${path}:${open.from} a block has no end`);
  return { path, lines, blocks, prose };
}

/** The documents of this repository that are written by hand. */
export function documents(top = '.'): readonly Document[] {
  const paths = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  for (const name of readdirSync(join(top, 'docs')).sort()) paths.push(`docs/${name}`);
  return paths
    .filter((path) => path.endsWith('.md') && !generated.has(path) && existsSync(join(top, path)))
    .map((path) => parseDocument(path, readFileSync(join(top, path), 'utf8')));
}

/** The anchors of a text's headings, as code hosts make them. */
export function anchorsOf(lines: Iterable<string>): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of lines) {
    const [, title] = /^#+\s+(.*)$/.exec(line) ?? [];
    if (title === undefined) continue;
    const plain = title.toLowerCase().replace(/[^\p{Letter}\p{Number}\s_-]/gu, '');
    anchors.add(plain.trim().replace(/\s/g, '-'));
  }
  return anchors;
}
