/** The thread that is called: see `threads.ts`. Its first message says that it can be. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { MessagePortTransport, RpcService } from '../../impl/index.js';
import { EchoEndpoint } from './fencepost.js';
import { THREAD, type Work } from './threads.js';

const port = parentPort as MessagePort;

function serve(): void {
  const transport = MessagePortTransport.open({ name: THREAD });
  const endpoint = new EchoEndpoint(new RpcService({ transport }));
  endpoint.start();
  port.postMessage(endpoint.address);
  transport.acceptFrom(port);
}

function echo(): void {
  port.on('message', (message: unknown) => {
    if (typeof message === 'string') port.postMessage(message);
  });
  port.postMessage('ready');
}

if ((workerData as Work) === 'service') serve();
else echo();
