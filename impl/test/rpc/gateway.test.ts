/** Goal: a declaration says all there is to know of a gateway, or is refused. Method: declarations good and bad. */
import test from 'ava';
import * as t from 'io-ts';
import { ask, defineGateway, IllegalArgumentError, RootGateway, rpcTimeout, tell } from '../../index.js';
import { Method } from '../../rpc/gateway.js';
import { raises } from '../support.js';

const Throwing = new t.Type<string, string, unknown>(
  'Throwing',
  (_value): _value is string => {
    throw new Error('is');
  },
  () => {
    throw new Error('decode');
  },
  t.identity,
);

const method = (declaration: ConstructorParameters<typeof Method>[2]): Method =>
  new Method('G', 'm', declaration);

test('CALL-06 a method is identified by its name and its parameter types', (assert) => {
  assert.is(method(ask([], t.null)).key, 'm()');
  assert.is(method(ask([t.number, t.array(t.string)], t.null)).key, 'm(number, Array<string>)');
  assert.is(method(ask([t.string], t.null, { name: 'other' })).key, 'other(string)');
});

test('what a declaration says of its method', (assert) => {
  const asking = method(ask([t.string, rpcTimeout, rpcTimeout], t.null));
  assert.deepEqual([asking.mode, asking.local, asking.timeoutPosition], ['ask', false, 1]);
  const telling = method(tell([t.string], { local: true }));
  assert.deepEqual([telling.mode, telling.local, telling.timeoutPosition], ['tell', true, -1]);
});

test('CALL-09 arguments fit by number and by type, and a codec that throws has not accepted', (assert) => {
  const add = method(ask([t.number, t.string], t.null));
  assert.true(add.accepts([1, 'a']));
  for (const args of [[], [1], [1, 'a', 2], ['1', 'a'], [1, null], [undefined, 'a']]) {
    assert.false(add.accepts(args));
    assert.is(add.decodeArguments(args), null);
  }
  assert.deepEqual(add.decodeArguments([1, 'a']), [1, 'a']);
  const throwing = method(ask([Throwing], t.null));
  assert.false(throwing.accepts(['a']));
  assert.is(throwing.decodeArguments(['a']), null);
});

test('arguments and results travel in the form of their codecs', (assert) => {
  const DateFromText = new t.Type<Date, string, unknown>(
    'DateFromText',
    (value): value is Date => value instanceof Date,
    (value, context) => (typeof value === 'string' ? t.success(new Date(value)) : t.failure(value, context)),
    (date) => date.toISOString(),
  );
  const dates = method(ask([DateFromText], DateFromText));
  const date = new Date(0);
  assert.deepEqual(dates.encodeArguments([date]), ['1970-01-01T00:00:00.000Z']);
  assert.deepEqual(dates.decodeArguments(['1970-01-01T00:00:00.000Z']), [date]);
  assert.is(dates.encodeResult(date), '1970-01-01T00:00:00.000Z');
  assert.deepEqual(dates.decodeResult('1970-01-01T00:00:00.000Z'), date);
});

test('CALL-16 null and nothing need no codec', (assert) => {
  const text = method(ask([], t.string));
  assert.is(text.encodeResult(null), null);
  assert.is(text.encodeResult(undefined), null);
  assert.is(text.decodeResult(null), null);
});

test('SIZE-05, SIZE-08 a result of another type than declared is refused on both sides', (assert) => {
  const text = method(ask([], t.string));
  raises(assert, () => text.encodeResult(1), IllegalArgumentError, 'illegal-argument', 'm()', 'string');
  raises(assert, () => text.decodeResult(1), IllegalArgumentError, 'illegal-argument', 'm()', 'string');
});

test('TIME-03 the codec of a timeout takes numbers only', (assert) => {
  assert.true(rpcTimeout.is(5));
  assert.false(rpcTimeout.is('5'));
  assert.deepEqual(rpcTimeout.decode(5), t.success(5));
  assert.is(rpcTimeout.decode('5')._tag, 'Left');
  assert.is(rpcTimeout.encode(5), 5);
});

test('HAND-11 a gateway has its own name and those of all that it extends, and their methods', (assert) => {
  const Base = defineGateway('Base', { a: ask([], t.null) });
  const Other = defineGateway('Other', { b: tell([]) });
  const Middle = defineGateway('Middle', { c: tell([]) }, Base);
  const All = defineGateway('All', { d: tell([]) }, Middle, Other);
  assert.deepEqual([...All.names], ['All', 'Middle', 'Base', 'Other']);
  assert.deepEqual([...All.methods.keys()], ['a', 'c', 'b', 'd']);
  assert.deepEqual([...RootGateway.methods.keys()], []);
});

test('a declaration cannot be changed, and nobody calls what only the type checker looks at', (assert) => {
  const Base = defineGateway('Base', { a: ask([], t.null) });
  assert.true(Object.isFrozen(Base));
  assert.is(Base.servedBy({ a: () => null }), undefined);
});

test('names that objects and promises use are refused', (assert) => {
  for (const name of [
    'constructor',
    'prototype',
    'then',
    'catch',
    'finally',
    'toString',
    'valueOf',
    'toJSON',
  ]) {
    raises(
      assert,
      () => defineGateway('Bad', { [name]: tell([]) }),
      IllegalArgumentError,
      'illegal-argument',
      `'${name}'`,
      'Bad',
    );
  }
  for (const name of ['__proto__', 'address', 'hostName', 'fencingToken']) {
    raises(
      assert,
      () => defineGateway('Bad', { [name]: tell([]) }),
      IllegalArgumentError,
      'illegal-argument',
      name,
    );
  }
});

test('CALL-06 two methods of one name and the same parameter types are refused, other types are another method', (assert) => {
  raises(
    assert,
    () => defineGateway('Bad', { a: tell([t.string], { name: 'x' }), b: tell([t.string], { name: 'x' }) }),
    IllegalArgumentError,
    'illegal-argument',
    'x(string)',
    'twice',
  );
  const Overloaded = defineGateway('Overloaded', {
    a: tell([t.string], { name: 'x' }),
    b: tell([t.number], { name: 'x' }),
  });
  assert.is(Overloaded.methods.size, 2);
});
