/** Faults of adapters: what a broken adapter did, with the line that shows it. They are no verdict on anybody. */

/** Every way in which an adapter can be broken. */
export type AdapterFaultCode =
  /** It could not be started, or nobody listens there. */
  | 'adapter-not-started'
  /** It ended although nothing allowed it to. */
  | 'adapter-died'
  /** It did not answer in time. */
  | 'adapter-silent'
  /** A line was longer than the protocol allows. */
  | 'adapter-line-too-long'
  /** A line was not JSON. */
  | 'adapter-not-json'
  /** A line was JSON, but not the answer that was due. */
  | 'adapter-malformed'
  /** An answer to no request. */
  | 'adapter-unknown-id'
  /** A second answer to a request. */
  | 'adapter-answered-twice'
  /** An answer before that of an earlier request. */
  | 'adapter-out-of-order'
  /** It speaks another version of the protocol. */
  | 'adapter-other-protocol'
  /** It answered that it cannot do what it said it could. */
  | 'adapter-refused'
  /** What it reports contradicts itself, or its capabilities. */
  | 'adapter-lied';

const SHOWN_CHARACTERS_MAX = 200;

/** See the head of this file. The message says what was found, what was expected and what to do. */
export class AdapterFault extends Error {
  override readonly name = 'AdapterFault';
  readonly code: AdapterFaultCode;
  /** The offending line, shortened; null when there is none. */
  readonly line: string | null;
  /** The last that the adapter wrote to its standard error; filled in by the channel. */
  diagnostics = '';
  /** What the suite was doing: the name of the scenario, or the verb. */
  during = '';

  /**
   * @param code the kind of fault
   * @param message found, expected, what to do
   * @param line the offending line, of any length
   */
  constructor(code: AdapterFaultCode, message: string, line: string | null = null) {
    super(message);
    this.code = code;
    this.line = line === null ? null : shortened(line);
  }
}

/** A line in at most so many characters, with its true length. */
export function shortened(line: string, charactersMax = SHOWN_CHARACTERS_MAX): string {
  if (line.length <= charactersMax) return line;
  return `${line.slice(0, charactersMax)}… (${line.length} characters)`;
}
