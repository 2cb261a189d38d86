/** Who the peer of a TLS connection is, and whether it is trusted. Both sides ask the same, before anything is read. */
import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import type { TlsContext } from './tls-credentials.js';

/**
 * The subject of a certificate as RFC 4514 writes it, the most specific part first: `CN=worker-1,O=Acme`. What is special in
 * it is escaped: no certificate can write the subject of another.
 *
 * @returns the text, or `null` when the subject is empty
 */
export function subjectOf(certificate: X509Certificate): string | null {
  // Node gives a line for each part, in the order of the certificate, with control characters and commas escaped.
  return certificate.subject ? certificate.subject.split('\n').reverse().join(',') : null;
}

/**
 * The certificate of the peer; `null` when it has shown none. Not by `getPeerX509Certificate`: on the side that dials, Node 20
 * takes the certificate out of the chain with it, and gives the next one, that of the authority, when it is asked again.
 */
function certificateOf(socket: TLSSocket): X509Certificate | null {
  const { raw } = socket.getPeerCertificate() ?? {};
  return raw === undefined ? null : new X509Certificate(raw);
}

/** The subject of the peer of a connection; `null` when it has none. */
export function peerSubjectOf(socket: TLSSocket): string | null {
  const certificate = certificateOf(socket);
  return certificate === null ? null : subjectOf(certificate);
}

/** What is wrong with the certificate itself; `null` when nothing is. */
function faultOf(socket: TLSSocket, certificate: X509Certificate, context: TlsContext): string | null {
  const { validFrom, validTo, fingerprint256 } = certificate;
  const nowMs = Date.now();
  if (!(nowMs >= Date.parse(validFrom))) return `is not valid before ${validFrom}`;
  if (!(nowMs <= Date.parse(validTo))) return `has expired on ${validTo}`;
  if (context.needsAuthority && !socket.authorized)
    return `is not one of a trusted authority: ${socket.authorizationError}`;
  if (context.fingerprints !== null && !context.fingerprints.has(fingerprint256))
    return `has the fingerprint ${fingerprint256}, which is not trusted`;
  return null;
}

/**
 * Why the peer of a connection is refused.
 *
 * @param context that the connection was made with
 * @param host that was dialled, and has to stand in the certificate; `null` when it need not
 * @returns words for both sides, or `null` when the peer is trusted
 */
export function refusalOf(socket: TLSSocket, context: TlsContext, host: string | null): string | null {
  const certificate = certificateOf(socket);
  if (certificate === null) return 'no certificate was shown';
  // It proves nothing about now. None is ever offered, so this is the second lock.
  if (socket.isSessionReused()) return 'an earlier session was resumed, and no certificate shown anew';
  const name = `the certificate ${subjectOf(certificate) ?? 'without a subject'}`;
  const fault = faultOf(socket, certificate, context);
  if (fault !== null) return `${name} ${fault}`;
  const error = host === null ? undefined : checkServerIdentity(host, socket.getPeerCertificate());
  return error === undefined ? null : `${name} is not one of the host ${host}: ${error.message}`;
}
