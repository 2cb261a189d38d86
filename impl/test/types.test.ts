/**
 * Goal: what cannot work does not compile. Method: each line that must not compile stands behind `@ts-expect-error` with
 * its reason; the compiler fails when it does compile. The tests only run what is left.
 */
import test from 'ava';
import * as t from 'io-ts';
import {
  ask,
  defineGateway,
  type FencedGatewayOf,
  type GatewayOf,
  RpcEndpoint,
  type RpcService,
  type ServerOf,
  tell,
} from '../index.js';
import { FencedWorker, token, WorkGateway, type WorkGatewayType, World } from './support.js';

/** Whether two types are the same type. */
type Same<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;
const same = <Left, Right>(answer: Same<Left, Right>): boolean => answer;

const BaseGateway = defineGateway('Base', { ping: ask([], t.string) });
const TypedGateway = defineGateway(
  'Typed',
  {
    find: ask([t.string, t.union([t.number, t.null])], t.type({ found: t.boolean })),
    hear: tell([t.string]),
  },
  BaseGateway,
);
type Typed = GatewayOf<typeof TypedGateway>;

class Complete extends RpcEndpoint<Complete> {
  readonly heard: string[] = [];

  constructor(service: RpcService) {
    super(service, { gateways: [TypedGateway] });
  }

  ping(): string {
    return 'pong';
  }

  async find(text: string, at: number | null): Promise<{ found: boolean }> {
    return { found: text.length > (at ?? 0) };
  }

  hear(text: string): void {
    this.heard.push(text);
  }
}

class LacksInherited extends RpcEndpoint<LacksInherited> {
  constructor(service: RpcService) {
    // @ts-expect-error: the class lacks `ping`, which Typed inherits from Base
    super(service, { gateways: [TypedGateway] });
  }

  find(_text: string, _at: number | null): { found: boolean } {
    return { found: false };
  }

  hear(_text: string): void {}
}

class WrongParameter extends RpcEndpoint<WrongParameter> {
  constructor(service: RpcService) {
    // @ts-expect-error: `find` takes a text, not a number
    super(service, { gateways: [TypedGateway] });
  }

  ping(): string {
    return 'pong';
  }

  find(_text: number, _at: number | null): { found: boolean } {
    return { found: false };
  }

  hear(_text: string): void {}
}

class WrongResult extends RpcEndpoint<WrongResult> {
  constructor(service: RpcService) {
    // @ts-expect-error: `ping` answers with a text, not with a number
    super(service, { gateways: [BaseGateway] });
  }

  ping(): number {
    return 1;
  }
}

class HiddenMethod extends RpcEndpoint<HiddenMethod> {
  constructor(service: RpcService) {
    // @ts-expect-error: a method that is not public cannot be declared
    super(service, { gateways: [BaseGateway] });
  }

  protected ping(): string {
    return 'pong';
  }
}

class OneOfTwo extends RpcEndpoint<OneOfTwo> {
  constructor(service: RpcService) {
    // @ts-expect-error: the class serves Base but not Work
    super(service, { gateways: [BaseGateway, WorkGateway] });
  }

  ping(): string {
    return 'pong';
  }
}

class NoGateways extends RpcEndpoint<NoGateways> {
  constructor(service: RpcService) {
    // @ts-expect-error: an endpoint lists the gateways that it serves
    super(service, {});
  }
}

/** Never called: what must not compile must not run either. */
async function mustNotCompile(
  service: RpcService,
  gateway: Typed,
  fenced: FencedGatewayOf<typeof TypedGateway>,
) {
  // @ts-expect-error: the first argument is a text
  void gateway.find(1, null);
  // @ts-expect-error: the second argument is a number or null
  void gateway.find('x', 'y');
  // @ts-expect-error: an argument is missing
  void gateway.find('x');
  // @ts-expect-error: there is one argument too many
  void gateway.find('x', 1, 2);
  // @ts-expect-error: a tell returns nothing to wait for
  gateway.hear('x').then(() => undefined);
  // @ts-expect-error: the result of an ask is a promise
  const sum: { found: boolean } = gateway.find('x', 1);
  // @ts-expect-error: the result has no such property
  void (await gateway.find('x', 1)).lost;
  // @ts-expect-error: nobody declared the method
  gateway.shout('x');
  // @ts-expect-error: a gateway from a connect has nothing of a server
  gateway.start();
  // @ts-expect-error: a gateway cannot be given another address
  gateway.address = 'elsewhere';
  // @ts-expect-error: a plain gateway has no token
  void gateway.fencingToken;
  // @ts-expect-error: a gateway keeps its token for ever
  fenced.fencingToken = null;
  // @ts-expect-error: a token has a type and bytes
  void service.connectFenced('address', TypedGateway, 'token');
  // @ts-expect-error: a gateway is what a connect asks for
  void service.connect('address', Complete);
  // @ts-expect-error: a codec is what a parameter is declared with
  defineGateway('Bad', { bad: ask(['string'], t.string) });
  // @ts-expect-error: an ask needs the codec of its result
  defineGateway('Bad', { bad: ask([t.string]) });
  // @ts-expect-error: the pause of an endpoint is its own business
  new Complete(service).stop();
  return sum;
}

test('an endpoint that lacks a declared method, or has it otherwise, does not compile', (assert) => {
  const service = new World().service();
  assert.notThrows(() => new Complete(service));
  assert.is(typeof mustNotCompile, 'function');
  for (const Wrong of [LacksInherited, OneOfTwo, NoGateways]) assert.throws(() => new Wrong(service));
  for (const Unseen of [WrongParameter, WrongResult, HiddenMethod])
    assert.notThrows(() => new Unseen(service));
});

test('CALL-01, CALL-02 calls have the types of their codecs: a tell returns nothing, an ask a promise', async (assert) => {
  assert.true(same<ReturnType<Typed['hear']>, void>(true));
  assert.true(same<ReturnType<Typed['find']>, Promise<{ found: boolean }>>(true));
  assert.true(same<ReturnType<Typed['ping']>, Promise<string>>(true));
  assert.true(same<Parameters<Typed['find']>[0], string>(true));
  assert.true(same<Parameters<Typed['find']>[1], number | null>(true));
  assert.true(same<ReturnType<WorkGatewayType['add']>, Promise<number>>(true));
  const world = new World();
  const service = world.service();
  const endpoint = new Complete(service);
  endpoint.start();
  const gateway: Typed = await world.connect(service, endpoint.address, TypedGateway);
  const found: { found: boolean } = await world.value(gateway.find('x', null));
  const pong: string = await world.value(gateway.ping());
  gateway.hear('y');
  await world.settle();
  assert.deepEqual([found, pong, endpoint.heard], [{ found: true }, 'pong', ['y']]);
});

test('HAND-16 what is not declared does not exist on the type of a gateway', (assert) => {
  assert.true(same<Exclude<keyof Typed, 'find' | 'hear' | 'ping' | 'address' | 'hostName'>, never>(true));
});

test('an endpoint may answer at once or later', (assert) => {
  const server: ServerOf<typeof BaseGateway> = { ping: () => 'pong' };
  const later: ServerOf<typeof BaseGateway> = { ping: () => Promise.resolve('pong') };
  assert.is(typeof server.ping, typeof later.ping);
});

test('FENCE-11 a fenced gateway has a token in its type too', async (assert) => {
  const world = new World();
  const service = world.service();
  const worker = new FencedWorker(service, token('01'));
  const gateway: FencedGatewayOf<typeof WorkGateway> = await world.value(
    service.connectFenced(worker.address, WorkGateway, token('01')),
  );
  assert.is(gateway.fencingToken?.bytes, '01');
});
