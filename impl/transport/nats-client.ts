/** The official client of NATS as a pipe. Nothing else imports it. */
import {
  connect,
  type Msg,
  type NatsConnection,
  type NodeConnectionOptions,
  PermissionViolationError,
  type Status,
} from '@nats-io/transport-node';
import { RpcConnectionError } from '../rpc/errors.js';
import { PAYLOAD_BYTES_MIN } from './nats-message.js';
import type { HearSubject, NatsPipe, Unsubscribe } from './nats-pipe.js';

/** What the client of NATS is told beside its servers: credentials, TLS, … */
export type NatsClientOptions = Omit<NodeConnectionOptions, 'servers' | 'noEcho'>;

/** Who hears what becomes of the connection. */
export interface NatsClientListener {
  /** The servers are lost; the client tries to reach them again. */
  lost(): void;
  /** The servers are reached again, and whoever hears a subject hears it again. */
  back(): void;
  /** The connection is over for good. */
  over(): void;
  /** The server does not let this client speak or hear at a subject. */
  refused(subject: string, reason: string): void;
}

/** See the head of this file. */
export class NatsClient implements NatsPipe {
  isUp = true;
  private readonly connection: NatsConnection;
  private listener: NatsClientListener | null = null;

  private constructor(connection: NatsConnection) {
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @param servers texts such as `nats://127.0.0.1:4222`; `undefined` for where the client looks by itself
   * @throws RpcConnectionError when no server lets this node in, or it cannot do what links need
   */
  static async connect(
    servers: readonly string[] | undefined,
    idleMs: number,
    options: NatsClientOptions = {},
  ): Promise<NatsClient> {
    const client = new NatsClient(await connected(servers, { pingInterval: idleMs, ...options }));
    const { info } = client.connection;
    const { payloadBytes } = client;
    if (info?.headers === true && payloadBytes >= PAYLOAD_BYTES_MIN) return client;
    await client.connection.close();
    throw new RpcConnectionError(
      `The NATS server ${info?.version} allows messages of ${payloadBytes} bytes, and headers: ${info?.headers === true}. ` +
        `Links need ${PAYLOAD_BYTES_MIN} bytes, and headers`,
    );
  }

  get payloadBytes(): number {
    return this.connection.info?.max_payload ?? PAYLOAD_BYTES_MIN;
  }

  publish(subject: string, bytes: Uint8Array, reply: string): void {
    if (!this.isUp || this.connection.isClosed()) return; // whoever speaks has been told, or is about to be
    this.connection.publish(subject, bytes, reply === '' ? {} : { reply });
  }

  subscribe(subject: string, hear: HearSubject): Unsubscribe {
    if (this.connection.isClosed()) return () => undefined;
    const callback = (error: Error | null, message: Msg): void => {
      if (error !== null) return; // it comes as a status, too
      try {
        hear(message.data, message.reply ?? '', isNobody(message));
      } catch (thrown) {
        // The client would only stop to read.
        setImmediate(() => {
          throw thrown;
        });
      }
    };
    const subscription = this.connection.subscribe(subject, { callback });
    return () => subscription.unsubscribe();
  }

  /** Who hears what becomes of the connection from now on. */
  follow(listener: NatsClientListener): void {
    this.listener = listener;
    void this.hearStatus();
    void this.connection.closed().then(() => {
      this.isUp = false;
      listener.over();
    });
  }

  private async hearStatus(): Promise<void> {
    for await (const status of this.connection.status()) this.statusCame(status);
  }

  private statusCame(status: Status): void {
    if (status.type === 'disconnect') {
      this.isUp = false;
      this.listener?.lost();
    } else if (status.type === 'reconnect') {
      this.isUp = true;
      this.listener?.back();
    } else if (status.type === 'error' && status.error instanceof PermissionViolationError)
      this.listener?.refused(status.error.subject, `the NATS server refuses: ${status.error.message}`);
  }

  /**
   * Ends the connection, once what was said has left.
   *
   * @param patienceMs for how long that is waited for; a second call with less ends the wait of the first
   */
  async close(patienceMs: number): Promise<void> {
    const { connection } = this;
    if (this.isUp && !connection.isClosed()) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMs);
      });
      // The client does not settle what waits to leave when it is closed meanwhile.
      await Promise.race([connection.flush().catch(() => undefined), connection.closed(), patience]);
      clearTimeout(timer);
    }
    await connection.close();
  }
}

/** A connection that is not echoed to itself: who asks whether another has its name does not ask itself. */
async function connected(
  servers: readonly string[] | undefined,
  options: NatsClientOptions,
): Promise<NatsConnection> {
  const where = servers === undefined ? {} : { servers: [...servers] };
  try {
    return await connect({ maxReconnectAttempts: -1, ...options, ...where, noEcho: true });
  } catch (cause) {
    const place = servers === undefined ? 'the default place' : servers.join(', ');
    const { message } = cause as Error;
    throw new RpcConnectionError(`No NATS server lets this node in at ${place}: ${message}`, { cause });
  }
}

/** Whether the server says that nobody hears a subject. */
const isNobody = (message: Msg): boolean => message.data.length === 0 && message.headers?.code === 503;
