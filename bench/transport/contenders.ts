/** Who is measured. Contenders of other projects live in `bench/peers`, where their packages are installed. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hasNatsServer } from '../../properties/transports/nats-server.js';
import type { Contender } from './contender.js';
import { fencepost } from './fencepost.js';
import { raw } from './raw.js';
import { bareThread, thread } from './threads.js';
import { nats, tcp, webSocket } from './ways.js';

/** What a message travels over. Over a MessagePort the server is a thread of the caller's process. */
export type Medium = 'TCP' | 'WebSocket' | 'MessagePort' | 'NATS';

/** A contender by name. */
export interface Entry {
  readonly name: string;
  readonly medium: Medium;
  /** The limit, this project, or a library of others. */
  readonly role: 'limit' | 'own' | 'peer';
  load(): Promise<Contender>;
}

/** The name of the limit, with which everything is compared. */
export const LIMIT = 'raw';

/** The name of this project over TCP. */
export const OWN = 'Fencepost';

const peersFolder = fileURLToPath(new URL('../../../bench/peers/', import.meta.url));

/** A contender of others. */
function peer(name: string, medium: Medium, file: string): Entry {
  const load = async (): Promise<Contender> => {
    const { contender } = (await import(`${peersFolder}contenders/${file}.mjs`)) as {
      readonly contender: Contender;
    };
    return contender;
  };
  return { name, medium, role: 'peer', load };
}

/** A contender of this project. */
function own(name: string, medium: Medium, role: Entry['role'], contender: Contender): Entry {
  return { name, medium, role, load: async () => contender };
}

export const entries: readonly Entry[] = [
  own(LIMIT, 'TCP', 'limit', raw),
  own('raw worker', 'MessagePort', 'limit', bareThread),
  own(OWN, 'TCP', 'own', fencepost(tcp)),
  own('Fencepost over ws', 'WebSocket', 'own', fencepost(webSocket)),
  own('Fencepost over MessagePort', 'MessagePort', 'own', thread),
  own('Fencepost over NATS', 'NATS', 'own', fencepost(nats)),
  peer('moleculer', 'TCP', 'moleculer'),
  peer('grpc-js', 'TCP', 'grpc'),
  peer('connect-node', 'TCP', 'connect'),
  peer('birpc over ws', 'WebSocket', 'birpc'),
  peer('capnweb over ws', 'WebSocket', 'capnweb'),
  peer('comlink', 'MessagePort', 'comlink'),
  peer('NATS request', 'NATS', 'nats'),
];

/** Whether the packages of the other projects are installed. */
function arePeersInstalled(): boolean {
  return existsSync(`${peersFolder}node_modules/@grpc/grpc-js`);
}

/** What a contender lacks here, in words; `null` when it can be measured. */
export function lackOf({ role, medium }: Entry): string | null {
  if (role === 'peer' && !arePeersInstalled()) return 'npm ci --prefix bench/peers installs it';
  if (medium === 'NATS' && !hasNatsServer())
    return 'nats-server is not here: on Debian it is in the package of that name';
  return null;
}

/**
 * This project in sizes, for the curve.
 *
 * @param name `endpoints N` or `connections N`
 */
function sized(name: string): Entry | undefined {
  const [, what, count] = /^(endpoints|connections) (\d+)$/.exec(name) ?? [];
  if (what === undefined) return undefined;
  const size = { endpoints: 1, connections: 1, [what]: Number(count) };
  return own(name, 'TCP', 'own', fencepost(tcp, size));
}

/** @throws Error when there is none of this name */
export function entryOf(name: string): Entry {
  const found = entries.find((entry) => entry.name === name) ?? sized(name);
  if (found === undefined) throw new Error(`There is no contender '${name}'`);
  return found;
}
