/**
 * Goal: services talk over TLS, know who the other is, and go on while their credentials are replaced. Method: two services of
 * this process, with certificates that are made for each run.
 */
import { X509Certificate } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import {
  IllegalArgumentError,
  RecipientUnreachableError,
  RpcConnectionError,
  TLS_SCHEME,
  type TlsCredentials,
  TlsTransport,
  type TlsTransportOptions,
} from '../../index.js';
import { type Issued, issue, newAuthority } from './certificates.js';
import { testServices } from './service-cases.js';
import { serviceOf, startedWorker, token, Work } from './services.js';
import { watched } from './watched-tls.js';

const [oldAuthority, newerAuthority] = [await newAuthority('Old'), await newAuthority('New')];
const left = await issue(oldAuthority, { subject: 'left' });
const right = await issue(oldAuthority, { subject: 'right', hosts: ['localhost'] });
const [leftRenewed, rightRenewed] = [
  await issue(newerAuthority, { subject: 'left' }),
  await issue(newerAuthority, { subject: 'right' }),
];

const { certificate: oldCa } = oldAuthority;
const { certificate: newCa } = newerAuthority;

const fingerprintOf = ({ certificate }: Issued): string => new X509Certificate(certificate).fingerprint256;

testServices({
  name: 'TLS',
  scheme: TLS_SCHEME,
  pair: async (first, second) => [
    await TlsTransport.open({ ...first, credentials: { ...left, ca: oldCa }, listen: false }),
    await TlsTransport.open({ ...second, credentials: { ...right, ca: oldCa } }),
  ],
});

testServices({
  name: 'TLS 1.2',
  scheme: TLS_SCHEME,
  pair: async (first, second) => {
    const minimumVersion = 'TLSv1.2';
    return [
      await TlsTransport.open({
        ...first,
        credentials: { ...left, ca: oldCa },
        listen: false,
        minimumVersion,
      }),
      await TlsTransport.open({ ...second, credentials: { ...right, ca: oldCa }, minimumVersion }),
    ];
  },
});

/** Other tests of this process copy much meanwhile: nothing here is about how long a handshake takes. */
const limits = { handshakeMs: 60_000 };

/** A service with a worker, closed with the test. */
async function serving(assert: ExecutionContext, options: TlsTransportOptions) {
  const transport = await TlsTransport.open({ limits, ...options });
  const service = serviceOf(transport);
  assert.teardown(() => service.close());
  return { transport, service, worker: startedWorker(service) };
}

/** A service that calls others, closed with the test. */
async function calling(assert: ExecutionContext, options: TlsTransportOptions) {
  const transport = await TlsTransport.open({ limits, ...options, listen: false });
  const service = serviceOf(transport);
  assert.teardown(() => service.close());
  return { transport, service, connect: (address: string) => service.connectFenced(address, Work, token) };
}

test('each side knows the other by the subject of its certificate', async (assert) => {
  const there = await watched({ credentials: { ...right, ca: oldCa } });
  const here = await watched({ credentials: { ...left, ca: oldCa }, listen: false });
  assert.teardown(() => Promise.all([here.side.close(), there.side.close()]));
  const ear = { received: () => undefined, undecodable: () => undefined, closed: () => undefined };
  const link = here.side.transport.dial(there.side.transport.authority, ear);
  for (let time = 0; time < 1000 && !(there.side.links.length > 0 && link?.peer.nodeId); time += 1)
    await new Promise((resolve) => void setTimeout(resolve, 10));
  assert.is(link?.peer.subject, 'CN=right');
  assert.deepEqual(
    there.side.links.map(({ peer }) => peer.subject),
    ['CN=left'],
  );
});

test('HAND-05 whoever is refused learns why from the error of its connect, on whichever side the fault is', async (assert) => {
  const { worker } = await serving(assert, { credentials: { ...right, ca: oldCa } });
  for (const [credentials, message] of [
    [{ ...leftRenewed, ca: oldCa }, /not-trusted, the certificate CN=left is not one of a trusted authority/],
    [{ ...left, ca: newCa }, /the certificate CN=right is not one of a trusted authority/],
  ] as const) {
    const { connect } = await calling(assert, { credentials });
    await assert.throwsAsync(connect(worker.address), { instanceOf: RpcConnectionError, message });
  }
});

test('the host that was dialled stands in the certificate, unless nobody wants that', async (assert) => {
  const credentials = { ...right, ca: oldCa };
  const named = await serving(assert, { credentials, host: 'localhost', bindAddress: '127.0.0.1' });
  assert.regex(named.worker.address, /@localhost:/);
  const elsewhere = await serving(assert, { credentials: { ...leftRenewed, ca: oldCa } });
  elsewhere.transport.rotate({ ...(await issue(oldAuthority, { addresses: ['127.0.0.9'] })), ca: oldCa });
  const strict = await calling(assert, { credentials: { ...left, ca: oldCa } });
  assert.is(await (await strict.connect(named.worker.address)).add(1, 2), 3);
  const message = /is not one of the host 127[.]0[.]0[.]1/;
  await assert.throwsAsync(strict.connect(elsewhere.worker.address), {
    instanceOf: RpcConnectionError,
    message,
  });
  const lax = await calling(assert, { credentials: { ...left, ca: oldCa }, checkHost: false });
  assert.is(await (await lax.connect(elsewhere.worker.address)).add(1, 2), 3);
});

test('one certificate for all, pinned by its fingerprint, does without authority and host', async (assert) => {
  const shared = await issue(null, { subject: 'cluster', addresses: ['192.0.2.1'] });
  const plain = fingerprintOf(shared).replaceAll(':', '').toLowerCase();
  const { worker } = await serving(assert, {
    credentials: { ...shared, fingerprints: [fingerprintOf(shared)] },
  });
  const { connect } = await calling(assert, { credentials: { ...shared, fingerprints: [plain] } });
  assert.is(await (await connect(worker.address)).add(1, 2), 3);
  const strict = await calling(assert, {
    credentials: { ...shared, fingerprints: [plain] },
    checkHost: true,
  });
  await assert.throwsAsync(strict.connect(worker.address), { instanceOf: RpcConnectionError });
});

test('an old authority is replaced by a new one while links run, and everybody can connect at every step', async (assert) => {
  const server = await serving(assert, { credentials: { ...right, ca: oldCa } });
  const client = await calling(assert, { credentials: { ...left, ca: oldCa } });
  const running = await client.connect(server.worker.address);
  const both = [oldCa, newCa];
  const steps: readonly (readonly [TlsTransport, TlsCredentials])[] = [
    [server.transport, { ...right, ca: both }],
    [client.transport, { ...left, ca: both }],
    [server.transport, { ...rightRenewed, ca: both }],
    [client.transport, { ...leftRenewed, ca: both }],
    [server.transport, { ...rightRenewed, ca: newCa }],
    [client.transport, { ...leftRenewed, ca: newCa }],
  ];
  let mine: TlsCredentials = { ...left, ca: oldCa };
  for (const [transport, credentials] of steps) {
    await transport.rotate(credentials);
    if (transport === client.transport) mine = credentials;
    const fresh = await calling(assert, { credentials: mine });
    assert.is(await (await fresh.connect(server.worker.address)).add(1, 2), 3);
    assert.is(await running.add(3, 4), 7);
  }
  const late = await calling(assert, { credentials: { ...left, ca: both } });
  const message = /certificate CN=left is not one of a trusted authority/;
  await assert.throwsAsync(late.connect(server.worker.address), { instanceOf: RpcConnectionError, message });
});

test('DEAD-03 a rotation can end what stands on the old credentials, also what is only beginning', async (assert) => {
  const server = await serving(assert, { credentials: { ...right, ca: oldCa } });
  const client = await calling(assert, { credentials: { ...left, ca: [oldCa, newCa] } });
  const gateway = await client.connect(server.worker.address);
  const open = gateway.never();
  await gateway.add(1, 2);
  const beginning = connectTcp(server.transport.port, '127.0.0.1');
  const ended = new Promise((resolve) => void beginning.on('close', resolve).resume());
  await new Promise((resolve) => void beginning.on('connect', resolve));
  await (await client.connect(server.worker.address)).add(1, 2); // the one that is beginning was accepted before
  await server.transport.rotate({ ...rightRenewed, ca: [oldCa, newCa] }, { closeLinks: true });
  await ended;
  await assert.throwsAsync(open, { instanceOf: RecipientUnreachableError });
  const again = await client.connect(server.worker.address);
  assert.is(await again.add(1, 2), 3);
  const lost = again.never();
  const toldWhy = assert.throwsAsync(lost, {
    instanceOf: RecipientUnreachableError,
    message: /credentials were replaced/,
  });
  await client.transport.rotate(undefined, { closeLinks: true });
  await toldWhy;
});

test('a provider is asked again by each rotation, and the old credentials stay when it fails', async (assert) => {
  const given: (TlsCredentials | Error)[] = [
    { ...right, ca: oldCa },
    new RangeError('no disk'),
    { ...rightRenewed, ca: '' },
    { ...rightRenewed, ca: [oldCa, newCa] },
  ];
  const credentials = async (): Promise<TlsCredentials> => {
    const next = given.shift();
    if (next === undefined || next instanceof Error) throw next ?? new Error('asked too often');
    return next;
  };
  const { transport, worker } = await serving(assert, { credentials });
  const sees = async (ca: string): Promise<boolean> => {
    const { connect } = await calling(assert, { credentials: { ...left, ca } });
    return await connect(worker.address).then(
      () => true,
      () => false,
    );
  };
  await assert.throwsAsync(transport.rotate(), { message: 'no disk' });
  await assert.throwsAsync(transport.rotate(), { instanceOf: IllegalArgumentError });
  assert.deepEqual([await sees(oldCa), await sees(newCa)], [true, false]);
  await transport.rotate();
  assert.deepEqual([await sees(oldCa), await sees(newCa)], [false, true]);
  assert.deepEqual(given, []);
});

test('rotations count in the order in which they were asked for, however long each takes', async (assert) => {
  let letFirstGo = (): void => undefined;
  const first = new Promise<void>((resolve) => {
    letFirstGo = resolve;
  });
  let asked = 0;
  const credentials = async (): Promise<TlsCredentials> => {
    asked += 1;
    if (asked === 2) await first;
    return { ...right, ca: oldCa };
  };
  const { transport, worker } = await serving(assert, { credentials });
  const rotations = [transport.rotate(), transport.rotate({ ...rightRenewed, ca: [oldCa, newCa] })];
  letFirstGo();
  await Promise.all(rotations);
  const { connect } = await calling(assert, { credentials: { ...left, ca: newCa } });
  assert.is(await (await connect(worker.address)).add(1, 2), 3);
});

test('credentials that cannot be used are refused, with what is wrong', async (assert) => {
  for (const [credentials, message] of [
    [{ ...left }, /trusts nobody/],
    [{ ...left, ca: [], fingerprints: [] }, /trusts nobody/],
    [{ ...left, key: 'x', ca: oldCa }, /Key, certificate or ca cannot be used/],
    [{ ...left, key: right.key, ca: oldCa }, /key values mismatch/],
    [{ ...left, fingerprints: ['AB:CD'] }, /64 hexadecimal digits of SHA-256.*'AB:CD'/],
  ] as const) {
    const opening = TlsTransport.open({ credentials });
    await assert.throwsAsync(opening, { instanceOf: IllegalArgumentError, message });
  }
});

test('HAND-03 an address whose port is none fails the future of the connect, and raises nothing', async (assert) => {
  const { service } = await calling(assert, { credentials: { ...left, ca: oldCa } });
  for (const authority of ['127.0.0.1:0', '127.0.0.1:99999', '127.0.0.1']) {
    const connecting = service.connect(`${TLS_SCHEME}://fencepost@${authority}/user/rpc/x`, Work);
    await assert.throwsAsync(connecting, { instanceOf: RpcConnectionError });
  }
});

test('a port that is taken says so', async (assert) => {
  const { transport } = await serving(assert, { credentials: { ...right, ca: oldCa } });
  const second = TlsTransport.open({ credentials: { ...right, ca: oldCa }, port: transport.port });
  await assert.throwsAsync(second, { instanceOf: IllegalArgumentError, message: /EADDRINUSE/ });
});
