/**
 * Goal: the published bytes are what this code writes and reads, and what the page promises of later versions holds.
 * Method: the files are made again in memory; each frame is read, by this code and by a reader in another language that
 * was written from the page alone; hand-made frames meet the fate that their file says.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { goldenFiles } from '../../wire/golden/files.js';
import { goldenConversations } from '../../wire/golden/frames.js';
import { handMade } from '../../wire/golden/refused.js';
import { encodePreamble, FEATURE_JSON } from '../../wire/index.js';
import { fromHex, heardOf, joined, plainAsk, usual } from './arbitraries.js';

for (const { path, text } of goldenFiles()) {
  test(`${path} is what the code says`, (assert) => {
    assert.true(existsSync(path));
    assert.true(readFileSync(path, 'utf8') === text, 'run `npm run generate` and commit the result');
  });
}

interface Printed {
  readonly frames: readonly { readonly hex: string }[];
}

test('WIRE-29 to WIRE-38 the golden conversations are read as the frames that they were made of', (assert) => {
  const printed = JSON.parse(readFileSync('spec/vectors/wire/frames.json', 'utf8')) as readonly Printed[];
  goldenConversations.forEach(({ name, names, json, frames }, index) => {
    const side = { ...usual, names, features: json ? FEATURE_JSON : 0 };
    const chunks = (printed[index] as Printed).frames.map(({ hex }) => fromHex(hex));
    const [, ...heard] = heardOf([encodePreamble(side), joined(chunks)], side);
    assert.deepEqual(
      heard as unknown,
      frames.map((frame) => ({ heard: 'frame', frame })),
      name,
    );
  });
});

for (const { name, hex, minor = 0, code, fate } of handMade) {
  test(`WIRE-11, WIRE-51 to WIRE-54 ${name}: ${fate}`, (assert) => {
    const bytes = joined([encodePreamble({ ...usual, minor }), fromHex(hex.replaceAll(' ', ''))]);
    const ping = fromHex('00000003088107');
    for (const chunks of [[bytes, ping], [...bytes, ...ping].map((byte) => Uint8Array.of(byte))]) {
      const [, ...heard] = heardOf(chunks);
      const last = heard.at(-1);
      if (fate === 'ends-connection') {
        assert.deepEqual(heard, [{ heard: 'failed', code: code as string }]);
        continue;
      }
      assert.deepEqual(
        last,
        { heard: 'frame', frame: { frame: 'ping', number: 7 } },
        'the connection goes on',
      );
      const first = heard[0];
      if (fate === 'skipped') assert.is(heard.length, 1);
      if (fate === 'read') assert.is(first?.heard, 'frame');
      if (fate === 'refused-alone') assert.is(first?.heard === 'undecodable' ? first.code : null, code);
    }
  });
}

test('WIRE-51 what a later minor adds changes nothing of what is known', (assert) => {
  const read = (name: string) => {
    const { hex, minor = 0 } = handMade.find((one) => one.name === name) as (typeof handMade)[number];
    const bytes = joined([encodePreamble({ ...usual, minor }), fromHex(hex.replaceAll(' ', ''))]);
    const heard = heardOf([bytes])[1];
    return heard?.heard === 'frame' ? heard.frame : null;
  };
  assert.deepEqual(read('a ping with an element more') as unknown, { frame: 'ping', number: 5 });
  const call = { op: 1, sender: 0, incarnation: 3, asked: true, kind: 'call', envelope: 'bare', token: null };
  const expected: unknown = { frame: 'invocation', ...call, method: 'a', arguments: [], trace: null };
  assert.deepEqual(read('an invocation with a ninth element') as unknown, expected);
  assert.deepEqual(read('flags of a later minor') as unknown, expected);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
const reading = hasPython ? test : test.skip;

reading('a reader in Python, written from the page alone, reads every golden frame', (assert) => {
  const run = spawnSync('python3', ['spec/vectors/wire/check.py'], { encoding: 'utf8', timeout: 60_000 });
  assert.is(run.status, 0, `${run.stdout}${run.stderr}`);
  assert.regex(run.stdout, /^\d+ preambles, \d+ values, \d+ frames, \d+ hand-made frames\n$/);
});

/** The Python that `.ci/tools` has given the validator to; else the one of the machine may have it. */
const validatorPython = existsSync('.venv/bin/python3') ? '.venv/bin/python3' : 'python3';
const hasValidator = spawnSync(validatorPython, ['-c', 'import cddl_verifier']).status === 0;
const validating = hasValidator ? test : test.skip;

validating('the golden bytes are what the CDDL says, by the package cddl-verifier', (assert) => {
  const run = spawnSync(validatorPython, ['spec/vectors/wire/check_cddl.py'], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.is(run.status, 0, `${run.stdout}${run.stderr}`);
});

test('the example of the page is read as what the page says', (assert) => {
  const page = readFileSync('spec/wire.md', 'utf8');
  const example = page.slice(page.indexOf('## An example'));
  const lines = [...example.matchAll(/^(0000[0-9a-f ]+)$/gm)].map(([line]) =>
    fromHex(line.replaceAll(' ', '')),
  );
  assert.is(lines.length, 2);
  const [, first, second] = heardOf([encodePreamble(usual), ...lines]);
  const call = { ...plainAsk, op: 7, incarnation: 3 };
  const fenced = { envelope: 'fenced', token: { type: 'LeaderId', bytes: '00ff' }, method: 'add(number)' };
  assert.deepEqual(first as unknown, { heard: 'frame', frame: { ...call, ...fenced, arguments: [5] } });
  assert.deepEqual(second as unknown, {
    heard: 'frame',
    frame: { ...call, ...fenced, op: 8, arguments: [6] },
  });
});

test('every statement of the page has a test that names it, and no test names one that is not there', (assert) => {
  const numbersIn = (text: string): string[] => {
    const numbers = new Set<string>();
    for (const [, from, to] of text.matchAll(/WIRE-(\d\d)(?: to WIRE-(\d\d))?/g)) {
      for (let number = Number(from); number <= Number(to ?? from); number += 1)
        numbers.add(String(number).padStart(2, '0'));
    }
    return [...numbers].sort();
  };
  const stated = [...readFileSync('spec/wire.md', 'utf8').matchAll(/^- \*\*WIRE-(\d\d)\*\*/gm)].map(
    (found) => found[1] as string,
  );
  const titles = readdirSync('impl/test/wire')
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap(
      (name) =>
        readFileSync(`impl/test/wire/${name}`, 'utf8').match(
          /^\s*(?:test|reading|validating)\([`'].*WIRE-.*$/gm,
        ) ?? [],
    );
  const tested = numbersIn(titles.join('\n'));
  assert.deepEqual(
    stated.filter((number) => !tested.includes(number)),
    [],
  );
  assert.deepEqual(
    tested.filter((number) => !stated.includes(number)),
    [],
  );
});
