/** moleculer with its TCP transporter. Nodes are told of each other, so that nothing is broadcast to look for them. */
import { ServiceBroker } from 'moleculer';
import { promiseCaller } from '../../../dist/bench/transport/contender.js';

const broker = (nodeID, urls) =>
  new ServiceBroker({
    nodeID,
    logger: false,
    transporter: { type: 'TCP', options: { udpDiscovery: false, urls } },
  });

async function serve() {
  const server = broker('server', []);
  server.createService({
    name: 'echo',
    actions: { echo: (context) => context.params.text },
    events: { note() {} },
  });
  await server.start();
  return { address: `tcp://127.0.0.1:${server.transit.tx.opts.port}/server`, close: () => server.stop() };
}

async function connect(address) {
  const caller = broker('caller', [address]);
  await caller.start();
  await caller.waitForServices('echo', 10_000);
  return promiseCaller(
    ({ text }) => caller.call('echo.echo', { text }),
    () => caller.stop(),
    ({ text }) => void caller.emit('note', { text }),
  );
}

export const contender = { serve, connect };
