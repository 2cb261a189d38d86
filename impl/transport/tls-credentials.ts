/** What one side of TLS shows, and whom it trusts. */
import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { IllegalArgumentError } from '../rpc/errors.js';

/** See the head of this file. At least one of `ca` and `fingerprints` is needed; with both, both have to hold. */
export interface TlsCredentials {
  /** The private key, as PEM. */
  readonly key: string;
  /** The certificate that both the dialling and the listening side show, as PEM; behind it those between it and its CA. */
  readonly certificate: string;
  /** Certificates of authorities, as PEM: whoever has a certificate of one of them is trusted. No others are. */
  readonly ca?: string | readonly string[];
  /** SHA-256 fingerprints of certificates, as hexadecimal digits with or without colons: no others are trusted. */
  readonly fingerprints?: readonly string[];
}

/** Gives credentials: reads files, for example. Asked again by every rotation that brings none. */
export type TlsCredentialsProvider = () => TlsCredentials | Promise<TlsCredentials>;

/** The oldest version of TLS that is spoken. */
export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

/** Credentials in the form that connections need. */
export interface TlsContext {
  /** For servers, which make a context of their own. */
  readonly options: SecureContextOptions;
  readonly secure: SecureContext;
  /** Whether a peer needs a certificate of an authority. */
  readonly needsAuthority: boolean;
  /** The fingerprints that a peer may have; `null` when any is good. */
  readonly fingerprints: ReadonlySet<string> | null;
}

/**
 * No tickets, so that sessions are never resumed: a resumed session is not verified again, and would outlive a rotation.
 * No renegotiation: it could change who the peer is.
 */
const SECURE_OPTIONS = constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION;

/** A fingerprint in the form of Node: `AB:CD:…`. @throws IllegalArgumentError when it is none of SHA-256 */
function fingerprintOf(text: string): string {
  const digits = text.replaceAll(':', '').toUpperCase();
  if (/^[0-9A-F]{64}$/.test(digits)) return (digits.match(/../g) as string[]).join(':');
  throw new IllegalArgumentError(
    `A fingerprint has the 64 hexadecimal digits of SHA-256, with or without colons; '${text}' has not`,
  );
}

/** @throws IllegalArgumentError when the texts are no PEM, or key and certificate do not belong together */
function secureContextOf(options: SecureContextOptions): SecureContext {
  try {
    return createSecureContext(options);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new IllegalArgumentError(`Key, certificate or ca cannot be used for TLS: ${message}`, { cause });
  }
}

/**
 * Prepares credentials.
 *
 * @throws IllegalArgumentError when they cannot be used, or say of nobody that it is trusted
 */
export function tlsContext(credentials: TlsCredentials, minVersion: TlsVersion): TlsContext {
  const { key, certificate, ca = [], fingerprints = [] } = credentials;
  if (ca.length === 0 && fingerprints.length === 0) {
    throw new IllegalArgumentError('TLS without ca and without fingerprints trusts nobody: give one of them');
  }
  const options = { key, cert: certificate, ca: [ca].flat(), minVersion, secureOptions: SECURE_OPTIONS };
  return {
    options,
    secure: secureContextOf(options),
    needsAuthority: ca.length > 0,
    fingerprints: fingerprints.length === 0 ? null : new Set(fingerprints.map(fingerprintOf)),
  };
}
