/** Goal: each code has one class, and each text says what to do. Method: every code of the book. */
import test from 'ava';
import { type ErrorCode, errorClasses, isKindOf } from '../../../spec/errors.js';
import {
  errorOf,
  HandshakeError,
  RemoteApplicationError,
  RpcConnectionError,
  RpcError,
} from '../../index.js';

const codes = Object.keys(errorClasses) as ErrorCode[];

test('every code has a class of its own, which keeps code, facts, detail and cause', (assert) => {
  const cause = new Error('why');
  const classes = new Set<unknown>();
  for (const code of codes) {
    const error = errorOf(code, 'found this', { cause, states: { address: 'there', method: 'm()' } });
    assert.true(error instanceof RpcError);
    assert.is(error.code, code);
    assert.is(error.message, `found this (address: there; method: m()). ${errorClasses[code].remedy}`);
    assert.is(error.detail, 'found this');
    assert.is(error.cause, cause);
    assert.is(error.name, error.constructor.name);
    assert.deepEqual(error.states, { address: 'there', method: 'm()' });
    classes.add(error.constructor);
  }
  assert.is(classes.size, codes.length - 1); // `rpc` and `application` share the base class
});

test('an error without facts and cause has neither in its text nor as a property', (assert) => {
  const error = errorOf('rpc', 'something');
  assert.is(error.message, `something. ${errorClasses.rpc.remedy}`);
  assert.false('cause' in error);
});

test('HAND-10 a refused handshake is a failed connection, and that an error of the framework', (assert) => {
  const error = errorOf('handshake', 'refused');
  assert.true(error instanceof HandshakeError);
  assert.true(error instanceof RpcConnectionError);
  assert.true(isKindOf('handshake', 'connection') && isKindOf('connection', 'rpc'));
});

test('CALL-11 an error of the far side keeps class, message and stack as text', (assert) => {
  const error = new RemoteApplicationError('RangeError', 'too far', 'RangeError: too far\n    at x');
  assert.is(error.code, 'application');
  assert.is(error.name, 'RemoteApplicationError');
  assert.true(error.message.startsWith('RangeError: too far. '));
  assert.deepEqual(
    [error.remoteClass, error.remoteMessage, error.remoteStack],
    ['RangeError', 'too far', 'RangeError: too far\n    at x'],
  );
});
