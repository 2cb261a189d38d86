/** Where a case is tried: transports that are opened for it and closed behind it, and waiting with a bound. */
import type { LinkLimits, Transport } from '../../impl/index.js';
import { closeTransport } from '../transports/close-transport.js';
import type { RawPeers, RawPlace, TransportFactory } from '../transports/transport-factory.js';
import { End } from './end.js';
import { FRAME_BYTES } from './frame-bytes.js';
import { Party } from './party.js';
import { RawParty } from './raw-party.js';
import { expect, TransportViolation } from './transport-case.js';

/** What a party is opened with. */
export interface PartyOptions {
  readonly limits?: Partial<LinkLimits>;
  /** The largest frame of its service, in bytes. */
  readonly frameBytes?: number;
  /** The time of its service: `by-hand` passes only when the case says so; `real` when absent. */
  readonly clock?: 'real' | 'by-hand';
  /** Whether a service has the transport; true when absent. */
  readonly listens?: boolean;
  /** Whether others can dial it; true when absent, and `false` only with the ability `dials-only`. */
  readonly isDialled?: boolean;
}

/** Both ends of a link. */
export interface LinkedEnds {
  readonly near: End;
  readonly far: End;
}

/** How long nothing must come until nothing more is expected, in milliseconds. */
const SILENCE_MS = 300;

/** See the head of this file. */
export class Bench {
  readonly factory: TransportFactory;
  private readonly patienceMs: number;
  private readonly transports: Transport[] = [];
  private readonly rawParties: RawParty[] = [];
  private readonly rawPlaces: RawPlace[] = [];

  /** @param patienceMs how long anything may take that has to come, in milliseconds */
  constructor(factory: TransportFactory, patienceMs: number) {
    this.factory = factory;
    this.patienceMs = patienceMs;
  }

  /** Opens a transport, and puts a service on it that keeps what it hears. */
  async party(options: PartyOptions = {}): Promise<Party> {
    const { limits = {}, frameBytes = FRAME_BYTES, clock = 'real', listens = true } = options;
    const transport = await this.factory.open({ limits, listen: options.isDialled ?? true });
    this.transports.push(transport);
    const party = new Party(transport, clock, frameBytes);
    if (listens) transport.listen(party);
    return party;
  }

  /** Dials; what the transport refuses at once is an end that is over. */
  dial(from: Party, authority: string): End {
    const end = new End();
    end.link = from.transport.dial(authority, end);
    if (end.link === null) end.refused = true;
    return end;
  }

  /** Links two parties, which are opened if none are given. */
  async linked(from?: Party, to?: Party): Promise<LinkedEnds & { readonly from: Party; readonly to: Party }> {
    const dialler = from ?? (await this.party());
    const dialled = to ?? (await this.party());
    const known = dialled.ends.length;
    const near = this.dial(dialler, dialled.authority);
    await this.until(
      () => dialled.ends.length > known,
      `a link from ${dialler.authority} to ${dialled.authority} is accepted`,
    );
    return { near, far: dialled.ends[known] as End, from: dialler, to: dialled };
  }

  // --- peers in bytes ---------------------------------------------------------------------------------------------

  private get rawPeers(): RawPeers {
    const { rawPeers } = this.factory;
    expect(
      rawPeers !== undefined,
      () => `The factory of ${this.factory.name} has no raw peers and does not say why`,
    );
    return rawPeers;
  }

  /** Opens a channel to a party, on which the case says what it likes. */
  rawDial(to: Party): RawParty {
    const raw = new RawParty();
    raw.channel = this.rawPeers.dial(to.authority, raw);
    this.rawParties.push(raw);
    return raw;
  }

  /** Listens in bytes. @returns where, and who is made of each channel that is opened */
  async rawListen(): Promise<{ readonly authority: string; readonly accepted: readonly RawParty[] }> {
    const accepted: RawParty[] = [];
    const place = await this.rawPeers.listen((channel) => {
      const raw = new RawParty();
      raw.channel = channel;
      accepted.push(raw);
      this.rawParties.push(raw);
      return raw;
    });
    this.rawPlaces.push(place);
    return { authority: place.authority, accepted };
  }

  // --- waiting ----------------------------------------------------------------------------------------------------

  /** Waits until something has come about. @throws TransportViolation when it does not, in words of the case */
  async until(holds: () => boolean, what: string, patienceMs = this.patienceMs): Promise<void> {
    const untilMs = performance.now() + patienceMs;
    while (!holds()) {
      if (performance.now() > untilMs)
        throw new TransportViolation(`Expected within ${patienceMs} ms that ${what}, and it did not come`);
      await pause(1);
    }
  }

  /** Lets the event loop have turns: what was written on this machine has been read after some of them. */
  async turn(turns = 1): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await pause(0);
  }

  /**
   * Waits until so much has come, as long as anything may take, and then until nothing more comes. What is missing then is for
   * the case to say.
   */
  async arrival(expected: number, count: () => number): Promise<void> {
    const untilMs = performance.now() + this.patienceMs;
    while (count() < expected && performance.now() < untilMs) await pause(1);
    await this.silence(count);
  }

  /** Waits until nothing has come for a while: until a number stays what it is. It says nothing of what has to come. */
  async silence(count: () => number): Promise<void> {
    for (let seen = -1; seen !== count(); ) {
      seen = count();
      for (let waited = 0; waited < SILENCE_MS && seen === count(); waited += 10) await pause(10);
    }
  }

  /** Closes everything that was opened. It fails with what a transport throws, once the others are closed. */
  async close(): Promise<void> {
    for (const raw of this.rawParties) raw.channel?.destroy();
    for (const place of this.rawPlaces) place.close();
    const closings = await Promise.allSettled(this.transports.map(closeTransport));
    for (const closing of closings) if (closing.status === 'rejected') throw closing.reason;
  }
}

/** Lets time pass, and the event loop have its turns. */
export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds));
