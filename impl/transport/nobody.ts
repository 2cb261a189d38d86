/** Hears a link whose owner does not want to hear anything, or not yet. */
import type { LinkListener } from './transport.js';

/** See the head of this file. */
export const nobody: LinkListener = { received() {}, undecodable() {}, closed() {} };
