/** Futures: how those of operations settle, and those that may stay open in the original. */

import type { ErrorCode } from '../../spec/errors.js';
import { D } from '../decisions.js';
import type { Table } from '../table.js';
import { failing, throwing, X } from './expect.js';
import type { Instance, OpRecord } from './records.js';
import { Future } from './records.js';
import type { World } from './world.js';

/** The outcome comes at once: null. @returns true */
export function answerNull(world: World, op: OpRecord, blame = -1): true {
  world.owe(op, X.nothing, 0, -1, blame);
  return true;
}

/**
 * An operation is decided where it is invoked: a thrown error, a future that has failed, or a value.
 *
 * @param symbol an event of the chart of immediate decisions
 * @param expected the value, when it is one
 * @returns true
 */
export function atOnce(
  world: World,
  op: OpRecord,
  symbol: number,
  expected: number = X.nothing,
  detail = 0,
  text = -1,
): true {
  world.look(world.tables.immediate, 0, symbol);
  return decideAtOnce(world, op, world.first, op, expected, detail, text);
}

/** The same for an alternative of any chart, and the instance of the chart. @returns true */
export function decideAtOnce(
  world: World,
  op: OpRecord,
  alternative: number,
  of: Instance,
  expected: number = X.nothing,
  detail = 0,
  text = -1,
): true {
  world.count(alternative, of);
  if (isDecision(world, alternative, 'throw')) {
    world.owe(op, throwing(codeOfDecision(world, alternative)), 0, -1, alternative);
  } else if (isDecision(world, alternative, 'fail')) {
    world.owe(op, failing(codeOfDecision(world, alternative)), 0, -1, alternative);
  } else {
    world.owe(op, expected, detail, text, alternative);
  }
  return true;
}

/** The code behind the colon of a decision such as `throw:CODE`. */
export function codeOfDecision(world: World, alternative: number): ErrorCode {
  const { book } = world.tables;
  return book.suffixes[book.decisionOf[alternative] as number] as ErrorCode;
}

/** Whether the decision of an alternative is this word, or begins with it and a colon. */
export function isDecision(world: World, alternative: number, word: string): boolean {
  const { book } = world.tables;
  return book.words[book.decisionOf[alternative] as number] === word;
}

/**
 * Sends an event to the chart of a future and settles the future with `expected`, unless it has come out; where the chart
 * also allows that it stays open, the outcome is optional.
 *
 * @returns the next state of the chart
 */
export function settleBy(
  world: World,
  op: OpRecord,
  table: Table,
  state: number,
  symbol: number,
  expected: number,
  detail: number,
): number {
  world.look(table, state, symbol);
  const { first, last } = world;
  world.count(first, op);
  if (op.future === Future.pending) {
    if (world.tables.book.decisionOf[last - 1] === D.open) world.may(op, expected, detail, first);
    else world.owe(op, expected, detail, -1, first);
  }
  return world.step(table, state, symbol);
}
