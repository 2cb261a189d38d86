/**
 * The certificate of the suites. It is no secret and proves nothing: it only lets TLS begin between transports of one process,
 * where nothing that makes certificates is installed. Never trust it anywhere else.
 */
import { X509Certificate } from 'node:crypto';
import type { TlsCredentials } from '../../impl/index.js';

const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjm+AgeHEmkNKILZD
OnLe9BkT6ZPIpcfZzS0SsgHMH/uhRANCAASZgIFQ1UglLaJX8/M+OwKbNw82+n+l
78uykB/MpSeHnlWSwyfwSpjDgbpSTRceoMu5WxosN5X8j1DMOgxjI7Jk
-----END PRIVATE KEY-----`;

/** It says from 2020 to 2120, so that no clock is in the way. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBbjCCARSgAwIBAgIJbS33Ill27pedMAoGCCqGSM49BAMCMBsxGTAXBgNVBAMT
EGZlbmNlcG9zdCBzdWl0ZXMwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAw
MDBaMBsxGTAXBgNVBAMTEGZlbmNlcG9zdCBzdWl0ZXMwWTATBgcqhkjOPQIBBggq
hkjOPQMBBwNCAASZgIFQ1UglLaJX8/M+OwKbNw82+n+l78uykB/MpSeHnlWSwyfw
SpjDgbpSTRceoMu5WxosN5X8j1DMOgxjI7Jkoz8wPTAMBgNVHRMBAf8EAjAAMA4G
A1UdDwEB/wQEAwIHgDAdBgNVHSUEFjAUBggrBgEFBQcDAQYIKwYBBQUHAwIwCgYI
KoZIzj0EAwIDSAAwRQIgBsxztQbPpA/Tej5bio3ZdNTECpmtyIsNfzWB7OphAQkC
IQDcN3t+uq9aVc0Dzmw2YYPPTkPhPGcSUo4EqppE9n08yw==
-----END CERTIFICATE-----`;

/** Shows the certificate, and trusts it alone. */
export const suiteCredentials: TlsCredentials = {
  key,
  certificate,
  fingerprints: [new X509Certificate(certificate).fingerprint256],
};
