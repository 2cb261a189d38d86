/**
 * Calls into a worker thread of the caller's process: this project over a `MessagePort`, and a bare echo, one message a call,
 * which is the limit there.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { MessagePortTransport, RpcService } from '../../impl/index.js';
import type { Caller, Contender, Echo, Serving } from './contender.js';
import { EchoGateway, echoCaller, TOKEN } from './fencepost.js';

/** What a thread does. */
export type Work = 'service' | 'bare echo';

/** The name under which the transport reaches the thread. */
export const THREAD = 'thread';

/** There is no server but the thread of the caller. */
async function serve(): Promise<Serving> {
  return { address: '', close() {} };
}

function start(work: Work): Worker {
  return new Worker(new URL('thread.js', import.meta.url), { workerData: work });
}

async function connect(): Promise<Caller> {
  const worker = start('service');
  const transport = MessagePortTransport.open({ name: 'main' });
  const service = new RpcService({ transport });
  const [address] = (await once(worker, 'message')) as [string];
  transport.connectPort(THREAD, worker);
  const gateway = await service.connectFenced(address, EchoGateway, TOKEN);
  return echoCaller([gateway], async () => {
    await service.close();
    await worker.terminate();
  });
}

/** Answers come in the order of the asks. What is told is wrapped, so that the thread can tell it from an ask. */
async function connectBare(): Promise<Caller> {
  const worker = start('bare echo');
  await once(worker, 'message');
  const waiting: ((echo: Echo) => void)[] = [];
  let next = 0;
  worker.on('message', (text: string) => {
    const answered = waiting[next] as (echo: Echo) => void;
    next += 1;
    if (next === waiting.length) {
      waiting.length = 0;
      next = 0;
    }
    answered(text);
  });
  return {
    ask({ text }, answered) {
      waiting.push(answered);
      worker.postMessage(text);
    },
    tell: ({ text }) => worker.postMessage([text]),
    close: async () => void (await worker.terminate()),
  };
}

/** This project over a MessagePort. */
export const thread: Contender = { serve, connect };

/** The limit of threads. */
export const bareThread: Contender = { serve, connect: connectBare };
