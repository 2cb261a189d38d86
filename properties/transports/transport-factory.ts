/** What the suites need to know of a transport: how one is opened, and where nobody is. */
import type { LinkLimits, Transport } from '../../impl/index.js';

/** What a transport is opened with. */
export interface TransportOptions {
  /** Bounds of its links; what is left out has its usual value. */
  readonly limits?: Partial<LinkLimits>;
}

/** Opens transports of one kind. All that it opens can reach each other. */
export interface TransportFactory {
  /** Names the kind, in reports and on the command line: `tcp`. */
  readonly name: string;
  /** Opens one where no other is. */
  open(options?: TransportOptions): Promise<Transport>;
  /** The authority of a place where nobody listens. */
  nowhere(): Promise<string>;
  /** Ends what the factory itself has started, for example a server. Transports that were opened are closed before. */
  close(): Promise<void>;
}
