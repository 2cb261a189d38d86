/**
 * Compile-time proof that a codec and a type say the same: each is assignable to the other, and neither has a field,
 * optional ones included, that the other lacks.
 */
import type * as t from 'io-ts';

/** Every key of every member of a union. */
type KeysOf<A> = A extends unknown ? keyof A : never;

type Mutual<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** `true` when the two types are the same in the sense of this file, else `false`. */
export type Same<A, B> = [Mutual<A, B>, Mutual<KeysOf<A>, KeysOf<B>>] extends [true, true] ? true : false;

/**
 * A codec whose type is proved to be `A`.
 *
 * @param codec the codec; the call does not compile when its type is not `A`
 * @returns the codec, typed by the name of its type
 * @example
 * ```ts
 * export const ActionNameCodec = codecOf<ActionName>()(t.strict({ leg: LegCodec, id: Natural }));
 * ```
 */
export function codecOf<A>(): <C extends t.Mixed>(
  codec: Same<t.TypeOf<C>, A> extends true ? C : never,
) => C & t.Type<A> {
  return (codec) => codec as never;
}
