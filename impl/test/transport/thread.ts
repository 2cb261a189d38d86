/** A thread for tests of `MessagePortTransport`: a service with a worker, that accepts links of its parent. */
import { parentPort, workerData } from 'node:worker_threads';
import { MessagePortTransport, type MessageSource, RpcService } from '../../index.js';
import { startedWorker, token, Work } from './services.js';

const transport = MessagePortTransport.open({ name: 'thread' });
const service = new RpcService({ transport });
const worker = startedWorker(service);
transport.connectPort('main', parentPort as MessageSource);

const { callBack } = workerData as { readonly callBack: string | null };
if (callBack !== null) {
  const gateway = await service.connectFenced(callBack, Work, token);
  gateway.note(await gateway.add(20, 22));
  await gateway.add(0, 0); // it is noted
}
parentPort?.postMessage(worker.address); // not for the transport
