/** A certificate for the loopback interface that vouches for itself, made anew for each test process. */
import { generate } from 'selfsigned';

const made = await generate([{ name: 'commonName', value: 'fencepost test' }], {
  keyType: 'ec',
  algorithm: 'sha256',
  extensions: [
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
  ],
});

/** Its private key, as PEM text. */
export const key = made.private;

/** The certificate, as PEM text. */
export const certificate = made.cert;
