/** A port of the loopback interface that was free a moment ago: for a server that needs to be told one, or for nobody. */
import { createServer } from 'node:net';

/** See the head of this file. Somebody else can take the port before it is used. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => void server.close(resolve));
  return port;
}
