/** @grpc/grpc-js: unary calls over one HTTP/2 connection, messages by protobufjs. */
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { promiseCaller } from '../../../dist/bench/transport/contender.js';

const file = fileURLToPath(new URL('echo.proto', import.meta.url));
const { Echo } = grpc.loadPackageDefinition(loadSync(file)).echo;

async function serve() {
  const server = new grpc.Server();
  server.addService(Echo.service, {
    echo: (call, answer) => answer(null, { text: call.request.text }),
  });
  const port = await new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

async function connect(address) {
  const client = new Echo(address, grpc.credentials.createInsecure());
  await new Promise((resolve, reject) =>
    client.waitForReady(Date.now() + 10_000, (error) => (error ? reject(error) : resolve())),
  );
  const ask = ({ text }) =>
    new Promise((resolve, reject) =>
      client.echo({ text }, (error, answer) => (error === null ? resolve(answer.text) : reject(error))),
    );
  return promiseCaller(ask, () => client.close());
}

export const contender = { serve, connect };
