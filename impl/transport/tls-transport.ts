/**
 * TLS over TCP, with both sides verified: a peer becomes a link when its certificate is trusted, and nothing of it is read
 * before. Credentials can be replaced while everything runs.
 */
import { type ChannelTransportOptions, checkedChannelOptions } from './channel-options.js';
import { type ChannelSource, ChannelTransport } from './channel-transport.js';
import { type HostOptions, listeningOnHost } from './sockets.js';
import {
  type TlsContext,
  type TlsCredentials,
  type TlsCredentialsProvider,
  type TlsVersion,
  tlsContext,
} from './tls-credentials.js';
import { TlsSide } from './tls-side.js';

/** The scheme of addresses over TLS. */
export const TLS_SCHEME = 'fencepost.tls';

/** A peer that has connected and was refused. */
export interface TlsRefusal {
  /** Where it connected from: `127.0.0.1:53124`. */
  readonly from: string;
  /** The subject of its certificate; `null` when it has shown none. */
  readonly subject: string | null;
  /** Why, in words. */
  readonly reason: string;
}

/** Where a service listens over TLS, what it shows, and whom it trusts. */
export interface TlsTransportOptions extends ChannelTransportOptions, HostOptions {
  /** What this side shows and whom it trusts, or what gives it. */
  readonly credentials: TlsCredentials | TlsCredentialsProvider;
  /**
   * Whether the host that is dialled has to stand in the certificate of the peer. Absent: `true` with `ca`, and `false` with
   * fingerprints alone, which say more than a host does. With `false` and `ca`, each peer can take the place of each other:
   * so it is in Flink, whose processes share one certificate.
   */
  readonly checkHost?: boolean;
  /** The oldest version that is spoken. Absent: `TLSv1.3`. */
  readonly minimumVersion?: TlsVersion;
  /** Told of every peer that has connected and was refused. */
  readonly refused?: (refusal: TlsRefusal) => void;
}

/** How credentials are replaced. */
export interface TlsRotation {
  /** Whether links that stand on the old credentials end at once. Absent: `false`; they stay until they end by themselves. */
  readonly closeLinks?: boolean;
}

/**
 * Services that talk over TLS. Both sides show a certificate, and both verify the other's.
 *
 * @example
 * ```ts
 * const pem = (name: string) => readFileSync(`/etc/jobs/${name}.pem`, 'utf8');
 * const credentials = () => ({ key: pem('key'), certificate: pem('certificate'), ca: pem('ca') });
 * const transport = await TlsTransport.open({ host: 'master.example', credentials });
 * process.on('SIGHUP', () => void transport.rotate()); // the files are new
 * ```
 */
export class TlsTransport extends ChannelTransport {
  /** The port that is listened on; -1 when nobody listens. */
  readonly port: number;
  private readonly side: TlsSide;
  private readonly options: TlsTransportOptions;
  /** Rotations run one after the other: the last one that was asked for is the one that counts. */
  private rotating: Promise<unknown> = Promise.resolve();

  private constructor(source: ChannelSource, side: TlsSide, port: number, options: TlsTransportOptions) {
    super(source, options);
    this.side = side;
    this.port = port;
    this.options = options;
  }

  /**
   * Listens, unless told not to. Links are accepted once a service has the transport.
   *
   * @throws IllegalArgumentError when the credentials cannot be used, an option cannot be, or nobody can listen there
   */
  static async open(given: TlsTransportOptions): Promise<TlsTransport> {
    const options = checkedChannelOptions(given);
    const side = new TlsSide(await contextOf(options), options);
    const source = { scheme: TLS_SCHEME, authority: null, open: side.open, stop: () => side.stop() };
    if (options.listen === false) return new TlsTransport(source, side, -1, options);
    const { port, authority } = await listeningOnHost(side.server, options);
    const transport = new TlsTransport({ ...source, authority }, side, port, options);
    side.accept = (open) => transport.accept(open);
    return transport;
  }

  /**
   * Replaces the credentials: links that are made from now on stand on the new ones.
   *
   * @param next the new credentials; absent: those that the provider gives now
   * @throws IllegalArgumentError when they cannot be used; then the old ones stay in force
   */
  rotate(next?: TlsCredentials, { closeLinks = false }: TlsRotation = {}): Promise<void> {
    const rotated = this.rotating.then(async () => {
      this.side.use(await contextOf(this.options, next));
      if (closeLinks) this.side.closeAll();
    });
    this.rotating = rotated.catch(() => undefined);
    return rotated;
  }
}

/** Asks for credentials and prepares them. */
async function contextOf(
  { credentials, minimumVersion = 'TLSv1.3' }: TlsTransportOptions,
  next?: TlsCredentials,
): Promise<TlsContext> {
  const given = next ?? (typeof credentials === 'function' ? await credentials() : credentials);
  return tlsContext(given, minimumVersion);
}
