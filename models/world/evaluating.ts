/** Carries out evaluate: what the pure functions of the service library must return (rules ADDR-03 to ADDR-05, …). */
import type { Operation, PlainValue } from '../../spec/operations.js';
import { hostAndPort, normalHost, remoteEnding } from '../host-text.js';
import { throwing, X } from './expect.js';
import type { OpRecord } from './records.js';
import { atOnce } from './settle.js';
import { N } from './symbols.js';
import type { World } from './world.js';

type Evaluate = Extract<Operation, { type: 'evaluate' }>;

/** Evaluates a function on plain values. */
export function evaluate(world: World, op: OpRecord, operation: Evaluate): boolean {
  const [first = null, second = null, third = null] = operation.arguments;
  switch (operation.utility) {
    case 'remote-address': {
      const ending = remoteEnding(String(first), Number(second), String(third));
      return orElse(world, op, ending, N.ADDRESS_BUILT, N.PORT_INVALID, X.ending);
    }
    case 'host-and-port':
      return orElse(
        world,
        op,
        hostAndPort(String(first)),
        N.HOST_AND_PORT,
        N.HOST_AND_PORT_NONE,
        X.hostAndPort,
      );
    case 'normalize-host':
      return normalize(world, op, first);
    case 'random-name':
      return orElse(
        world,
        op,
        first === null ? null : String(first),
        N.NAME_GENERATED,
        N.NAME_NULL,
        X.generatedName,
      );
    case 'wildcard-name':
      return text(world, op, N.WILDCARD_NAME, `${first}_*`);
    case 'frame-size':
      return frameSize(world, op, first);
  }
}

const text = (world: World, op: OpRecord, symbol: number, value: string, expected: number = X.text) =>
  atOnce(world, op, symbol, expected, 0, world.nameNumber(value));

function orElse(
  world: World,
  op: OpRecord,
  value: string | null,
  good: number,
  bad: number,
  expected: number = X.text,
): boolean {
  return value === null ? atOnce(world, op, bad) : text(world, op, good, value, expected);
}

/** An empty host is no name and no literal: it is refused, or stays as it is. */
function normalize(world: World, op: OpRecord, host: PlainValue): boolean {
  if (String(host).trim() === '') {
    op.alternate = X.text;
    return atOnce(world, op, N.HOST_INVALID);
  }
  return orElse(world, op, normalHost(String(host)), N.HOST_NORMALIZED, N.HOST_INVALID);
}

/** A frame size is a positive whole number of bytes; the original cuts a fraction (SIZE-14). */
function frameSize(world: World, op: OpRecord, bytes: PlainValue): boolean {
  const size = Number(bytes);
  const whole = Math.trunc(size);
  const isCut = whole !== size && world.profile.quirks !== 'refused';
  if (!(whole > 0) || (whole !== size && !isCut)) return atOnce(world, op, N.FRAME_SIZE_INVALID);
  if (isCut) op.alternate = throwing('illegal-argument');
  return atOnce(world, op, N.FRAME_SIZE, X.number, whole);
}
