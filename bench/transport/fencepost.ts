/**
 * Fencepost as a user has it: a fenced endpoint, a gateway, checks of arguments and results on both sides. It can be many
 * endpoints, or many connections, to show what each of them costs.
 */
import * as t from 'io-ts';
import {
  ask,
  defineGateway,
  FencedRpcEndpoint,
  RpcService,
  TcpTransport,
  type Token,
  type Transport,
  tell,
} from '../../impl/index.js';
import { type Caller, type Contender, type Payload, promiseCaller, type Serving } from './contender.js';

const EchoGateway = defineGateway('Echo', {
  echo: ask([t.string], t.string),
  note: tell([t.string]),
});

const TOKEN: Token = { type: 'Session', bytes: '00112233445566778899aabbccddeeff' };

class EchoEndpoint extends FencedRpcEndpoint<EchoEndpoint> {
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

/** How services reach each other. */
export interface Way {
  /** The transport of a service that is called. */
  listen(): Promise<Transport>;
  /** The transport of a service that calls. */
  dial(): Promise<Transport>;
}

/** TCP on the loopback interface. */
export const tcp: Way = {
  listen: () => TcpTransport.open({ host: '127.0.0.1' }),
  dial: () => TcpTransport.open({ host: '127.0.0.1' }),
};

async function serve(way: Way, { endpoints }: Size): Promise<Serving> {
  const service = new RpcService({ transport: await way.listen() });
  const addresses: string[] = [];
  for (let index = 0; index < endpoints; index += 1) {
    const endpoint = new EchoEndpoint(service);
    endpoint.start();
    addresses.push(endpoint.address);
  }
  return { address: addresses.join(' '), close: () => service.close() };
}

/** Calls go to the endpoints and over the connections in turn. */
async function connect(way: Way, { connections }: Size, address: string): Promise<Caller> {
  const services: RpcService[] = [];
  for (let index = 0; index < connections; index += 1)
    services.push(new RpcService({ transport: await way.dial() }));
  const gateways = await Promise.all(
    services.flatMap((service) =>
      address.split(' ').map((one) => service.connectFenced(one, EchoGateway, TOKEN)),
    ),
  );
  let turn = 0;
  const next = (): (typeof gateways)[number] => {
    turn = turn + 1 < gateways.length ? turn + 1 : 0;
    return gateways[turn] as (typeof gateways)[number];
  };
  return promiseCaller(
    ({ text }: Payload) => next().echo(text),
    async () => {
      await Promise.all(services.map((service) => service.close()));
    },
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
