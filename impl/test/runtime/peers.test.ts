/**
 * Goal: a node that nobody can dial is reached over a link of its own, whatever became of its other links, and nobody who is
 * somebody else gets its name. Method: a service in virtual time, and links that the test opens and breaks.
 */
import test, { type ExecutionContext } from 'ava';
import { RpcConnectionError } from '../../index.js';
import { failedWith, Logged, Worker, WorkGateway, World, watch } from '../support.js';
import { StubTransport } from './stub-transport.js';

const NODE = `node-${'ab'.repeat(16)}`;

function scene() {
  const world = new World();
  const transport = new StubTransport();
  const logger = new Logged();
  const service = world.service({ transport, logger, askTimeoutMs: 100 });
  /** Asks for an endpoint of the node. */
  const ask = async (name: string, node = NODE) => {
    const seen = watch(service.connect(`stub://fencepost@${node}/user/rpc/${name}`, WorkGateway));
    await world.settle();
    return seen;
  };
  const refused = async (assert: ExecutionContext): Promise<void> =>
    failedWith(assert, await ask('refused'), RpcConnectionError, 'connection', NODE);
  return { world, transport, logger, service, ask, refused };
}

test('DEAD-03 a node that dials again before its link is known to be lost is reached over the new link afterwards', async (assert) => {
  const { transport, ask, refused } = scene();
  await refused(assert);
  const [first, second, third] = [1, 2, 3].map(() => transport.accept(NODE));
  await ask('a');
  assert.deepEqual([first?.asked, second?.asked, third?.asked], [['a'], [], []]);
  second?.lose();
  first?.lose();
  await ask('b');
  assert.deepEqual([first?.asked, second?.asked, third?.asked], [['a'], [], ['b']]);
  third?.lose();
  await refused(assert);
  const fourth = transport.accept(NODE);
  await ask('c');
  assert.deepEqual(fourth.asked, ['c']);
});

test('a node whose transport verifies it is reached over its newest link at once, and over older ones that are left', async (assert) => {
  const { transport, ask } = scene();
  const first = transport.accept(NODE, 'CN=page');
  const second = transport.accept(NODE, 'CN=page');
  await ask('a');
  assert.deepEqual([first.asked, second.asked], [[], ['a']]);
  second.lose();
  await ask('b');
  assert.deepEqual([first.asked, second.asked], [['b'], ['a']]);
});

test('whoever is verified to be another does not get the name of a node, whether that has a link or not', async (assert) => {
  const { transport, logger, ask, refused } = scene();
  const page = transport.accept(NODE, 'CN=page');
  const others = [transport.accept(NODE, 'CN=other'), transport.accept(NODE, null)];
  await ask('a');
  page.lose();
  others.push(transport.accept(NODE, 'CN=other'));
  await refused(assert);
  const back = transport.accept(NODE, 'CN=page');
  await ask('b');
  assert.deepEqual([page.asked, back.asked], [['a'], ['b']]);
  assert.deepEqual(
    others.map(({ asked }) => asked),
    [[], [], []],
  );
  assert.deepEqual(
    logger.lines,
    Array(3).fill('warn a peer has the name of another, and is not called by it'),
  );
});

test('HAND-02 whoever does not get a name is answered all the same', async (assert) => {
  const { world, transport, service } = scene();
  const worker = new Worker(service, { endpointId: 'worker' });
  worker.start();
  transport.accept(NODE, 'CN=page');
  const other = transport.accept(NODE, 'CN=other');
  other.listener?.received({ frame: 'identify', op: 1, sender: 0, name: 'worker' });
  await world.settle();
  assert.like(other.frames[0], { frame: 'identity', op: 1 });
});

test('a node is remembered until so many others were met, and as long as it has a link', async (assert) => {
  const { transport, ask } = scene();
  const lasting = transport.accept('node-lasting', 'CN=lasting');
  transport.accept(NODE, 'CN=page').lose();
  for (let count = 0; count < 4096; count += 1) transport.accept(`node-${count}`, 'CN=many').lose();
  const successor = transport.accept(NODE, 'CN=other');
  const impostor = transport.accept('node-lasting', 'CN=other');
  await ask('a');
  await ask('b', 'node-lasting');
  assert.deepEqual([successor.asked, lasting.asked, impostor.asked], [['a'], ['b'], []]);
});
