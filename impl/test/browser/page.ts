/** What runs in a page, and in a worker of a page. It is bundled by `browser.test.ts`, which calls it through `globalThis.probe`. */
import {
  type FencedGatewayOf,
  MessagePortTransport,
  type MessageSource,
  RpcService,
  WebSocketClientTransport,
} from '../../everywhere.js';
import { startedWorker, token, Work } from '../transport/services.js';
import { BossGateway } from './boss.js';

type WorkGateway = FencedGatewayOf<typeof Work>;

/** What a browser has, and is used here. */
interface Browser {
  readonly document?: object;
  readonly Worker: new (url: string, options: { readonly type: 'module' }) => MessageSource;
  probe?: Probe;
}

/** What the test can do in a page. */
export class Probe {
  private readonly threads = MessagePortTransport.open({ name: 'page' });
  private readonly service = new RpcService({
    transports: [WebSocketClientTransport.open({ limits: { backOffMs: 1, backOffMaxMs: 1 } }), this.threads],
  });
  private readonly worker = startedWorker(this.service);
  private readonly gateways: WorkGateway[] = [];

  /** @returns the number of the gateway */
  async connect(address: string): Promise<number> {
    return this.gateways.push(await this.service.connectFenced(address, Work, token)) - 1;
  }

  add(gateway: number, left: number, right: number): Promise<number> {
    return this.gateway(gateway).add(left, right);
  }

  /** Bytes, a date and a big integer there and back; how many bytes came. */
  async echo(gateway: number, bytes: number): Promise<readonly unknown[]> {
    const value = { bytes: new Uint8Array(bytes).fill(7), at: new Date(7), big: 2n ** 70n };
    const back = (await this.gateway(gateway).echo(value)) as typeof value;
    return [back.bytes.filter((byte) => byte === 7).length, back.at.getTime(), String(back.big)];
  }

  tell(gateway: number, count: number): void {
    for (let number = 0; number < count; number += 1) this.gateway(gateway).note(number);
  }

  /** The code of the failure of an ask with a wrong token. */
  async stale(address: string): Promise<string> {
    const gateway = await this.service.connectFenced(address, Work, { type: 'Leader', bytes: '02' });
    return failure(gateway.add(1, 2));
  }

  /** The code of the failure of an ask that is never answered. */
  never(gateway: number): Promise<string> {
    return failure(this.gateway(gateway).never());
  }

  /** The code of the failure of a connect. */
  unreachable(address: string): Promise<string> {
    return failure(this.service.connectFenced(address, Work, token));
  }

  /** Has the boss call back. @returns what the boss said, and what this page was told */
  async callBack(boss: string): Promise<readonly unknown[]> {
    const gateway = await this.service.connect(boss, BossGateway);
    const sum = await gateway.callBack(this.worker.address);
    const own = await this.service.connectFenced(this.worker.address, Work, token);
    await own.add(0, 0); // what was told before it is there now
    return [sum, this.worker.notes];
  }

  /** Starts a worker of this page, and asks the endpoint in it. */
  async thread(script: string): Promise<number> {
    const thread = new browser.Worker(script, { type: 'module' });
    this.threads.connectPort('thread', thread);
    return this.add(await this.connect('fencepost.worker://fencepost@thread/user/rpc/worker'), 3, 4);
  }

  close(): Promise<void> {
    return this.service.close();
  }

  private gateway(number: number): WorkGateway {
    return this.gateways[number] as WorkGateway;
  }
}

async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    return `succeeded with ${await promise}`;
  } catch (error) {
    return String((error as { readonly code?: unknown }).code ?? error);
  }
}

const browser = globalThis as unknown as Browser;
if (browser.document === undefined) {
  const threads = MessagePortTransport.open({ name: 'thread' });
  threads.acceptFrom(globalThis as unknown as MessageSource);
  startedWorker(new RpcService({ transport: threads }));
} else browser.probe = new Probe();
