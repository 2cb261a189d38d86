/** Bare request and reply over NATS, by its official client, with a server of its own on the loopback interface. */
import { spawn } from 'node:child_process';
import { connect as dial } from '@nats-io/transport-node';
import { promiseCaller } from '../../../dist/bench/transport/contender.js';

const SUBJECT = 'echo';
const NOTES = 'note';
const ASK_TIMEOUT_MILLISECONDS = 20_000;

/** Starts the server of NATS; it listens when it has said so. */
function startServer() {
  const server = spawn('nats-server', ['--addr', '127.0.0.1', '--port', '-1'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  process.once('exit', () => server.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    let log = '';
    server.once('error', (cause) =>
      reject(new Error('nats-server is not here: on Debian it is in the package of that name', { cause })),
    );
    server.once('exit', (code) => reject(new Error(`nats-server ended with exit code ${code}: ${log}`)));
    server.stderr.on('data', (text) => {
      log = `${log}${text}`.slice(-4096);
      const [, port] = /Listening for client connections on 127\.0\.0\.1:(\d+)/.exec(log) ?? [];
      if (port !== undefined && log.includes('Server is ready')) resolve({ server, port });
    });
  });
}

async function serve() {
  const { server, port } = await startServer();
  const address = `127.0.0.1:${port}`;
  const connection = await dial({ servers: address });
  connection.subscribe(SUBJECT, { callback: (_error, message) => message.respond(message.data) });
  connection.subscribe(NOTES, { callback() {} });
  await connection.flush();
  const close = async () => {
    await connection.close();
    server.kill('SIGKILL');
  };
  return { address, processes: [server.pid], close };
}

async function connect(address) {
  const connection = await dial({ servers: address });
  const options = { timeout: ASK_TIMEOUT_MILLISECONDS };
  return promiseCaller(
    ({ bytes }) => connection.request(SUBJECT, bytes, options).then(({ data }) => Buffer.from(data)),
    () => connection.close(),
    ({ bytes }) => connection.publish(NOTES, bytes),
  );
}

export const contender = { serve, connect };
