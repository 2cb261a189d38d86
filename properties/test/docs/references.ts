/**
 * References of the documents: links, rules, facts, and paths of files. What they name has to exist.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rules } from '../../../spec/index.js';
import { anchorsOf, type Document } from './document.js';

/** The longest line of a document, in characters; what programs print may be longer. */
const LINE_CHARACTERS_MAX = 120;

const ruleIds = new Set(rules.map(({ id }) => id));
const families = new Set(rules.map(({ id }) => id.split('-')[0] ?? ''));

/** What is wrong with the references of a document, line by line. */
export function faultsOf(document: Document): readonly string[] {
  const faults: string[] = [];
  for (const [line, text] of document.prose) {
    const found = [
      ...linkFaults(document, text),
      ...ruleFaults(text),
      ...pathFaults(text),
      ...lengthFaults(text),
    ];
    faults.push(...found.map((fault) => `${document.path}:${line} ${fault}`));
  }
  for (const { language, line, lines } of document.blocks) {
    if (language !== 'ts' && language !== 'sh') continue;
    for (const [position, text] of lines.entries()) {
      faults.push(...lengthFaults(text).map((fault) => `${document.path}:${line + position} ${fault}`));
    }
  }
  return faults;
}

function linkFaults({ path, lines }: Document, text: string): readonly string[] {
  const faults: string[] = [];
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^https?:/.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const linked = file === '' ? path : join(dirname(path), file);
    if (file !== '' && !existsSync(linked)) faults.push(`there is no ${target}`);
    else if (anchor !== undefined) {
      const headings = file === '' ? lines : readFileSync(linked, 'utf8').split('\n');
      if (!anchorsOf(headings).has(anchor)) faults.push(`${target} has no such heading`);
    }
  }
  return faults;
}

function ruleFaults(text: string): readonly string[] {
  const named = [...text.matchAll(/\b([A-Z]{2,5})-(\d{2,3})\b/g)].filter(([, family = '']) =>
    families.has(family),
  );
  return named.filter(([id]) => !ruleIds.has(id)).map(([id]) => `there is no rule ${id}`);
}

/** Paths in backticks that begin with a room or another top folder. */
const ownPath = /`((?:spec|models|impl|properties|adapters|examples|bench|docs|\.ci)\/[\w./-]*)`/g;

/** Paths that a build or a generator makes. */
const made = /^(?:docs\/(?:api|charts)|adapters)\b/;

function pathFaults(text: string): readonly string[] {
  const paths = [...text.matchAll(ownPath)].map(([, path = '']) => path);
  return paths.filter((path) => !made.test(path) && !existsSync(path)).map((path) => `there is no ${path}`);
}

function lengthFaults(text: string): readonly string[] {
  return text.length <= LINE_CHARACTERS_MAX ? [] : [`the line has ${text.length} characters`];
}
