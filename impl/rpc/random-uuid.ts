/** A random id for an endpoint without one (ADDR-10). The platform's generator; nothing of the protocol depends on it. */

/** A UUID of version 4 as text. */
export function randomUuid(): string {
  return globalThis.crypto.randomUUID();
}
