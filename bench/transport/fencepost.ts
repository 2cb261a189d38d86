/**
 * Fencepost as a user has it: a fenced endpoint, a gateway, checks of arguments and results on both sides. It can be many
 * endpoints, or many connections, to show what each of them costs.
 */
import * as t from 'io-ts';
import {
  ask,
  defineGateway,
  FencedRpcEndpoint,
  type GatewayOf,
  RpcService,
  type Token,
  tell,
} from '../../impl/index.js';
import { type Caller, type Contender, type Payload, promiseCaller, type Serving } from './contender.js';
import type { Way } from './ways.js';

export const EchoGateway = defineGateway('Echo', {
  echo: ask([t.string], t.string),
  note: tell([t.string]),
});

export const TOKEN: Token = { type: 'Session', bytes: '00112233445566778899aabbccddeeff' };

export class EchoEndpoint extends FencedRpcEndpoint<EchoEndpoint> {
  private notes = 0;

  constructor(service: RpcService) {
    super(service, { gateways: [EchoGateway] }, TOKEN);
  }

  echo(text: string): string {
    return text;
  }

  note(text: string): void {
    this.notes += text.length;
  }
}

/** How much of everything there is. */
export interface Size {
  readonly endpoints: number;
  /** Each is a service of its own on the side of the caller. */
  readonly connections: number;
}

/** Between where callers have to connect to and the addresses of the endpoints. */
const SEPARATOR = '|';

async function serve(way: Way, { endpoints }: Size): Promise<Serving> {
  const { transport, place, processes, end } = await way.listen();
  const service = new RpcService({ transport });
  const addresses: string[] = [];
  for (let index = 0; index < endpoints; index += 1) {
    const endpoint = new EchoEndpoint(service);
    endpoint.start();
    addresses.push(endpoint.address);
  }
  const close = async (): Promise<void> => {
    await service.close();
    await end();
  };
  return { address: `${place}${SEPARATOR}${addresses.join(' ')}`, processes, close };
}

/** Calls go to the endpoints and over the connections in turn. */
async function connect(way: Way, { connections }: Size, address: string): Promise<Caller> {
  const [place, addresses] = address.split(SEPARATOR) as [string, string];
  const services: RpcService[] = [];
  for (let index = 0; index < connections; index += 1)
    services.push(new RpcService({ transport: await way.dial(place) }));
  const gateways = await Promise.all(
    services.flatMap((service) =>
      addresses.split(' ').map((one) => service.connectFenced(one, EchoGateway, TOKEN)),
    ),
  );
  return echoCaller(gateways, async () => {
    await Promise.all(services.map((service) => service.close()));
  });
}

/** A caller of gateways in turn. */
export function echoCaller(
  gateways: readonly GatewayOf<typeof EchoGateway>[],
  close: () => Promise<void>,
): Caller {
  let turn = 0;
  const next = (): GatewayOf<typeof EchoGateway> => {
    turn = turn + 1 < gateways.length ? turn + 1 : 0;
    return gateways[turn] as GatewayOf<typeof EchoGateway>;
  };
  return promiseCaller(
    ({ text }: Payload) => next().echo(text),
    close,
    ({ text }: Payload) => next().note(text),
  );
}

/** Fencepost over a transport. */
export function fencepost(way: Way, size: Size = { endpoints: 1, connections: 1 }): Contender {
  return {
    serve: () => serve(way, size),
    connect: (address) => connect(way, size, address),
  };
}
