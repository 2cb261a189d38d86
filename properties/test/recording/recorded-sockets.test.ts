/**
 * Goal: a recording over sockets is whole where nobody answers: at a port where nobody is, at one where nobody says anything, and
 * where a close gives up what still has to leave. Method: services over TCP, servers without a wire, and the judge of recordings;
 * then the same recordings without what tells of it.
 */
import { createServer, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import {
  ask,
  CloseTimeoutError,
  defineGateway,
  RpcConnectionError,
  RpcService,
  TcpTransport,
  TraceRecorder,
  t,
} from '../../../impl/index.js';
import { TraceJudge, type TraceVerdict } from '../../suite/trace-judge.js';
import { freePort } from '../../transports/free-port.js';

const Any = defineGateway('Any', { ask: ask([], t.unknown) });

/** A port where connections are accepted, and nobody ever says anything. */
async function silentPort(assert: ExecutionContext): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.resume();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  assert.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as { readonly port: number }).port;
}

const addressAt = (port: number): string => `fencepost.tcp://fencepost@127.0.0.1:${port}/user/rpc/any`;

/** Records a program of one service over TCP. @returns the lines of the trace */
async function record(
  assert: ExecutionContext,
  askTimeoutMs: number,
  program: (service: RpcService) => Promise<void>,
): Promise<readonly string[]> {
  let text = '';
  const recorder = new TraceRecorder((more) => {
    text += more;
  });
  const transport = await TcpTransport.open({ limits: { backOffMs: 0 } });
  const service = new RpcService({ recorder, transport, askTimeoutMs });
  await program(service);
  await service.close().catch(() => undefined);
  recorder.end();
  assert.is(recorder.gapReason, null);
  return text.trimEnd().split('\n');
}

function judge(lines: readonly string[]): TraceVerdict {
  const traceJudge = new TraceJudge();
  traceJudge.read(`${lines.join('\n')}\n`);
  return traceJudge.close();
}

/** The same without the events that a pattern finds; the last line says how many there are. */
function without(lines: readonly string[], pattern: RegExp): readonly string[] {
  const kept = lines.slice(0, -1).filter((line) => !pattern.test(line));
  const end = JSON.parse(lines.at(-1) as string) as object;
  return [...kept, JSON.stringify({ ...end, events: kept.length - 1 })];
}

/** That a recording is whole and accepted, has such an action, and is rejected without the events that are needed. */
function expectWhole(
  assert: ExecutionContext,
  lines: readonly string[],
  action: RegExp,
  needed: RegExp,
): void {
  const verdict = judge(lines);
  assert.is(verdict.verdict, 'accepted', JSON.stringify(verdict));
  assert.true(
    lines.some((line) => action.test(line)),
    lines.join('\n'),
  );
  assert.is(judge(without(lines, needed)).verdict, 'rejected');
}

/** How a connect came out that has reached nobody. */
const notConnected = /"event":"outcome".*"connection"/;

const refused = { instanceOf: RpcConnectionError };

test('HAND-05 a connect to a port where nobody is leaves the recording whole', async (assert) => {
  const nowhere = addressAt(await freePort());
  const lines = await record(assert, 60_000, async (service) => {
    await assert.throwsAsync(service.connect(nowhere, Any), refused);
    await assert.throwsAsync(service.connect(nowhere, Any), refused);
  });
  expectWhole(assert, lines, /"leg":"unreachable"/, notConnected);
});

test('HAND-06 a connect to a port where nobody says anything leaves the recording whole', async (assert) => {
  const silent = addressAt(await silentPort(assert));
  const lines = await record(assert, 50, async (service) => {
    await assert.throwsAsync(service.connect(silent, Any), refused);
    await service.close({ timeoutMs: 50 }).catch(() => undefined);
  });
  expectWhole(assert, lines, /"leg":"timeout"/, notConnected);
});

test('SERV-14 a close that gives up what still has to leave leaves the recording whole', async (assert) => {
  const silent = addressAt(await silentPort(assert));
  const closing = { instanceOf: CloseTimeoutError };
  const lines = await record(assert, 60_000, async (service) => {
    const connecting = assert.throwsAsync(service.connect(silent, Any), { code: 'illegal-state' } as never);
    const first = service.close();
    await connecting;
    // The service is down by now, and only its link is not over: a later limit counts for that, too.
    const closes = [first, service.close({ timeoutMs: 20 }), service.close({ timeoutMs: 60_000 })];
    await Promise.all(closes.map((close) => assert.throwsAsync(close, closing)));
    await assert.throwsAsync(service.close(), closing);
  });
  expectWhole(assert, lines, /"leg":"close-timeout"/, /"leg":"close-timeout"/);
  const early = lines.map((line) => line.replace('"timeoutMs":20', '"timeoutMs":20000'));
  assert.is(judge(early).verdict, 'rejected');
});
