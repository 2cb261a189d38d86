/**
 * A leader and its follower in two processes, over TLS with both sides verified. A second leader is elected; the first one
 * does not know it yet, and is refused. Who has no certificate of the cluster is not even heard, and leaders cannot elect
 * themselves: that is for the process whose certificate says `election`.
 *
 *     npm run build && node dist/examples/leader-over-tls/main.js
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type RemoteApplicationError, type RpcError, RpcService, TlsTransport, type Token } from 'fencepost';
import { generate } from 'selfsigned';
import { type Credentials, ElectionGateway, FollowerGateway } from './gateway.js';

const LIMIT_MS = 120_000;

/** A certificate with this name; whoever trusts it lists it. Yours come from files. */
async function certificateOf(
  commonName: string,
): Promise<{ readonly key: string; readonly certificate: string }> {
  const name = [{ name: 'commonName', value: commonName }];
  const { private: key, cert } = await generate(name, { keyType: 'ec', algorithm: 'sha256' });
  return { key, certificate: cert };
}

const [followers, leaders, election, stranger] = (await Promise.all(
  ['follower', 'leader', 'election', 'stranger'].map(certificateOf),
)) as [Pair, Pair, Pair, Pair];
type Pair = Awaited<ReturnType<typeof certificateOf>>;
const ca = [followers, leaders, election].map(({ certificate }) => certificate).join('\n');

const child = fork(fileURLToPath(new URL('follower.js', import.meta.url)));
const limit = setTimeout(() => {
  console.error(`The example has not finished within ${LIMIT_MS} ms`);
  process.exit(1);
}, LIMIT_MS);
process.on('exit', () => child.kill('SIGKILL'));

child.send({ ...followers, ca } satisfies Credentials);
const addresses = await new Promise<{ readonly follower: string; readonly election: string }>(
  (resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`The follower ended with ${code}`)));
  },
);

/** A service with the certificate of a pair. */
async function serviceOf(pair: Pair): Promise<RpcService> {
  const credentials = { ...pair, ca };
  return new RpcService({
    transport: await TlsTransport.open({ credentials, checkHost: false, listen: false }),
  });
}

const session = (bytes: string): Token => ({ type: 'session', bytes });
const services = await Promise.all([
  serviceOf(election),
  serviceOf(leaders),
  serviceOf(leaders),
  serviceOf(stranger),
]);
const [voting, first, second, outside] = services as [RpcService, RpcService, RpcService, RpcService];
const elect = await voting.connect(addresses.election, ElectionGateway);

await elect.elected(session('01'));
const one = await first.connectFenced(addresses.follower, FollowerGateway, session('01'));
console.log(`the first leader: ${await one.assign('task 1')}`);

await elect.elected(session('02'));
const two = await second.connectFenced(addresses.follower, FollowerGateway, session('02'));
console.log(`the second leader: ${await two.assign('task 2')}`);
await one.assign('task 3').catch((error: RpcError) => console.log(`the first leader: ${error.code}`));

const itself = await first.connect(addresses.election, ElectionGateway);
await itself
  .elected(session('01'))
  .catch((error: RemoteApplicationError) =>
    console.log(`the first leader elects itself: ${error.remoteClass}`),
  );
await outside
  .connectFenced(addresses.follower, FollowerGateway, session('02'))
  .catch((error: RpcError) => console.log(`a stranger with the right token: ${error.code}`));

await Promise.all(services.map((service) => service.close()));
clearTimeout(limit);
child.kill('SIGKILL');
