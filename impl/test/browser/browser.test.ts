/**
 * Goal: a page has endpoints and gateways as a process has, over WebSockets to a server and over MessagePorts to its workers.
 * Method: a bundle of the entry for browsers in headless Chromium, a server in a process of its own, which is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath, LAUNCH_MS } from './chromium.js';
import type { Probe } from './page.js';

// Without a browser these tests are counted as skipped: `.ci/tools` installs one.
const testInBrowser = chromiumPath === undefined ? test.serial.skip : test.serial;

/** A script for browsers, and from which files it is made. */
async function bundled(entry: { readonly file: string } | { readonly text: string }) {
  const { outputFiles, metafile } = await build({
    ...('file' in entry
      ? { entryPoints: [fileURLToPath(new URL(entry.file, import.meta.url))] }
      : { stdin: { contents: entry.text, resolveDir: process.cwd() } }),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return { script: outputFiles[0]?.text ?? '', files: Object.keys(metafile.inputs) };
}

/** A server process, and the addresses of its endpoints. */
interface ServerProcess {
  readonly process: ChildProcess;
  readonly worker: string;
  readonly boss: string;
}

const processes = new Set<ChildProcess>();

async function startServer(port: number, origin: string): Promise<ServerProcess> {
  const script = fileURLToPath(new URL('./server.js', import.meta.url));
  const child = spawn(process.execPath, [script, `${port}`, origin], { stdio: ['pipe', 'pipe', 'inherit'] });
  processes.add(child);
  const [line] = await once(createInterface(child.stdout), 'line');
  return { process: child, ...JSON.parse(line as string) };
}

async function kill({ process: child }: ServerProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** The pages of this test: a document and its script. */
async function servePages(script: string): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer(({ url }, response) => {
    if (url === '/page.js') response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    else if (url === '/favicon.ico') response.writeHead(204).end();
    else
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end('<!doctype html><title>probe</title><script type="module" src="/page.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  return { server, origin: `http://127.0.0.1:${port}` };
}

let pages: Awaited<ReturnType<typeof servePages>> | null = null;
let browser: Browser | null = null;

test.before(async () => {
  if (chromiumPath === undefined) return;
  pages = await servePages((await bundled({ file: './page.js' })).script);
  browser = await chromium.launch({ executablePath: chromiumPath, timeout: LAUNCH_MS });
});

test.after.always(async () => {
  await browser?.close();
  pages?.server.close();
  pages?.server.closeAllConnections();
  for (const child of processes) child.kill('SIGKILL');
});

/** A page with a probe, and what it complains about. */
async function openPage() {
  if (browser === null || pages === null) throw new Error('there is no browser');
  const page = await browser.newPage();
  page.setDefaultTimeout(LAUNCH_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(pages.origin);
  await page.waitForFunction('globalThis.probe !== undefined');
  return { page, complaints, origin: pages.origin };
}

/** Calls the probe of a page. */
function probe<Name extends keyof Probe>(
  page: Page,
  name: Name,
  ...given: Parameters<Probe[Name]>
): Promise<Awaited<ReturnType<Probe[Name]>>> {
  return page.evaluate(
    ([method, parameters]) =>
      (globalThis as unknown as { readonly probe: Record<string, (...all: unknown[]) => never> }).probe[
        method
      ]?.(...parameters) as never,
    [name as string, given as unknown[]] as const,
  );
}

test('the entry for browsers can be bundled for one: nothing of Node is in it', async (assert) => {
  const { files } = await bundled({ text: `export * from 'fencepost';` });
  assert.true(files.includes('dist/impl/everywhere.js'), files.join('\n'));
  assert.false(files.some((file) => /tcp-transport|web-socket-transport|node_modules\/ws\//.test(file)));
});

testInBrowser(
  'CALL-02, FENCE-02 a page asks and tells, is refused with a stale token, and is called back',
  async (assert) => {
    const { page, complaints, origin } = await openPage();
    const server = await startServer(0, origin);
    const gateway = await probe(page, 'connect', server.worker);
    assert.is(await probe(page, 'add', gateway, 1, 2), 3);
    await probe(page, 'tell', gateway, 1000);
    assert.deepEqual(await probe(page, 'echo', gateway, 10), [10, 7, String(2n ** 70n)]);
    assert.deepEqual(await probe(page, 'echo', gateway, 5_000_000), [5_000_000, 7, String(2n ** 70n)]);
    assert.is(await probe(page, 'stale', server.worker), 'fencing-token');
    assert.deepEqual(await probe(page, 'callBack', server.boss), [42, [42]]);
    await probe(page, 'close');
    assert.deepEqual(complaints, []);
    await kill(server);
    await page.close();
  },
);

testInBrowser(
  'DEAD-03, HAND-15 a page learns that its server was killed, and connects to the next one',
  async (assert) => {
    const { page, complaints, origin } = await openPage();
    const server = await startServer(0, origin);
    const gateway = await probe(page, 'connect', server.worker);
    const open = probe(page, 'never', gateway);
    assert.is(await probe(page, 'add', gateway, 1, 2), 3);
    await kill(server);
    assert.is(await open, 'recipient-unreachable');
    assert.deepEqual(complaints, []);
    assert.is(await probe(page, 'unreachable', server.worker), 'connection');
    const port = Number(/:(\d+)\//.exec(server.worker)?.[1]);
    const again = await startServer(port, origin);
    const fresh = await probe(page, 'connect', again.worker);
    assert.is(await probe(page, 'add', fresh, 3, 4), 7);
    assert.is(await probe(page, 'never', gateway), 'recipient-unreachable');
    // The browser itself reports a server that is not there; the page has nothing to complain about.
    assert.deepEqual(
      complaints.filter((complaint) => !/^WebSocket connection to .* failed/.test(complaint)),
      [],
    );
    await kill(again);
    await page.close();
  },
);

testInBrowser('a page of an origin that is not listed reaches nothing', async (assert) => {
  const { page } = await openPage();
  const server = await startServer(0, 'https://example.org');
  assert.is(await probe(page, 'unreachable', server.worker), 'connection');
  await kill(server);
  await page.close();
});

testInBrowser('a page asks an endpoint in a worker of its own', async (assert) => {
  const { page, complaints } = await openPage();
  assert.is(await probe(page, 'thread', '/page.js'), 7);
  await probe(page, 'close');
  assert.deepEqual(complaints, []);
  await page.close();
});
