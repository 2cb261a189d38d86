/**
 * A pool of threads: each has a service with one endpoint, and the main thread shares the work out over MessagePorts. A
 * thread that dies in the middle fails its asks at once, and another one takes its share over.
 *
 *     npm run build && node dist/examples/worker-pool/main.js
 */
import { Worker } from 'node:worker_threads';
import { type GatewayOf, MessagePortTransport, type RpcError, RpcService } from 'fencepost';
import { PrimesGateway } from './gateway.js';

const THREADS = 3;
const SHARES = 12;
const SHARE = 5000;

type Primes = GatewayOf<typeof PrimesGateway>;

const transport = MessagePortTransport.open({ name: 'main' });
const service = new RpcService({ transport });
const threads: Worker[] = [];
const pool: Primes[] = [];
for (let number = 0; number < THREADS; number += 1) {
  const name = `thread-${number}`;
  const thread = new Worker(new URL('worker.js', import.meta.url), { workerData: name });
  transport.connectPort(name, thread);
  threads.push(thread);
  pool.push(await service.connect(`fencepost.worker://fencepost@${name}/user/rpc/primes`, PrimesGateway));
}

/** The primes of one share, by whichever thread lives. */
async function share(number: number): Promise<number> {
  for (const gateway of [...pool.slice(number % THREADS), ...pool.slice(0, number % THREADS)]) {
    try {
      return await gateway.count(number * SHARE, (number + 1) * SHARE);
    } catch (error) {
      if ((error as RpcError).code !== 'recipient-unreachable') throw error;
    }
  }
  throw new Error('No thread of the pool lives');
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const all = () => Promise.all(Array.from({ length: SHARES }, (_, number) => share(number)));

console.log(`${THREADS} threads: ${sum(await all())} primes below ${SHARES * SHARE}`);
const again = all();
await threads[0]?.terminate();
console.log(`one of them has died: ${sum(await again)} primes below ${SHARES * SHARE}`);
await service.close();
await Promise.all(threads.map((thread) => thread.terminate()));
