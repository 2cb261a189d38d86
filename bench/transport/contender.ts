/**
 * A contender: one way to call into another process. Each is measured by the same drivers, so all that a contender brings
 * is a server that echoes, and a caller.
 */

/** What is sent: characters of ASCII, and the same as bytes. A contender takes what it carries more naturally. */
export interface Payload {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** What comes back: a text, or something that has as many bytes and becomes one. */
export interface Echo {
  readonly length: number;
  toString(): string;
}

/** A payload of so many bytes. */
export function payloadOf(length: number): Payload {
  const text = 'abcdefghijklmnop'.repeat(Math.ceil(length / 16)).slice(0, length);
  return { text, bytes: Buffer.from(text) };
}

/** A server that echoes until it is closed. */
export interface Serving {
  /** What a caller has to know. */
  readonly address: string;
  /** Processes beside this one that do a part of the work, such as a broker. */
  readonly processes?: readonly number[];
  close(): Promise<void> | void;
}

/** A caller that is connected. */
export interface Caller {
  /**
   * One ask.
   *
   * @param payload what is sent; the same object again and again
   * @param answered called with the echo; it may ask again
   * @param failed called instead when there is none
   */
  ask(payload: Payload, answered: (echo: Echo) => void, failed: (error: unknown) => void): void;
  /** One message without an answer; absent where a contender has no such thing. */
  readonly tell?: (payload: Payload) => void;
  close(): Promise<void> | void;
}

/** See the head of this file. */
export interface Contender {
  serve(): Promise<Serving>;
  /** @param address that of {@link Serving} */
  connect(address: string): Promise<Caller>;
}

/** The caller of contenders whose asks give promises, which are all but the limit. */
export function promiseCaller(
  ask: (payload: Payload) => PromiseLike<Echo>,
  close: () => Promise<void> | void,
  tell?: (payload: Payload) => void,
): Caller {
  const caller = {
    ask: (payload: Payload, answered: (echo: Echo) => void, failed: (error: unknown) => void): void =>
      void ask(payload).then(answered, failed),
    close,
  };
  return tell === undefined ? caller : { ...caller, tell };
}
