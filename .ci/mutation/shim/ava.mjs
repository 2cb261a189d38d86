// Stands for ava where tests are run in this process, again and again: `import test from 'ava'` registers the tests of a
// file in a list, and whoever loaded the file calls them. Only what the tests of the models and of the core use is here;
// anything else is an error when the file is loaded, and never a test that passes.
import { isDeepStrictEqual } from 'node:util';

/** The tests of the file that is being loaded. */
let tests = [];

/** @returns the tests of a file, each with a title and something to call; it throws or rejects when the test fails */
export async function testsOf(/** @type {string} */ url) {
  tests = [];
  await import(url);
  return tests;
}

export class AssertionError extends Error {
  name = 'AssertionError';
}

function demand(/** @type {unknown} */ good, /** @type {string} */ message) {
  if (good !== true) throw new AssertionError(message);
}

function shown(/** @type {unknown} */ value) {
  try {
    return String(typeof value === 'object' ? JSON.stringify(value) : value).slice(0, 200);
  } catch {
    return typeof value;
  }
}

/** Whether a value has everything that is expected of it, and maybe more. */
function isLike(/** @type {any} */ value, /** @type {any} */ expected) {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected))
    return isDeepStrictEqual(value, expected);
  return Object.entries(expected).every(([key, part]) => value != null && isLike(value[key], part));
}

/** What `t.throws` demands of an error. */
function demandError(
  /** @type {any} */ error,
  /** @type {any} */ { instanceOf, message, name, code, is } = {},
) {
  demand(error instanceof Error, `threw ${shown(error)}, which is no error`);
  if (is !== undefined) demand(error === is, 'threw another error');
  if (instanceOf !== undefined) demand(error instanceof instanceOf, `threw ${error.name}`);
  if (name !== undefined) demand(error.name === name, `threw ${error.name}`);
  if (code !== undefined) demand(error.code === code, `threw ${error.code}`);
  if (typeof message === 'string') demand(error.message === message, `threw: ${error.message}`);
  else if (message !== undefined) demand(message.test(error.message), `threw: ${error.message}`);
  return error;
}

/** The assertions of one test. One that fails ends the test at once. */
class Assertions {
  count = 0;
  log() {}
  pass() {
    this.count += 1;
  }
  check(good, message) {
    this.count += 1;
    demand(good, message);
  }
  fail(message = 'failed') {
    this.check(false, message);
  }
  true(value, message = 'not true') {
    this.check(value === true, message);
  }
  false(value, message = 'not false') {
    this.check(value === false, message);
  }
  truthy(value, message = 'not truthy') {
    this.check(Boolean(value), message);
  }
  is(value, expected, message = `${shown(value)} is not ${shown(expected)}`) {
    this.check(Object.is(value, expected), message);
  }
  not(value, unexpected, message = `is ${shown(unexpected)}`) {
    this.check(!Object.is(value, unexpected), message);
  }
  deepEqual(value, expected, message = `${shown(value)} does not equal ${shown(expected)}`) {
    this.check(isDeepStrictEqual(value, expected), message);
  }
  like(value, expected, message = `${shown(value)} is not like ${shown(expected)}`) {
    this.check(isLike(value, expected), message);
  }
  regex(value, expression, message = `${shown(value)} does not match ${expression}`) {
    this.check(expression.test(value), message);
  }
  notRegex(value, expression, message = `${shown(value)} matches ${expression}`) {
    this.check(!expression.test(value), message);
  }
  notThrows(act, message = 'threw') {
    try {
      act();
    } catch (error) {
      throw new AssertionError(message, { cause: error });
    }
    this.pass();
  }
  throws(act, expected) {
    this.count += 1;
    let error;
    try {
      act();
    } catch (thrown) {
      error = thrown;
      return demandError(error, expected);
    }
    throw new AssertionError('threw nothing');
  }
  async throwsAsync(act, expected) {
    this.count += 1;
    try {
      await (typeof act === 'function' ? act() : act);
    } catch (error) {
      return demandError(error, expected);
    }
    throw new AssertionError('rejected nothing');
  }
}

/** A test; one that asserts nothing fails, as it does with ava. */
export default function test(/** @type {string} */ title, /** @type {(t: Assertions) => unknown} */ body) {
  const run = async () => {
    const assertions = new Assertions();
    await body(assertions);
    demand(assertions.count > 0, 'asserted nothing');
  };
  tests.push({ title, run });
}

test.serial = test;
