/** Goal: runs are repeatable at a terminal and different in CI. Method: environments made by hand. */
import test from 'ava';
import { defaultSeed } from '../../cli/default-seed.js';

const nowhere = (): null => null;
const here = (): string => '0123456789abcdef0123456789abcdef01234567';

test('at a terminal the seed is always the same', (t) => {
  t.is(defaultSeed({}, here), '1');
  t.is(defaultSeed({ CI: 'false', GITHUB_SHA: here() }, here), '1');
});

test('in CI the seed is made of the commit that the server names, or of that of the checkout', (t) => {
  t.is(defaultSeed({ CI: 'true', GITHUB_SHA: '00000ff1b2' }, here), '255');
  t.is(defaultSeed({ CI: '1', CI_COMMIT_SHA: 'fffffffff' }, here), String(0xfffffff));
  t.is(defaultSeed({ CI: 'true' }, here), String(0x0123456));
  t.is(defaultSeed({ CI: 'true', GITHUB_SHA: 'main' }, here), String(0x0123456));
});

test('where nobody knows a commit the seed is that of a terminal', (t) => {
  t.is(defaultSeed({ CI: 'true' }, nowhere), '1');
  t.is(
    defaultSeed({ CI: 'true' }, () => 'fatal'),
    '1',
  );
});

test('FENCEPOST_SEED goes before everything', (t) => {
  t.is(defaultSeed({ CI: 'true', FENCEPOST_SEED: '17', GITHUB_SHA: here() }, here), '17');
});
