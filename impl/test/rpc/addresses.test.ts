/** Goal: addresses are built, read and normalised in one form only. Method: examples of both sorts. */
import test from 'ava';
import fc from 'fast-check';
import {
  addressAt,
  createRandomName,
  createWildcardName,
  hostAndPort,
  hostAndPortOf,
  IllegalArgumentError,
  localAddress,
  NullArgumentError,
  normalizeHost,
  parseAddress,
  remoteAddress,
} from '../../index.js';
import { raises } from '../support.js';

test('ADDR-01, ADDR-02 the two forms of an address', (assert) => {
  assert.is(localAddress('worker'), 'fencepost://fencepost/user/rpc/worker');
  assert.is(
    remoteAddress('fencepost.memory', ' Left ', 6123, 'worker'),
    'fencepost.memory://fencepost@left:6123/user/rpc/worker',
  );
  assert.is(remoteAddress('x', '::1', 1, 'w'), 'x://fencepost@[::1]:1/user/rpc/w');
});

test('ADDR-03 the ports 1 to 65535 are accepted, and no other number', (assert) => {
  for (const port of [1, 65_535]) assert.notThrows(() => remoteAddress('x', 'h', port, 'w'));
  for (const port of [0, -1, 65_536, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    raises(
      assert,
      () => remoteAddress('x', 'h', port, 'w'),
      IllegalArgumentError,
      'illegal-argument',
      '1 to 65535',
      String(port),
    );
  }
});

test('ADDR-04 host text is trimmed, in lower case, and canonical', (assert) => {
  for (const [host, expected] of [
    [' Example.ORG ', 'example.org'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
    ['[::1]', '[::1]'],
    ['FE80:0:0:0:0:0:0:1', '[fe80::1]'],
    ['2001:db8:0:0:1:0:0:1', '[2001:db8::1:0:0:1]'],
  ] as const) {
    assert.is(normalizeHost(host), expected);
  }
});

test('ADDR-04 what is no host is refused', (assert) => {
  for (const host of [
    '',
    '  ',
    '.a',
    'a.',
    'a b',
    'a/b',
    'a@b',
    'host:80',
    ':::',
    '[::1',
    '::1]/x',
    '1:2',
    'g::1',
  ]) {
    raises(assert, () => normalizeHost(host), IllegalArgumentError, 'illegal-argument', 'not');
  }
});

test('ADDR-04 a normal form is its own normal form', (assert) => {
  const host = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6());
  const run = fc.property(host, (text) => {
    const normal = normalizeHost(text);
    return normalizeHost(normal) === normal;
  });
  assert.notThrows(() => fc.assert(run, { seed: 11, numRuns: 200 }));
});

test('ADDR-05 host and port are read from an address of any scheme', (assert) => {
  assert.deepEqual(hostAndPort('pekko.ssl.tcp://flink@10.0.0.1:6123/user/rpc/x'), {
    host: '10.0.0.1',
    port: 6123,
  });
  assert.deepEqual(hostAndPort('x://s@[2001:db8::1]:80/user/rpc/x'), { host: '2001:db8::1', port: 80 });
  assert.deepEqual(hostAndPort('x://s@h:1'), { host: 'h', port: 1 });
});

test('ADDR-05 an address without host and port makes the reading fail', (assert) => {
  for (const address of [localAddress('w'), 'no address', '', 'x://s@h/user/rpc/w', 'x://s@h:123456/a']) {
    raises(assert, () => hostAndPort(address), IllegalArgumentError, 'illegal-argument', address);
  }
});

test('an address comes apart into what it was built from', (assert) => {
  const port = fc.integer({ min: 1, max: 65_535 });
  const id = fc.stringMatching(/^[A-Za-z0-9_*.-]{1,12}$/);
  const run = fc.property(fc.oneof(fc.domain(), fc.ipV6()), port, id, (host, number, name) => {
    const parts = parseAddress(remoteAddress('fencepost.memory', host, number, name));
    const [scheme, normal] = ['fencepost.memory', normalizeHost(host)];
    const authority = `${normal}:${number}`;
    assert.deepEqual(parts, { scheme, authority, host: normal, port: number, name });
  });
  fc.assert(run, { seed: 12, numRuns: 200 });
});

test('an authority may be the name of a node, without a port', (assert) => {
  const parts = parseAddress(addressAt('fencepost.nats', 'node-1', 'w'));
  assert.deepEqual(parts, {
    scheme: 'fencepost.nats',
    authority: 'node-1',
    host: 'node-1',
    port: null,
    name: 'w',
  });
  assert.is(hostAndPortOf('node-1'), null);
  assert.deepEqual(hostAndPortOf('[::1]:80'), { host: '[::1]', port: 80 });
});

test('the path tells an endpoint, the supervisor, and anything else apart', (assert) => {
  assert.is(parseAddress('x://s/user/rpc/w')?.name, 'w');
  assert.is(parseAddress('x://s/user/rpc/')?.name, '');
  assert.is(parseAddress('x://s/user/rpc')?.name, '');
  assert.is(parseAddress('x://s/user/other/w')?.name, null);
  assert.is(parseAddress('x://s')?.name, null);
  for (const text of ['', 'x', 'x:/s', '://s/user/rpc/w', 'x://', 'X Y://s/user/rpc/w']) {
    assert.is(parseAddress(text), null, text);
  }
});

test.serial('ADDR-15 names are counted from one counter, whatever the prefix', (assert) => {
  const counter = { next: 0 };
  assert.is(createRandomName('a', counter), 'a_0');
  assert.is(createRandomName('b', counter), 'b_1');
  const [first, second] = [createRandomName('x'), createRandomName('y')];
  assert.is(Number(second.slice(2)), Number(first.slice(2)) + 1);
});

test('ADDR-15 a name without a prefix is refused', (assert) => {
  for (const prefix of [null, undefined]) {
    raises(assert, () => createRandomName(prefix as never), NullArgumentError, 'null-argument', 'prefix');
    raises(assert, () => createWildcardName(prefix as never), NullArgumentError, 'null-argument', 'prefix');
  }
});

test('ADDR-16 the pattern of a prefix', (assert) => {
  assert.is(createWildcardName('worker'), 'worker_*');
});
