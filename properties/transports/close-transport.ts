/** Closing a transport, for whoever awaits. */
import type { Transport } from '../../impl/index.js';

/** Closes a transport. @returns when everything that waited has left, or was given up */
export const closeTransport = (transport: Transport): Promise<void> =>
  new Promise((resolve) => transport.close(resolve));
