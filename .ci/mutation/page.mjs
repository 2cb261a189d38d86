// The page docs/mutation.md: what the last run with --write found, and why survivors survive.
import { readFileSync, writeFileSync } from 'node:fs';
import { keyOf, scoreOf, wasHunted } from './mutants.mjs';
import { compare, equivalentOf, readReasons } from './reasons.mjs';

const PATH = 'docs/mutation.md';
const WIDTH = 120;
const BEGIN = '<!-- What follows is written by `npm run mutation -- --write`. Do not edit. -->';

/**
 * @typedef {object} Run
 * @property {readonly import('./mutants.mjs').Mutant[]} mutants
 * @property {string} [sample] how many were drawn
 * @property {string} seed
 * @property {string} [note] what else is to be said of the figures
 */

/** Writes the part of the page that follows its introduction. */
export function writePage(/** @type {Run} */ run) {
  const [introduction] = readFileSync(PATH, 'utf8').split(BEGIN);
  const groups = readReasons();
  const parts = [
    introduction.trimEnd(),
    BEGIN,
    summary(run, equivalentOf(groups)),
    table(run),
    ...unexplained(run.mutants, groups),
    reasons(groups),
  ];
  writeFileSync(PATH, `${parts.join('\n\n')}\n`);
}

const percent = (value) => `${value.toFixed(1)} %`;

function summary({ mutants, sample, seed, note }, equivalent) {
  const hunted = mutants.filter(wasHunted);
  const count = (wanted) => mutants.filter(({ end }) => end === wanted).length;
  const different = hunted.filter((mutant) => mutant.end === 'killed' || !equivalent.has(keyOf(mutant)));
  const drawn = mutants.length - count('not-drawn');
  return [
    '## The score',
    '',
    '| what | how many |',
    '| --- | --- |',
    `| mutants that can be made | ${mutants.length} |`,
    sample === undefined ? '| hunted | all of them |' : `| drawn, with seed ${seed} | ${drawn} |`,
    `| do not compile: no mutants | ${count('no-program')} |`,
    `| hunted | ${hunted.length} |`,
    `| killed | ${count('killed')} |`,
    `| survived | ${count('survived')} |`,
    `| reached by no check | ${count('unreached')} |`,
    `| **score**: killed, of those hunted | **${percent(scoreOf(hunted))}** |`,
    `| score without those that are equivalent to the code | ${percent(scoreOf(different))} |`,
    ...(note === undefined ? [] : ['', wrapped(note)]),
  ].join('\n');
}

/** The scores of files; those of folders for a sample, of which a file has few. */
function table({ mutants, sample }) {
  const placeOf = ({ file }) => (sample === undefined ? file : `${file.split('/').slice(0, -1).join('/')}/`);
  const places = new Map();
  for (const mutant of mutants.filter(wasHunted))
    places.set(placeOf(mutant), [...(places.get(placeOf(mutant)) ?? []), mutant]);
  const rows = [...places].map(([place, hunted]) => {
    const killed = hunted.filter(({ end }) => end === 'killed').length;
    return `| \`${place}\` | ${hunted.length} | ${killed} | ${percent(scoreOf(hunted))} |`;
  });
  const what = sample === undefined ? 'file' : 'folder';
  return [`| ${what} | hunted | killed | score |`, '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The survivors that await a test or a reason. */
function unexplained(mutants, groups) {
  const survivors = compare(mutants, groups, () => false).unexplained;
  return survivors.length === 0
    ? []
    : [['## Survivors that await a test or a reason', '', ...survivors.map(item)].join('\n')];
}

function reasons(groups) {
  const parts = groups.map(({ reason, equivalent, survivors }) => {
    const kind = equivalent ? 'Equivalent' : 'Not equivalent';
    return [wrapped(`${kind}: ${reason}`), '', ...survivors.map(item)].join('\n');
  });
  return ['## Survivors, and why', ...parts].join('\n\n');
}

function item({ file, was, becomes }) {
  const head = `- \`${file}\`: `;
  const room = Math.floor((WIDTH - head.length - 8) / 2);
  return `${head}${code(was, room)} to ${code(becomes, room)}`;
}

/** A piece of code that fits. */
function code(text, room) {
  const short = text.length <= room - 2 ? text : `${text.slice(0, room - 3)}…`;
  const fence = short.includes('`') ? '``' : '`';
  return fence === '`' ? `\`${short}\`` : `${fence} ${short.slice(0, room - 6)} ${fence}`;
}

function wrapped(text) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
