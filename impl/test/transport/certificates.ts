/** Certificates for tests: authorities, and what they issue. Keys are of elliptic curves, because those are made fast. */
import { generate } from 'selfsigned';

/** A certificate with its key, both as PEM. */
export interface Issued {
  readonly key: string;
  readonly certificate: string;
}

/** What a certificate says. */
export interface Claims {
  /** `[['O', 'Acme'], ['CN', 'worker']]`, in the order of the certificate; a name alone is the common name. */
  readonly subject?: string | readonly (readonly [string, string])[];
  /** The addresses that it is good for. */
  readonly addresses?: readonly string[];
  readonly hosts?: readonly string[];
  /** From when to when, as days from now; absent: from yesterday until in a year. */
  readonly days?: readonly [number, number];
  /** What it may be used for: both, unless it is said otherwise. */
  readonly uses?: readonly ('serverAuth' | 'clientAuth')[];
}

const DAY_MS = 86_400_000;

const daysFromNow = (days: number): Date => new Date(Date.now() + days * DAY_MS);

const attributesOf = (subject: NonNullable<Claims['subject']>) =>
  typeof subject === 'string'
    ? [{ name: 'commonName', value: subject }]
    : subject.map(([shortName, value]) => ({ shortName, value }));

const common = ([from, to]: readonly [number, number] = [-1, 365]) => ({
  keyType: 'ec' as const,
  algorithm: 'sha256',
  notBeforeDate: daysFromNow(from),
  notAfterDate: daysFromNow(to),
});

/** An authority. */
export async function newAuthority(name: string): Promise<Issued> {
  const { private: key, cert: certificate } = await generate(attributesOf(name), {
    ...common(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { key, certificate };
}

/**
 * A certificate.
 *
 * @param issuer who signs it; `null`: it signs itself
 */
export async function issue(issuer: Issued | null, claims: Claims = {}): Promise<Issued> {
  const { subject = 'peer', addresses = ['127.0.0.1'], hosts = [], days } = claims;
  const uses = claims.uses ?? ['serverAuth', 'clientAuth'];
  const { private: key, cert: certificate } = await generate(attributesOf(subject), {
    ...common(days),
    ...(issuer === null ? {} : { ca: { key: issuer.key, cert: issuer.certificate } }),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      {
        name: 'extKeyUsage',
        serverAuth: uses.includes('serverAuth'),
        clientAuth: uses.includes('clientAuth'),
      },
      {
        name: 'subjectAltName',
        altNames: [
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
          ...hosts.map((value) => ({ type: 2 as const, value })),
        ],
      },
    ],
  });
  return { key, certificate };
}
