/** Goal: the stack of an ask leads to its caller. Method: a caller with a name. */
import test from 'ava';
import { AskTimeoutError } from '../../index.js';
import { captureCallStack, withCallStack } from '../../rpc/call-stack.js';

function theCaller(): string {
  return captureCallStack();
}

test('TIME-07 a captured stack names the calling code, and not what captured it', (assert) => {
  const stack = theCaller();
  assert.regex(stack, /theCaller/);
  assert.notRegex(stack, /captureCallStack/);
});

test('TIME-07 an error with the stack of its caller keeps its name and text', (assert) => {
  const error = new AskTimeoutError('no answer');
  assert.is(withCallStack(error, theCaller()), error);
  assert.regex(error.stack ?? '', /^AskTimeoutError: no answer.*\n\s+at theCaller/);
});
