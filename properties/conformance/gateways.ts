/**
 * The gateways that the conformance endpoints serve, and the values that scripts make travel: among them values that
 * cannot be serialized, that cannot be decoded, and that look like the protocol's own.
 */
import * as t from 'io-ts';
import { ask, defineGateway, rpcTimeout, tell } from '../../impl/index.js';

/** A scripted value with a mischief of its own; see {@link WorkEnding} of `spec/operations.ts`. */
export class Mischief {
  readonly kind: 'unserializable' | 'encoder-throws' | 'undecodable' | 'look-alike';

  constructor(kind: Mischief['kind']) {
    this.kind = kind;
  }
}

/** What a look-alike result looks like on the wire: an answer of the protocol itself. */
const lookAlike = { frame: 'success', op: 1, leg: 'answer', value: 'not the value' };

const isPlain = (value: unknown): value is string | number | null =>
  value === null || typeof value === 'string' || typeof value === 'number';

/** The result of every ask of the conformance gateway. */
export const ScriptedResult = new t.Type<unknown, unknown, unknown>(
  'ScriptedResult',
  (value): value is unknown =>
    isPlain(value) || (value instanceof Mischief && value.kind !== 'unserializable'),
  (value, context) => {
    if (isPlain(value)) return t.success(value);
    const frame = (value as { readonly frame?: unknown }).frame;
    return frame === lookAlike.frame ? t.success(new Mischief('look-alike')) : t.failure(value, context);
  },
  (value) => {
    if (!(value instanceof Mischief)) return value;
    if (value.kind === 'encoder-throws') throw new RangeError('the encoder gave up');
    return value.kind === 'look-alike' ? lookAlike : { undecodable: true };
  },
);

/** The second argument of every method: a text, or one that cannot be serialized. */
export const Payload = new t.Type<unknown, unknown, unknown>(
  'Payload',
  (value): value is unknown => typeof value === 'string' || value instanceof Mischief,
  (value, context) => (typeof value === 'string' ? t.success(value) : t.failure(value, context)),
  (value) => {
    if (typeof value === 'string') return value;
    throw new TypeError('the argument cannot be serialized');
  },
);

/** The gateway of the conformance endpoints. The first argument of each method is the number of the operation. */
export const ConformanceGateway = defineGateway('conformance', {
  tell: tell([t.number, Payload]),
  ask: ask([t.number, Payload], ScriptedResult),
  askWithin: ask([t.number, Payload, rpcTimeout], ScriptedResult),
  askLocal: ask([t.number, Payload], ScriptedResult, { local: true }),
  overloadedText: ask([t.number, t.string], ScriptedResult, { name: 'overloaded' }),
  overloadedNumber: ask([t.number, t.number], ScriptedResult, { name: 'overloaded' }),
});

/** A gateway that no conformance endpoint serves. */
export const ForeignGateway = defineGateway('foreign', { foreign: ask([], t.null) });
