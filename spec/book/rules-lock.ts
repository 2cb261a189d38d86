/** The lock of the rule ids: which ids were ever given. Generating appends; nothing ever removes a line. */

const head = [
  '# The ids of the rule book, for ever. Written by `npm run generate`, which only appends; a rule that goes out of',
  '# force stays in the data with `retired`.',
];

/**
 * The ids in a lock.
 *
 * @param text the lock file, or the empty text when there is none yet
 * @returns its ids in the order of the file
 */
export function idsInLock(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/**
 * The next lock: every id of the old one, and every id of the data.
 *
 * @param oldText the lock as it is
 * @param ids the ids of the data
 * @param hash a short hash of a text, by which two locks can be compared at a glance
 * @returns the text of the lock file
 */
export function renderLock(oldText: string, ids: readonly string[], hash: (text: string) => string): string {
  const all = [...new Set([...idsInLock(oldText), ...ids])].sort();
  const lines = all.join('\n');
  return `${[...head, `# ${all.length} ids, ${hash(lines)}`, lines].join('\n')}\n`;
}
