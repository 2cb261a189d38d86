/**
 * Three nodes on NATS: three processes that know a server and their own names, and no addresses. They move money between each
 * other; one of them is killed, and started again under the same name.
 *
 *     npm run build && node dist/examples/three-nodes/main.js
 *
 * It starts a NATS server of its own, on the loopback interface (on Debian: the package nats-server).
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RpcError, RpcService } from 'fencepost';
import { NatsTransport } from 'fencepost/nats';
import { ShardGateway, shardOn } from './shard.js';

const LIMIT_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'three-nodes-'));
const children: ChildProcess[] = [];

/** Starts a NATS server at a port that is free. @returns where it is */
async function startServer(): Promise<string> {
  const port = ['-a', '127.0.0.1', '-p', '-1', '--ports_file_dir', folder];
  children.push(spawn('nats-server', port, { stdio: 'ignore' }));
  for (;;) {
    const [file] = readdirSync(folder);
    const [, url] =
      /"(nats:[^"]+)"/.exec(file === undefined ? '' : readFileSync(join(folder, file), 'utf8')) ?? [];
    if (url !== undefined) return url;
    await new Promise((resolve) => void setTimeout(resolve, 10));
  }
}

/** Starts a node. @returns once it serves */
async function startNode(name: string, server: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('node.js', import.meta.url)), [name, server]);
  children.push(child);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`The node ${name} ended with ${code}`)));
  });
  return child;
}

async function run(): Promise<void> {
  const server = await startServer();
  const names = ['node-a', 'node-b', 'node-c'];
  const [, second] = await Promise.all(names.map((name) => startNode(name, server)));

  const service = new RpcService({ transport: await NatsTransport.open({ servers: server }) });
  const shard = (name: string) => service.connect(shardOn(name), ShardGateway);
  const first = await shard('node-a');
  console.log(`node-a sends 30 to node-b: ${await first.transfer('node-b', 30)}`);
  console.log(`node-a sends 20 to node-c: ${await first.transfer('node-c', 20)}`);

  const before = await shard('node-b');
  second?.removeAllListeners('exit').kill('SIGKILL');
  const lost = await untilItFails(() => before.balance());
  console.log(`node-b is killed: ${lost}`);

  await startNode('node-b', server);
  console.log(`node-b is back: it has ${await (await shard('node-b')).balance()}`);
  console.log(`what was connected before: ${await untilItFails(() => before.balance())}`);
  console.log(`node-a has ${await first.balance()}`);
  await service.close();
}

/** Asks until it fails: the server needs a moment to see that a process is gone. @returns the code of the error */
async function untilItFails(ask: () => Promise<unknown>): Promise<string> {
  for (;;) {
    try {
      await ask();
    } catch (error) {
      return (error as RpcError).code;
    }
  }
}

const limit = setTimeout(() => {
  console.error(`The nodes have not finished within ${LIMIT_MS} ms`);
  process.exit(1);
}, LIMIT_MS);
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
try {
  await run();
} finally {
  clearTimeout(limit);
  for (const child of children) child.kill('SIGKILL');
}
