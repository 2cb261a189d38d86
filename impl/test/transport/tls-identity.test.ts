/**
 * Goal: the subject of a certificate is written in one way, and no certificate can write the subject of another. Method:
 * certificates with names of every sort.
 */
import { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import test from 'ava';
import { refusalOf, subjectOf } from '../../transport/tls-identity.js';
import { type Claims, issue } from './certificates.js';

const subjectFor = async (subject: NonNullable<Claims['subject']>) =>
  subjectOf(new X509Certificate((await issue(null, { subject })).certificate));

test('a subject is written as RFC 4514 has it, the most specific part first', async (assert) => {
  assert.is(await subjectFor('worker-1'), 'CN=worker-1');
  assert.is(
    await subjectFor([
      ['C', 'DE'],
      ['O', 'Acme'],
      ['OU', 'Räder'],
      ['CN', 'worker-1'],
    ]),
    'CN=worker-1,OU=Räder,O=Acme,C=DE',
  );
});

test('what is special in a name is escaped: it never reads as several parts', async (assert) => {
  assert.is(await subjectFor('x\\,O=Acme'), 'CN=x\\,O=Acme');
  assert.is(await subjectFor('x\\0AO=Acme'), 'CN=x\\0AO=Acme');
  assert.is(await subjectFor('x\\+O=Acme'), 'CN=x\\+O=Acme');
  assert.is(await subjectFor('a=b'), 'CN=a=b');
});

test('a certificate without a subject has none', async (assert) => {
  assert.is(await subjectFor([]), null);
});

test('a resumed session is refused for what it is: the certificate was shown in an earlier one', async (assert) => {
  const { raw } = new X509Certificate((await issue(null, { subject: 'worker-1' })).certificate);
  const refusal = (shown: { readonly raw?: Buffer }, isReused: boolean): string | null => {
    const socket = { getPeerCertificate: () => shown, isSessionReused: () => isReused, authorized: true };
    const context = { needsAuthority: true, fingerprints: null } as Parameters<typeof refusalOf>[1];
    return refusalOf(socket as unknown as TLSSocket, context, null);
  };
  assert.is(refusal({}, false), 'no certificate was shown');
  assert.is(refusal({ raw }, true), 'an earlier session was resumed, and no certificate shown anew');
  assert.is(refusal({ raw }, false), null);
});
