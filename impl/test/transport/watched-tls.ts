/** A TLS transport for tests that notes what comes past it, in the place of a service. */
import {
  EventLoopScheduler,
  type Link,
  type TlsRefusal,
  TlsTransport,
  type TlsTransportOptions,
} from '../../index.js';
import type { WireFrame } from '../../wire/index.js';

/** See the head of this file. */
export class WatchedTls {
  /** The links of peers that were accepted. */
  readonly links: Link[] = [];
  readonly frames: WireFrame[] = [];
  readonly transport: TlsTransport;

  private constructor(transport: TlsTransport) {
    this.transport = transport;
    const ear = {
      received: (frame: WireFrame) => void this.frames.push(frame),
      undecodable: () => undefined,
      closed: () => undefined,
    };
    transport.listen({
      clock: new EventLoopScheduler(),
      frameBytes: 1_000_000,
      accept: (link) => {
        this.links.push(link);
        return ear;
      },
    });
  }

  static async open(options: TlsTransportOptions): Promise<WatchedTls> {
    return new WatchedTls(await TlsTransport.open(options));
  }

  /** Dials. @returns why the link ended */
  whyClosed(authority: string): Promise<string> {
    return new Promise((resolve) => {
      const ear = { received: () => undefined, undecodable: () => undefined, closed: resolve };
      if (this.transport.dial(authority, ear) === null) resolve('it was not dialled');
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.transport.close(resolve));
  }
}

/** A handshake on a busy machine takes its time; tests of limits set their own. */
const HANDSHAKE_MS = 60_000;

/** A transport that can be watched, and whom it has refused. */
export async function watched(options: TlsTransportOptions) {
  const refusals: TlsRefusal[] = [];
  const limits = { handshakeMs: HANDSHAKE_MS, ...options.limits };
  const side = await WatchedTls.open({
    ...options,
    limits,
    refused: (refusal) => void refusals.push(refusal),
  });
  return { side, refusals };
}
