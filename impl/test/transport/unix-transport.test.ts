/**
 * Goal: services talk over Unix sockets, and the file of a socket comes and goes as it should: only that of a dead process is
 * ever replaced. Method: sockets in a folder of the test; a process of its own that is killed leaves a file behind.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import test from 'ava';
import {
  IllegalArgumentError,
  RpcConnectionError,
  UNIX_SCHEME,
  type UnixSocketOptions,
  UnixTransport,
} from '../../index.js';
import { SOCKET_PATH_BYTES_MAX } from '../../transport/socket-file.js';
import { testServices } from './service-cases.js';
import { closeAll, serviceOf, startedWorker, token, Work } from './services.js';

const folder = mkdtempSync(join(tmpdir(), 'unix-'));
test.after.always(() => rmSync(folder, { recursive: true }));

let paths = 0;
function newPath(): string {
  paths += 1;
  return join(folder, `${paths}.sock`);
}

testServices({
  name: 'Unix sockets',
  scheme: UNIX_SCHEME,
  pair: async (left, right) => [
    await UnixTransport.open({ ...left, listen: false }),
    await UnixTransport.open({ ...right, path: newPath() }),
  ],
});

/** A service at a path, and one that has connected to it: whoever lives there answers with this sum. */
async function sumAt(options: UnixSocketOptions): Promise<number> {
  const server = serviceOf(await UnixTransport.open(options));
  const client = serviceOf(await UnixTransport.open({ listen: false }));
  const gateway = await client.connectFenced(startedWorker(server).address, Work, token);
  const sum = await gateway.add(1, 2);
  await closeAll(client, server);
  return sum;
}

/** Leaves a socket behind, as a process does that is killed. */
async function leaveSocket(path: string): Promise<void> {
  const listens = `require('node:net').createServer().listen(process.argv[1], () => console.log('listens'))`;
  const child = spawn(process.execPath, ['-e', listens, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const over = once(child, 'exit');
  try {
    await Promise.race([once(child.stdout, 'data'), over]);
  } finally {
    child.kill('SIGKILL');
    await over;
  }
}

test('the address holds the path, absolute and percent-encoded', async (assert) => {
  const path = join(folder, 'ä [x]@y:1.sock');
  const transport = await UnixTransport.open({ path: relative(process.cwd(), path) });
  const service = serviceOf(transport);
  assert.deepEqual([transport.path, decodeURIComponent(transport.authority)], [path, path]);
  assert.notRegex(transport.authority, /[:/@[\]]/);
  const client = serviceOf(await UnixTransport.open({ listen: false }));
  const gateway = await client.connectFenced(startedWorker(service).address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  await closeAll(client, service);
});

test('the file is there for the user alone unless it is said otherwise, and goes when the transport closes', async (assert) => {
  for (const [options, mode] of [
    [{}, 0o600],
    [{ mode: 0o660 }, 0o660],
  ] as const) {
    const path = newPath();
    const service = serviceOf(await UnixTransport.open({ path, ...options }));
    assert.is(statSync(path).mode & 0o777, mode);
    await service.close();
    assert.false(existsSync(path));
  }
  const impossible = UnixTransport.open({ path: newPath(), mode: -1 });
  await assert.throwsAsync(impossible, { instanceOf: IllegalArgumentError, message: /mode -1/ });
});

test('the socket that a dead process has left is replaced', async (assert) => {
  const path = newPath();
  await leaveSocket(path);
  assert.true(statSync(path).isSocket());
  assert.is(await sumAt({ path }), 3);
});

test('of many who replace the socket of a dead process at the same moment one succeeds, and is reached', async (assert) => {
  const path = newPath();
  await leaveSocket(path);
  const opening = await Promise.allSettled(Array.from({ length: 8 }, () => UnixTransport.open({ path })));
  const opened = opening.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  assert.is(opened.length, 1);
  const server = serviceOf(opened[0] as UnixTransport);
  const client = serviceOf(await UnixTransport.open({ listen: false }));
  const gateway = await client.connectFenced(startedWorker(server).address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  await closeAll(client, server);
});

test('a socket on which somebody answers is left alone', async (assert) => {
  const path = newPath();
  const service = serviceOf(await UnixTransport.open({ path }));
  const second = UnixTransport.open({ path });
  await assert.throwsAsync(second, { instanceOf: IllegalArgumentError, message: /EADDRINUSE/ });
  const client = serviceOf(await UnixTransport.open({ listen: false }));
  const gateway = await client.connectFenced(startedWorker(service).address, Work, token);
  assert.is(await gateway.add(1, 2), 3);
  await closeAll(client, service);
});

test('a file that is no socket is left alone', async (assert) => {
  const path = newPath();
  writeFileSync(path, 'precious');
  await assert.throwsAsync(UnixTransport.open({ path }), { instanceOf: IllegalArgumentError });
  assert.is(readFileSync(path, 'utf8'), 'precious');
});

test('a path that no socket can have is refused, with the limit', async (assert) => {
  const start = join(folder, 'x');
  const longest = start.padEnd(SOCKET_PATH_BYTES_MAX, 'x');
  assert.is(await sumAt({ path: longest }), 3);
  for (const [path, message] of [
    [`${longest}x`, new RegExp(`at most ${SOCKET_PATH_BYTES_MAX} bytes.* has ${SOCKET_PATH_BYTES_MAX + 1}`)],
    [start.padEnd(SOCKET_PATH_BYTES_MAX - 1, 'x').concat('ä'), /at most/],
    [join(folder, 'missing', 'x.sock'), /Nobody can listen on/],
    ['\0abstract', /zero byte/],
  ] as const) {
    await assert.throwsAsync(UnixTransport.open({ path }), { instanceOf: IllegalArgumentError, message });
  }
});

test('HAND-03, HAND-05 an address where no socket is fails the connect, and raises nothing', async (assert) => {
  const client = serviceOf(await UnixTransport.open({ listen: false }));
  const file = newPath();
  writeFileSync(file, '');
  for (const authority of [
    ...[newPath(), file, 'relative.sock', '/\0', `/${'x'.repeat(200)}`].map(encodeURIComponent),
    '%',
    'localhost:80',
  ]) {
    const connecting = client.connect(`${UNIX_SCHEME}://fencepost@${authority}/user/rpc/x`, Work);
    await assert.throwsAsync(connecting, { instanceOf: RpcConnectionError }, authority);
  }
  await client.close();
});
