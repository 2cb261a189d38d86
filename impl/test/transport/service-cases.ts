/**
 * What two services do over any transport of this process, whatever carries its bytes: {@link testServices} has the cases, and
 * each transport its own test file with what only it has. One case runs at a time, so that a busy machine does not make all
 * of them slow.
 */
import test from 'ava';
import {
  type ChannelTransportOptions,
  FencingTokenError,
  RecipientUnreachableError,
  RpcConnectionError,
  type Transport,
} from '../../index.js';
import { closeAll, serviceOf, startedWorker, token, Work } from './services.js';

/** Transports of one sort. */
export interface Sort {
  /** Stands before the title of each case. */
  readonly name: string;
  readonly scheme: string;
  /**
   * Opens two transports: the first reaches the second, and nobody can dial the first.
   *
   * @param left of the first
   * @param right of the second
   */
  pair(
    left: ChannelTransportOptions,
    right: ChannelTransportOptions,
  ): Promise<readonly [Transport, Transport]>;
}

/** The cases; see the head of this file. */
export function testServices(sort: Sort): void {
  const titled = (title: string): string => `${title} (${sort.name})`;

  async function linked(left: ChannelTransportOptions = {}, right: ChannelTransportOptions = {}) {
    const [first, second] = await sort.pair(left, right);
    const [client, server] = [serviceOf(first), serviceOf(second)];
    const worker = startedWorker(server);
    return { client, server, worker, connect: () => client.connectFenced(worker.address, Work, token) };
  }

  test.serial(
    titled('ADDR-01, CALL-02, FENCE-02 services connect, ask and tell; a wrong token is refused'),
    async (assert) => {
      const { client, server, worker, connect } = await linked();
      const gateway = await connect();
      assert.true(worker.address.startsWith(`${sort.scheme}://fencepost@`), worker.address);
      assert.is(await gateway.add(1, 2), 3);
      for (let number = 0; number < 1000; number += 1) gateway.note(number);
      await gateway.add(0, 0);
      assert.deepEqual(
        worker.notes,
        Array.from({ length: 1000 }, (_, index) => index),
      );
      const stale = await client.connectFenced(worker.address, Work, { type: 'Leader', bytes: '02' });
      await assert.throwsAsync(stale.add(1, 2), { instanceOf: FencingTokenError });
      await closeAll(client, server);
    },
  );

  test.serial(
    titled('values arrive as they were, and failures with class, cause and stack'),
    async (assert) => {
      const { client, server, connect } = await linked();
      const gateway = await connect();
      const value = {
        bytes: Uint8Array.of(0, 255),
        big: -(10n ** 40n),
        at: new Date(1.5e12),
        odd: [Number.NaN, -0, undefined, null, 'ä😀'],
      };
      assert.deepEqual(await gateway.echo(value), value);
      const error = await assert.throwsAsync(gateway.fail());
      assert.like(error, { code: 'application', remoteClass: 'RangeError', remoteMessage: 'out of range' });
      assert.regex(
        (error as { readonly remoteStack?: string }).remoteStack ?? '',
        /transport.services\.(js|ts)/,
      );
      assert.like(error?.cause, { remoteClass: 'TypeError', remoteMessage: 'the reason' });
      await closeAll(client, server);
    },
  );

  test.serial(titled('values travel as JSON text where both sides want that'), async (assert) => {
    const { client, server, connect } = await linked({ json: true }, { json: true });
    const gateway = await connect();
    const value = { big: 10n, at: new Date(0), bytes: Uint8Array.of(1) };
    assert.deepEqual(await gateway.echo(value), value);
    await closeAll(client, server);
  });

  test.serial(
    titled('ORD-04, SIZE-04 large and small messages of many askers come back, each to who asked'),
    async (assert) => {
      const { client, server, connect } = await linked();
      const gateway = await connect();
      const asks = Array.from({ length: 300 }, async (_, index) => {
        const text = `${index}`.padEnd(index % 10 === 0 ? 300_000 : 10, 'x');
        assert.is(await gateway.echo(text), text);
      });
      await Promise.all(asks);
      const bytes = new Uint8Array(3_000_000).fill(7);
      assert.true(Buffer.from((await gateway.echo(bytes)) as Uint8Array).equals(bytes));
      await closeAll(client, server);
    },
  );

  test.serial(
    titled('DEAD-03, SERV-09 an ask that is open when its peer closes fails at once'),
    async (assert) => {
      const { client, server, connect } = await linked();
      const gateway = await connect();
      const open = gateway.never();
      await gateway.add(1, 1);
      void server.close();
      await assert.throwsAsync(open, { instanceOf: RecipientUnreachableError });
      await assert.throwsAsync(gateway.add(1, 2), { instanceOf: RecipientUnreachableError });
      await closeAll(client, server);
    },
  );

  test.serial(
    titled('SERV-03 a service that closes has said everything before its future completes'),
    async (assert) => {
      const { client, server, worker, connect } = await linked({ limits: { drainMs: 60_000 } });
      const gateway = await connect();
      const text = 'x'.repeat(100_000);
      for (let number = 0; number < 100; number += 1) void gateway.echo(text).catch(() => undefined);
      gateway.note(7);
      await client.close();
      // What was said has left; it may be on its way, and only its own side knows when it is there.
      for (let time = 0; time < 1000 && worker.notes.length === 0; time += 1)
        await new Promise((resolve) => void setTimeout(resolve, 10));
      assert.deepEqual(worker.notes, [7]);
      await closeAll(server);
    },
  );

  test.serial(titled('there are never more links than the limit says'), async (assert) => {
    const { client, server, connect } = await linked({}, { limits: { links: 0 } });
    await assert.throwsAsync(connect(), { instanceOf: RpcConnectionError });
    await closeAll(client, server);
  });

  test.serial(
    titled('a service that nobody can dial is called over the link that it has opened'),
    async (assert) => {
      const { client, server, connect } = await linked();
      const mine = startedWorker(client);
      assert.true(mine.address.startsWith(`${sort.scheme}://fencepost@node-`), mine.address);
      const before = server.connectFenced(mine.address, Work, token);
      await assert.throwsAsync(before, { instanceOf: RpcConnectionError }); // there is no link yet
      const there = await connect();
      const back = await server.connectFenced(mine.address, Work, token);
      assert.is(await back.add(1, await there.add(2, 3)), 6);
      await closeAll(client, server);
    },
  );
}
