/**
 * A value that is an item of CBOR already. The reference never sends one: with it the suite sends arguments that no peer can
 * read.
 */

/** See the head of this file. @internal */
export class EncodedValue {
  /** The item; nobody looks at it before it is sent. */
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}
