/**
 * Goal: the published bytes are what this code writes and reads, and what the page promises of later versions holds.
 * Method: the files are made again in memory; each frame is read, by this code and by a reader in another language that
 * was written from the page alone; hand-made frames meet the fate that their file says.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import test from 'ava';
import { goldenFiles } from '../../wire/golden/files.js';
import { goldenConversations } from '../../wire/golden/frames.js';
import { handMade } from '../../wire/golden/refused.js';
import { encodePreamble, FEATURE_JSON } from '../../wire/index.js';
import { fromHex, heardOf, joined, usual } from './arbitraries.js';

for (const { path, text } of goldenFiles()) {
  test(`${path} is what the code says`, (assert) => {
    assert.true(existsSync(path));
    assert.true(readFileSync(path, 'utf8') === text, 'run `npm run generate` and commit the result');
  });
}

interface Printed {
  readonly frames: readonly { readonly hex: string }[];
}

test('the golden conversations are read as the frames that they were made of', (assert) => {
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
  test(`WIRE-51 to WIRE-54 ${name}: ${fate}`, (assert) => {
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
