/**
 * Goal: whoever is not trusted is refused on either side, learns why, and nothing of it comes past the boundary. Method: raw
 * peers that say what a good peer says, over every connection that is not good enough; and one that is, to show the difference.
 */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import {
  type ConnectionOptions,
  connect,
  createServer,
  type TlsOptions,
  Server as TlsServer,
} from 'node:tls';
import test, { type ExecutionContext } from 'ava';
import type { TlsCredentials, TlsTransportOptions } from '../../index.js';
import { conversation, type Heard, heardOf } from '../wire/arbitraries.js';
import { type Claims, type Issued, issue, newAuthority } from './certificates.js';
import { WatchedTls, watched } from './watched-tls.js';

const ours = await newAuthority('Ours');
const theirs = await newAuthority('Theirs');
const [good, other] = [await issue(ours), await issue(ours)];
const foreign = await issue(theirs);
const selfSigned = await issue(null);
const expired = await issue(null, { days: [-10, -1] });

const fingerprintOf = ({ certificate }: Issued): string => new X509Certificate(certificate).fingerprint256;
const certified = ({ key, certificate }: Issued): ConnectionOptions => ({ key, cert: certificate });
const trusting = (issued: Issued): TlsCredentials => ({ ...issued, ca: ours.certificate });

/** What a good peer says first. */
const greeting = conversation([{ frame: 'identify', op: 1, sender: 0, name: 'worker' }]);

/** Says it, and hears the other side out. */
async function spokenTo(socket: Socket, openEvent: string): Promise<readonly Heard[]> {
  const chunks: Uint8Array[] = [];
  socket.on('error', () => undefined);
  socket.on(openEvent, () => socket.write(greeting));
  socket.on('data', (bytes: Uint8Array) => void chunks.push(bytes));
  await new Promise((resolve) => void socket.on('close', resolve));
  return heardOf(chunks);
}

const overTls =
  (options: ConnectionOptions) =>
  (port: number): Promise<readonly Heard[]> =>
    spokenTo(connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options }), 'secureConnect');

const overTcp = (port: number): Promise<readonly Heard[]> =>
  spokenTo(connectTcp({ port, host: '127.0.0.1' }), 'connect');

const withClaims =
  (issuer: Issued | null, claims: Claims) =>
  async (port: number): Promise<readonly Heard[]> =>
    overTls(certified(await issue(issuer, claims)))(port);

/** Somebody who connects and is refused. */
interface Stranger {
  readonly who: string;
  readonly reason: RegExp;
  /** @returns what it heard */
  readonly speak: (port: number) => Promise<readonly Heard[]>;
  /** It could not read why: TLS itself refuses it. */
  readonly isDeaf?: true;
  readonly server?: Partial<TlsTransportOptions>;
}

const pinned = { credentials: { ...good, fingerprints: ['ab'.repeat(32)] } };

const strangers: readonly Stranger[] = [
  { who: 'shows no certificate', speak: overTls({}), reason: /^no certificate was shown$/ },
  {
    who: 'has a certificate of another authority',
    speak: overTls(certified(foreign)),
    reason: /^the certificate CN=peer is not one of a trusted authority: UNABLE_TO_VERIFY_LEAF_SIGNATURE$/,
  },
  {
    who: 'brings its authority along',
    speak: overTls({ key: foreign.key, cert: `${foreign.certificate}\n${theirs.certificate}` }),
    reason: /trusted authority: SELF_SIGNED_CERT_IN_CHAIN/,
  },
  {
    who: 'has signed its certificate itself',
    speak: overTls(certified(selfSigned)),
    reason: /trusted authority: DEPTH_ZERO_SELF_SIGNED_CERT/,
  },
  {
    who: 'has a certificate that an authority of the same name has issued',
    speak: async (port) => overTls(certified(await issue(await newAuthority('Ours'))))(port),
    reason: /trusted authority: CERT_SIGNATURE_FAILURE/,
  },
  {
    who: 'has a certificate that another peer has issued',
    speak: async (port) => {
      const { key, certificate } = await issue(other, { subject: 'boss' });
      return overTls({ key, cert: `${certificate}\n${other.certificate}` })(port);
    },
    reason: /^the certificate CN=boss is not one of a trusted authority: UNSPECIFIED$/,
  },
  {
    who: 'has a certificate that has expired',
    speak: withClaims(ours, { days: [-10, -1] }),
    reason: /^the certificate CN=peer has expired on .* GMT$/,
  },
  {
    who: 'has a certificate that is not valid yet',
    speak: withClaims(ours, { days: [1, 10] }),
    reason: /^the certificate CN=peer is not valid before .* GMT$/,
  },
  {
    who: 'has a certificate for servers only',
    speak: withClaims(ours, { uses: ['serverAuth'] }),
    reason: /trusted authority: INVALID_PURPOSE/,
  },
  {
    who: 'has a certificate with another fingerprint',
    speak: overTls(certified(other)),
    server: pinned,
    reason:
      /^the certificate CN=peer has the fingerprint ([0-9A-F]{2}:){31}[0-9A-F]{2}, which is not trusted$/,
  },
  {
    who: 'shows no certificate where fingerprints are known',
    speak: overTls({}),
    server: pinned,
    reason: /^no certificate was shown$/,
  },
  {
    who: 'has the right authority where the fingerprint has to be right as well',
    speak: overTls(certified(other)),
    server: { credentials: { ...pinned.credentials, ca: ours.certificate } },
    reason: /which is not trusted$/,
  },
  {
    who: 'has the right fingerprint where the authority has to be right as well',
    speak: overTls(certified(foreign)),
    server: { credentials: { ...trusting(good), fingerprints: [fingerprintOf(foreign)] } },
    reason: /is not one of a trusted authority/,
  },
  {
    who: 'has the right fingerprint, and has expired',
    speak: overTls(certified(expired)),
    server: { credentials: { ...good, fingerprints: [fingerprintOf(expired)] } },
    reason: /has expired/,
  },
  {
    who: 'speaks TLS 1.2 where 1.3 is the oldest',
    speak: overTls({ ...certified(other), maxVersion: 'TLSv1.2' }),
    isDeaf: true,
    reason: /^TLS: unsupported protocol$/,
  },
  {
    who: 'speaks TLS 1.1',
    speak: overTls({
      ...certified(other),
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    }),
    server: { minimumVersion: 'TLSv1.2' },
    isDeaf: true,
    reason: /^TLS: unsupported protocol$/,
  },
  { who: 'does not speak TLS', speak: overTcp, isDeaf: true, reason: /^TLS: / },
];

/** The refused side was told, in the form of the wire. */
function assertToldWhy(assert: ExecutionContext, heard: readonly Heard[], message: string): void {
  assert.deepEqual(heard, [
    { heard: 'opened', minor: 0 },
    { heard: 'frame', frame: { frame: 'goodbye', code: 'not-trusted', message } },
  ]);
}

/** Waits, for a bounded time, until a frame has come past the boundary. */
async function hasHeard({ frames }: WatchedTls): Promise<void> {
  for (let time = 0; time < 1000 && frames.length === 0; time += 1)
    await new Promise((resolve) => void setTimeout(resolve, 10));
  if (frames.length === 0) throw new Error('No frame came within ten seconds');
}

/** A good peer is accepted: the transport is not one that refuses everybody. */
async function assertServes(
  assert: ExecutionContext,
  { side }: Awaited<ReturnType<typeof watched>>,
  own: Issued,
) {
  const socket = connect({
    port: side.transport.port,
    host: '127.0.0.1',
    rejectUnauthorized: false,
    ...certified(own),
  });
  const hearing = spokenTo(socket, 'secureConnect');
  await hasHeard(side);
  socket.end();
  await hearing;
  assert.deepEqual(
    side.links.map(({ peer }) => peer.subject),
    ['CN=peer'],
  );
}

for (const { who, speak, reason, isDeaf, server } of strangers) {
  test(`whoever ${who} is refused, and nothing that it says is heard`, async (assert) => {
    const there = await watched({ credentials: trusting(good), ...server });
    assert.teardown(() => there.side.close());
    const heard = await speak(there.side.transport.port);
    assert.deepEqual([there.side.links, there.side.frames], [[], []]);
    assert.is(there.refusals.length, 1);
    const [refusal] = there.refusals;
    assert.regex(refusal?.reason ?? '', reason);
    if (isDeaf) assert.deepEqual(heard, []);
    else assertToldWhy(assert, heard, refusal?.reason ?? '');
  });
}

test('whoever is trusted is heard', async (assert) => {
  for (const [options, own] of [
    [{ credentials: trusting(good) }, other],
    [{ credentials: { ...good, fingerprints: [fingerprintOf(foreign)] } }, foreign],
    [{ credentials: { ...trusting(good), fingerprints: [fingerprintOf(other)] } }, other],
  ] as const) {
    const there = await watched(options);
    assert.teardown(() => there.side.close());
    await assertServes(assert, there, own);
    assert.deepEqual(there.refusals, []);
  }
});

// --- the side that dials --------------------------------------------------------------------------------------------

/** A place that is dialled, and is not good enough. */
interface Impostor {
  readonly what: string;
  readonly reason: RegExp;
  readonly server: () => Promise<Server>;
  readonly client?: Partial<TlsTransportOptions>;
}

const tlsServer = (issued: Issued, options: TlsOptions = {}): Server =>
  createServer({
    key: issued.key,
    cert: issued.certificate,
    requestCert: true,
    rejectUnauthorized: false,
    ...options,
  });

const impostors: readonly Impostor[] = [
  {
    what: 'a certificate of another authority',
    server: async () => tlsServer(foreign),
    reason: /^the certificate CN=peer is not one of a trusted authority: UNABLE_TO_VERIFY_LEAF_SIGNATURE$/,
  },
  {
    what: 'a certificate that it has signed itself',
    server: async () => tlsServer(selfSigned),
    reason: /trusted authority: DEPTH_ZERO_SELF_SIGNED_CERT$/,
  },
  {
    what: 'a certificate that has expired',
    server: async () => tlsServer(await issue(ours, { days: [-10, -1] })),
    reason: /^the certificate CN=peer has expired on .* GMT$/,
  },
  {
    what: 'a certificate for clients only',
    server: async () => tlsServer(await issue(ours, { uses: ['clientAuth'] })),
    reason: /trusted authority: INVALID_PURPOSE$/,
  },
  {
    what: 'a certificate of another host',
    server: async () => tlsServer(await issue(ours, { addresses: ['127.0.0.2'], hosts: ['localhost'] })),
    reason: /^the certificate CN=peer is not one of the host 127[.]0[.]0[.]1: /,
  },
  {
    what: 'a certificate with another fingerprint',
    server: async () => tlsServer(other),
    client: pinned,
    reason: /which is not trusted$/,
  },
  {
    what: 'nothing newer than TLS 1.2',
    server: async () => tlsServer(other, { maxVersion: 'TLSv1.2' }),
    reason: /^TLS: tlsv1 alert protocol version$/,
  },
  {
    what: 'no TLS',
    server: async () => createTcpServer(),
    reason: /^TLS: wrong version number$/,
  },
];

for (const { what, server: newServer, reason, client } of impostors) {
  test(`a place with ${what} is left, and nothing is said to it or heard from it`, async (assert) => {
    const said: Uint8Array[] = [];
    const server = await newServer();
    const talks = (socket: Socket): void => {
      socket.on('error', () => undefined);
      socket.write(greeting);
      socket.on('data', (bytes: Uint8Array) => {
        if (server instanceof TlsServer) said.push(bytes); // without TLS it is the beginning of TLS that comes
      });
    };
    server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', talks);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    assert.teardown(() => void server.close());
    const here = await watched({ credentials: trusting(good), listen: false, ...client });
    assert.teardown(() => here.side.close());
    assert.regex(await here.side.whyClosed(`127.0.0.1:${port}`), reason);
    await new Promise((resolve) => void server.close(resolve)); // whatever was said has come
    assert.deepEqual([said, here.side.frames], [[], []]);
  });
}

// --- what lies between ------------------------------------------------------------------------------------------------

test('whoever begins TLS and says no more is given up, and so it is when the transport closes', async (assert) => {
  const patient = await watched({ credentials: trusting(good) });
  const hasty = await watched({ credentials: trusting(good), limits: { handshakeMs: 50 } });
  const sockets = [patient, hasty].map(({ side }) => connectTcp(side.transport.port, '127.0.0.1'));
  const [waits, leaves] = sockets.map((socket) => new Promise((resolve) => void socket.on('close', resolve)));
  for (const socket of sockets) socket.on('error', () => undefined).resume();
  await leaves;
  await hasty.side.close();
  assert.regex(hasty.refusals[0]?.reason ?? '', /handshake timeout/);
  await assertServes(assert, patient, other);
  await patient.side.close();
  await waits;
});

test('no session is resumed: whoever was trusted once shows its certificate again', async (assert) => {
  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const there = await watched({ credentials: trusting(good), minimumVersion: 'TLSv1.2' });
    assert.teardown(() => there.side.close());
    const to = { port: there.side.transport.port, host: '127.0.0.1', rejectUnauthorized: false };
    const first = connect({ ...to, ...certified(other), maxVersion: version });
    const sessions: Buffer[] = [];
    first.on('session', (session) => void sessions.push(session));
    const hearing = spokenTo(first, 'secureConnect');
    await hasHeard(there.side);
    const session = sessions.at(-1) ?? first.getSession();
    first.end();
    await hearing;
    assert.truthy(session, version);
    const again = connect({ ...to, maxVersion: version, session: session as Buffer });
    const reused = new Promise((resolve) =>
      again.on('secureConnect', () => resolve(again.isSessionReused())),
    );
    const heard = await spokenTo(again, 'secureConnect');
    assert.false(await reused);
    assertToldWhy(assert, heard, 'no certificate was shown');
    assert.is(there.side.links.length, 1);
  }
});

test('nobody becomes somebody else: within TLS 1.2, too, nothing is negotiated twice', async (assert) => {
  const there = await watched({ credentials: trusting(good), minimumVersion: 'TLSv1.2' });
  assert.teardown(() => there.side.close());
  const to = { port: there.side.transport.port, host: '127.0.0.1', rejectUnauthorized: false };
  const socket = connect({ ...to, ...certified(other), maxVersion: 'TLSv1.2' });
  const hearing = spokenTo(socket, 'secureConnect');
  await hasHeard(there.side);
  let negotiated = false;
  socket.renegotiate({}, () => {
    negotiated = true;
    socket.destroy();
  });
  socket.write(greeting);
  await hearing; // the side that asks for it takes the refusal for the end
  assert.false(negotiated);
});

test('what the hook for refusals throws harms nobody: the service goes on, and refuses', async (assert) => {
  let told = 0;
  const there = await WatchedTls.open({
    credentials: trusting(good),
    refused: () => {
      told += 1;
      throw new Error('the log is full');
    },
  });
  assert.teardown(() => there.close());
  for (let time = 1; time <= 2; time += 1) {
    const to = { port: there.transport.port, host: '127.0.0.1', rejectUnauthorized: false };
    const socket = connect(to).on('error', () => undefined);
    await new Promise((resolve) => void socket.on('close', resolve).resume());
    assert.is(told, time);
  }
  assert.deepEqual(there.links, []);
});

test('so many strangers are within TLS at a time as the limit says, and further ones are cut off', async (assert) => {
  const there = await watched({ credentials: trusting(good), limits: { strangers: 1 } });
  assert.teardown(() => there.side.close());
  const open = async (): Promise<Socket> => {
    const socket = connectTcp(there.side.transport.port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    return socket.resume();
  };
  const first = await open();
  const second = await open();
  await once(second, 'close');
  assert.false(first.destroyed);
  first.destroy();
});

test('a refused peer that goes on talking is cut off', async (assert) => {
  const there = await watched({ credentials: trusting(good) });
  assert.teardown(() => there.side.close());
  const to = { port: there.side.transport.port, host: '127.0.0.1', rejectUnauthorized: false };
  const socket = connect({ ...to, allowHalfOpen: true } as ConnectionOptions);
  const talk = (): void => {
    if (!socket.destroyed) socket.write(greeting, () => void setTimeout(talk, 10));
  };
  socket.on('error', () => undefined).on('secureConnect', talk);
  await new Promise((resolve) => void socket.on('close', resolve).resume());
  assert.deepEqual([there.side.links, there.side.frames], [[], []]);
});
