/** What every transport over channels can be told. It is checked before anything is opened: nothing fails later for it. */
import { IllegalArgumentError } from '../rpc/errors.js';
import { hexOf } from '../wire/hexadecimal.js';
import { checkedLimits, type LinkLimits } from './link-limits.js';

/** See the head of this file. */
export interface ChannelTransportOptions {
  /** Bounds; see {@link LinkLimits}. */
  readonly limits?: Partial<LinkLimits>;
  /** Arguments and results travel as JSON text, where the peer wants that too: for captures that people read. */
  readonly json?: boolean;
  /** Names this process to its peers: 16 bytes as 32 hexadecimal digits in lower case. Absent: random ones. */
  readonly nodeId?: string;
}

/** What is known of options that were checked. */
export interface CheckedChannelOptions {
  readonly limits: LinkLimits;
  readonly nodeId: string;
}

/**
 * Checks options, and fills in what is left out or undefined.
 *
 * @throws IllegalArgumentError for limits that cannot be, and a node id that is none
 */
export function checkedChannelOptions<Options extends ChannelTransportOptions>(
  options: Options,
): Options & CheckedChannelOptions {
  const { nodeId = newNodeId() } = options;
  if (!/^[0-9a-f]{32}$/.test(nodeId))
    throw new IllegalArgumentError(
      `'${nodeId}' is no node id: it is 16 bytes as 32 hexadecimal digits in lower case`,
    );
  return { ...options, nodeId, limits: checkedLimits(options.limits) };
}

/** 16 random bytes as hexadecimal digits. */
const newNodeId = (): string => hexOf(globalThis.crypto.getRandomValues(new Uint8Array(16)));
