/**
 * Goal: whatever happens to a connection between two real sockets, every ask over it settles: with its value, or with an
 * error that says that the peer is unreachable; and the service answers others. Method: a proxy between the sockets does it.
 * Nothing is asserted about how long something takes, apart from limits that end a test which hangs.
 */
import { setTimeout as pause } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import {
  ask,
  defineGateway,
  type GatewayOf,
  LINK_LIMITS,
  type LinkLimits,
  RecipientUnreachableError,
  RpcConnectionError,
  RpcEndpoint,
  RpcError,
  RpcService,
  TcpTransport,
  t,
  tell,
} from '../../index.js';
import { Draw } from '../draw.js';
import { openProxied } from './proxied.js';
import type { ProxiedConnection, SocketProxy } from './proxy.js';

const EchoGateway = defineGateway('Echo', {
  echo: ask([t.string], t.string),
  never: ask([], t.null),
  note: tell([t.number]),
});
type EchoGateway = GatewayOf<typeof EchoGateway>;

class Echo extends RpcEndpoint<Echo> {
  readonly notes: number[] = [];

  constructor(service: RpcService) {
    super(service, { endpointId: 'echo', gateways: [EchoGateway] });
  }

  echo(text: string): string {
    return text;
  }

  never(): Promise<null> {
    return new Promise(() => undefined);
  }

  note(number: number): void {
    this.notes.push(number);
  }
}

const limits: LinkLimits = { ...LINK_LIMITS, backOffMs: 1, backOffMaxMs: 1 };

/** Silence is noticed soon. */
const impatient = { idleMs: 150 };

/** Longer than everything else takes: an ask that comes to this limit was not told of the loss of its link. */
const ASK_TIMEOUT_MS = 60_000;

async function openClient(assert: ExecutionContext, more: Partial<LinkLimits> = {}): Promise<RpcService> {
  const transport = await TcpTransport.open({ limits: { ...limits, ...more } });
  const client = new RpcService({ transport, askTimeoutMs: ASK_TIMEOUT_MS });
  assert.teardown(() => client.close());
  return client;
}

/** A server behind a proxy, and a client that has connected through it. */
class Scene {
  readonly proxy: SocketProxy;
  readonly server: RpcService;
  readonly echo: Echo;
  readonly client: RpcService;

  private constructor(proxy: SocketProxy, server: RpcService, client: RpcService) {
    this.proxy = proxy;
    this.server = server;
    this.client = client;
    this.echo = new Echo(server);
    this.echo.start();
  }

  /** @param more bounds of the client */
  static async open(assert: ExecutionContext, more: Partial<LinkLimits> = {}): Promise<Scene> {
    const { transport, proxy } = await openProxied({ limits });
    const server = new RpcService({ transport, askTimeoutMs: ASK_TIMEOUT_MS });
    assert.teardown(() => {
      proxy.close();
      return server.close();
    });
    return new Scene(proxy, server, await openClient(assert, more));
  }

  connect(client = this.client): Promise<EchoGateway> {
    return client.connect(this.echo.address, EchoGateway);
  }

  /** The connection that was dialled last. */
  get connection(): ProxiedConnection {
    return this.proxy.connections.at(-1) as ProxiedConnection;
  }
}

/** Asserts that asks over this connection fail as unreachable, and that a new connection serves. */
async function isLostAndFound(
  assert: ExecutionContext,
  disturb: (connection: ProxiedConnection) => void,
): Promise<void> {
  const scene = await Scene.open(assert, impatient);
  const gateway = await scene.connect();
  const waiting = gateway.never();
  disturb(scene.connection);
  await assert.throwsAsync(waiting, { instanceOf: RecipientUnreachableError });
  await assert.throwsAsync(gateway.echo('dead'), { instanceOf: RecipientUnreachableError });
  const again = await connected(scene);
  assert.is(await again.echo('alive'), 'alive');
  assert.is(scene.client.runtime.table.size, 0);
}

/** Connects, however often a peer is left alone in between. */
async function connected(scene: Scene): Promise<EchoGateway> {
  for (;;) {
    try {
      return await scene.connect();
    } catch (error) {
      if (!(error instanceof RpcConnectionError)) throw error;
      await pause(2);
    }
  }
}

test.serial('DEAD-03 asks over a partitioned connection fail when the peer stays silent', async (assert) => {
  await isLostAndFound(assert, (connection) => connection.partition());
});

test.serial(
  'DEAD-03 so they do when only what is said to the peer is lost, or only what it says',
  async (assert) => {
    await isLostAndFound(assert, ({ there }) => there.lose());
    await isLostAndFound(assert, ({ back }) => back.lose());
  },
);

test.serial('DEAD-03 so they do after a reset, and when one side alone has seen one', async (assert) => {
  await isLostAndFound(assert, (connection) => connection.reset());
  await isLostAndFound(assert, (connection) => connection.halfOpen('near'));
  await isLostAndFound(assert, (connection) => connection.halfOpen('far'));
});

test.serial(
  'HAND-05 a connect through a proxy that refuses fails, and serves when it is repaired',
  async (assert) => {
    const scene = await Scene.open(assert);
    scene.proxy.refuse();
    await assert.throwsAsync(scene.connect(), { instanceOf: RpcConnectionError });
    scene.proxy.accept();
    assert.is(await (await connected(scene)).echo('again'), 'again');
  },
);

test.serial(
  'DEAD-03, SIZE-04 a connection may be cut after any byte, in either direction',
  async (assert) => {
    const scene = await Scene.open(assert);
    const endings = new Set<string>();
    for (const way of ['there', 'back'] as const) {
      for (let bytes = 0; bytes < 260; bytes += 1) {
        scene.proxy.onConnection = (connection) => connection[way].cut(bytes, () => connection.reset());
        const ending = await scene
          .connect()
          .then((gateway) => gateway.echo('a text of some length'))
          .catch((error: RpcError) => error.code);
        endings.add(ending);
        await pause(1); // the back-off
        scene.connection.reset();
      }
    }
    assert.deepEqual([...endings].sort(), ['a text of some length', 'connection', 'recipient-unreachable']);
    assert.is(scene.client.runtime.table.size, 0);
  },
);

test.serial('ORD-01, ORD-02 links that are delayed differently keep their own order', async (assert) => {
  const scene = await Scene.open(assert);
  const others = [scene.client, await openClient(assert), await openClient(assert)];
  const gateways: EchoGateway[] = [];
  for (const [index, client] of others.entries()) {
    gateways.push(await scene.connect(client));
    scene.connection.there.delay([15, 1, 7][index] as number);
  }
  for (let number = 0; number < 300; number += 1) {
    for (const [index, gateway] of gateways.entries()) gateway.note(number * 3 + index);
    if (number % 50 === 0) await pause(1);
  }
  await Promise.all(gateways.map((gateway) => gateway.echo('all')));
  const { notes } = scene.echo;
  assert.is(notes.length, 900);
  for (const index of [0, 1, 2]) {
    const own = notes.filter((note) => note % 3 === index);
    assert.deepEqual(
      own,
      [...own].sort((a, b) => a - b),
    );
  }
  assert.notDeepEqual(
    notes,
    [...notes].sort((a, b) => a - b),
    'the links overtook each other',
  );
});

test.serial('a peer that reads slowly gets everything, in order', async (assert) => {
  const scene = await Scene.open(assert);
  const gateway = await scene.connect();
  scene.connection.there.slow(4000);
  const texts = Array.from({ length: 40 }, (_, index) => `${index}`.padEnd(5000, 'x'));
  assert.deepEqual(await Promise.all(texts.map((text) => gateway.echo(text))), texts);
});

test.serial(
  'DEAD-03 a peer that reads nothing makes asks fail at once when too much waits, and the rest arrives',
  async (assert) => {
    const scene = await Scene.open(assert, { queuedBytes: 1_000_000 });
    const gateway = await scene.connect();
    scene.connection.there.hold();
    let refused = 0;
    let answered = 0;
    const asks: Promise<void>[] = [];
    for (let number = 0; refused === 0 && number < 2000; number += 1) {
      const asked = gateway.echo('x'.repeat(50_000)).then(
        () => {
          answered += 1;
        },
        (error: RpcError) => {
          if (error instanceof RecipientUnreachableError) refused += 1;
          else throw error;
        },
      );
      asks.push(asked);
      if (number % 10 === 0) await pause(0);
    }
    assert.true(refused > 0);
    scene.connection.there.release();
    await Promise.all(asks);
    assert.is(answered + refused, asks.length);
    assert.true(answered > 0);
    assert.is(await gateway.echo('after'), 'after');
  },
);

test.serial(
  'WIRE-54, WIRE-55 whatever byte is changed, every ask settles and others are answered',
  async (assert) => {
    const draw = new Draw(5);
    const scene = await Scene.open(assert, impatient);
    const other = await openClient(assert);
    scene.proxy.onConnection = () => undefined;
    const calm = await scene.connect(other);
    let spoiled = 0;
    for (let round = 0; round < 300; round += 1) {
      scene.proxy.onConnection = (connection) => {
        const way = draw.chance(50) ? connection.there : connection.back;
        way.spoil(draw.int(300), 1 << draw.int(8));
      };
      const limited = scene.client.connect(scene.echo.address, EchoGateway).then((gateway) => {
        const asks = [gateway.echo('one'), gateway.echo('two'), gateway.echo('three')];
        return Promise.allSettled(asks.map((one) => within(one)));
      });
      await within(limited).catch((error: unknown) => assert.true(error instanceof RpcError, String(error)));
      spoiled += scene.connection.there.bytes.spoiled + scene.connection.back.bytes.spoiled;
      scene.connection.reset();
      assert.is(await calm.echo(`${round}`), `${round}`);
      await pause(1);
    }
    assert.true(spoiled > 150, `${spoiled} of 300`);
    assert.is(scene.client.runtime.table.size, 0);
  },
);

/** An answer whose number was changed is nobody's: the ask waits for its limit, which the test does not. */
async function within<Value>(future: Promise<Value>): Promise<Value | null> {
  return await Promise.race([future, pause(100).then(() => null)]);
}
