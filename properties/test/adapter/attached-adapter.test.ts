/**
 * Goal: an adapter that listens on a port is judged like one that the suite starts. Method: the reference behind the
 * protocol, on a loopback port.
 */
import { createServer, type Server } from 'node:net';
import test from 'ava';
import { AdapterFault } from '../../adapter/adapter-fault.js';
import { AdapterTarget } from '../../adapter/adapter-target.js';
import { attachAdapter } from '../../adapter/channel.js';
import { serveAdapter } from '../../adapter/serve-adapter.js';
import { conformance, profiles, referenceTarget } from '../../index.js';

const HOST = '127.0.0.1';

/** Serves the reference to whoever connects. */
async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    const streams = { input: socket, write: (line: string) => void socket.write(line) };
    void serveAdapter(referenceTarget(), streams).then(() => socket.end());
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, port: address.port };
}

test('an adapter that listens is judged, over as many connections as are asked for', async (t) => {
  const { server, port } = await listening();
  const target = await AdapterTarget.open(attachAdapter(HOST, port), { parallel: 2 });
  const profile = { ...profiles.smoke, fastRuns: 2, floor: 0 };
  const report = await conformance(target, { profile, rules: 'FENCE-*' });
  await target.close();
  server.close();
  t.is(report.verdict, 'conformant', JSON.stringify(report.fault));
  t.is(report.target, 'reference');
});

test('a port where nobody listens is said so', async (t) => {
  const { server, port } = await listening();
  await new Promise((resolve) => server.close(resolve));
  const fault = await t.throwsAsync(AdapterTarget.open(attachAdapter(HOST, port)), {
    instanceOf: AdapterFault,
  });
  t.is(fault?.code, 'adapter-not-started');
  t.regex(fault?.message ?? '', /start the adapter first/);
});
