/** comlink over a MessagePort: the server is a worker thread. */
import { Worker } from 'node:worker_threads';
import { wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { promiseCaller } from '../../../dist/bench/transport/contender.js';

/** There is no server but the thread of the caller. */
async function serve() {
  return { address: '', close() {} };
}

async function connect() {
  const worker = new Worker(new URL('comlink-worker.mjs', import.meta.url));
  const echo = wrap(nodeEndpoint(worker));
  return promiseCaller(
    ({ text }) => echo.echo(text),
    () => worker.terminate(),
  );
}

export const contender = { serve, connect };
