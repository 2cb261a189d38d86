/**
 * Goal: a page works where people open it. Method: headless Chromium on files: a report with a failure, and a recorded
 * trace; keys and buttons, the console, requests, axe, a width of 400 px, both colour schemes.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath, LAUNCH_MS } from '../../../impl/test/browser/chromium.js';
import { configurations } from '../../exploration/configurations/index.js';
import { follow } from '../../report/follow.js';
import { renderHtml } from '../../report/html.js';
import { reportPage } from '../../report/report-page.js';
import { runRecordOf } from '../../report/run-history.js';
import { tracePage } from '../../report/trace-page.js';
import { runScenarioFast } from '../../simulation/run-scenario.js';
import { faultyReport } from './faulty-report.js';

// Without a browser these tests are counted as skipped: `.ci/tools` installs one.
const testInBrowser = chromiumPath === undefined ? test.serial.skip : test.serial;

const folder = mkdtempSync(join(tmpdir(), 'fencepost-'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [failure] = faultyReport.failures;
if (failure === undefined) throw new Error('the report has no failure to show');

/** A trace that is legal: what came before the event that is not allowed. */
const legal = { ...failure.trace, events: failure.trace.events.slice(0, failure.index) };
/** A change of the token among connects, asks and one-way calls. */
const token = configurations.find(({ name }) => name === 'token');
if (token === undefined) throw new Error('there is no configuration of tokens');
const races = runScenarioFast(token.scenario);
const missing = {
  verdict: 'rejected',
  index: legal.events.length,
  rules: ['ORD-08'],
  situation: [],
  reason: 'something',
  accepted: ['request 5'],
  state: 's0 open',
} as const;
const all = { from: 0, until: 500 };
/** Two runs in which the rule was kept, one that was not about it, and one in which it was broken already. */
const broken = runRecordOf(faultyReport);
const kept = { ...broken, rules: { ...broken.rules, passed: ['LIFE-03'], violated: [] } };
const silent = { ...broken, rules: { ...broken.rules, violated: [] } };
const earlier = [kept, kept, silent, broken];
const pages = {
  report: reportPage(faultyReport, '', earlier),
  trace: tracePage('legal', { verdict: 'accepted', events: legal.events.length }, all, follow(legal)),
  races: tracePage('races', { verdict: 'accepted', events: races.events.length }, all, follow(races)),
  // A trace whose end is not allowed, and whose texts look like markup.
  hostile: {
    ...tracePage(
      '<img src=x onerror=alert(1)>',
      { verdict: 'rejected', rejection: missing, line: legal.events.length + 2, shown: [], event: null },
      all,
      follow(legal),
    ),
    summary: '</script><script>throw new Error("run")</script><b id="injected">',
  },
};

/** No step on a page takes longer, in milliseconds. */
const LOOK_MS = 30_000;

let browser: Browser | null = null;

test.before(async () => {
  for (const [name, page] of Object.entries(pages))
    writeFileSync(join(folder, `${name}.html`), renderHtml(page));
  if (chromiumPath === undefined) return;
  browser = await chromium.launch({ executablePath: chromiumPath, timeout: LAUNCH_MS });
});

test.after.always(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

interface Look {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Opens a page, hands it over, and demands that it has complained about nothing and asked for nothing. */
async function open(
  assert: ExecutionContext,
  name: keyof typeof pages,
  { width = 1200, colorScheme = 'light' }: Look,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  if (browser === null) throw new Error('there is no browser');
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  page.setDefaultTimeout(LOOK_MS);
  const address = pathToFileURL(join(folder, `${name}.html`)).href;
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (request.url() !== address) complaints.push(request.url());
  });
  await page.goto(address);
  await page.locator('.sequence button[aria-current=step]').first().waitFor();
  await look(page);
  assert.deepEqual(complaints, []);
  await context.close();
}

/** The text of the first element that matches. */
const textOf = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().textContent()) ?? '';

/** The present row of the first chart, and the step that is told. */
const present = async (page: Page): Promise<readonly [string, string]> => [
  await textOf(page, '.sequence button[aria-current=step]'),
  (await textOf(page, 'output')).replace(/:.*/s, ''),
];

testInBrowser(
  'a report opens at the event that is not allowed, and says what would have been',
  async (assert) => {
    await open(assert, 'report', {}, async (page) => {
      assert.is(await textOf(page, 'h1'), 'Fencepost: reference');
      const [row, step] = await present(page);
      assert.regex(row, /✗ .*not allowed here/);
      assert.is(step, `Step ${failure.index + 1} of ${failure.trace.events.length}`);
      const told = await textOf(page, '.step');
      assert.regex(told, /LIFE-03 START at a started endpoint/);
      const after = await textOf(page, '.after');
      assert.regex(after, /The models would have accepted:\s*request \d+ → ignore \(LIFE-03\)/);
      assert.is(await page.locator('.statechart [data-state="started.idle"].demanded').count(), 1);
      assert.regex(
        await textOf(page, '.statechart'),
        /Demanded: stays started.idle, START: ignore \(LIFE-03\)/,
      );
      assert.is(await page.locator('.sequence .arrow.broken').count(), 1);
      assert.regex(await textOf(page, '.command'), /npx fencepost replay fp1-fast-token/);
      assert.is(await page.locator('.rules li').count(), faultyReport.rules.length);
      const rule = page.locator('.rules li', { hasText: 'LIFE-03' });
      assert.is(
        await rule.locator('.history').getAttribute('aria-label'),
        'earlier runs, the oldest first: passed 2 times, not asked for, violated',
      );
      assert.is(await rule.locator('.history').textContent(), '●●·✗');
    });
  },
);

testInBrowser('keys and buttons step, and the statechart follows', async (assert) => {
  await open(assert, 'trace', {}, async (page) => {
    const stateNow = () => page.locator('.statechart svg').getAttribute('aria-label');
    const count = legal.events.length;
    assert.is((await present(page))[1], `Step 1 of ${count}`);
    assert.is(await stateNow(), 'lifecycle: e1 stopped.fresh');
    const seen = new Set<string>();
    for (let step = 1; step < count; step += 1) {
      await page.keyboard.press(step % 2 === 0 ? 'ArrowDown' : 'ArrowRight');
      assert.is((await present(page))[1], `Step ${step + 1} of ${count}`);
      seen.add((await stateNow()) ?? '');
      if ((await stateNow()) === 'lifecycle: e1 starting') {
        assert.is(await page.locator('.statechart [data-state=starting].now').count(), 1);
      }
    }
    assert.true(
      seen.has('lifecycle: e1 starting') && seen.has('lifecycle: e1 started.idle'),
      [...seen].join(),
    );
    await page.keyboard.press('ArrowDown');
    assert.is((await present(page))[1], `Step ${count} of ${count}`);
    await page.keyboard.press('Home');
    assert.is((await present(page))[1], `Step 1 of ${count}`);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowLeft');
    assert.is((await present(page))[1], `Step ${count - 2} of ${count}`);
    await page.getByRole('button', { name: 'First' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    assert.is((await present(page))[1], `Step 2 of ${count}`);
    await page.locator('.sequence li button').nth(3).click();
    assert.is((await present(page))[1], `Step 4 of ${count}`);
  });
});

testInBrowser('the statechart is that of the step, until the reader chooses one', async (assert) => {
  await open(assert, 'races', {}, async (page) => {
    const shown = () => page.locator('.statechart svg').getAttribute('aria-label');
    const goTo = (row: string) => page.locator('.sequence li button', { hasText: row }).first().click();
    await goTo('#10 ask');
    assert.is(await shown(), 'ask: #10 pending');
    await goTo('request #10 → refuse:fencing-token');
    assert.is(await shown(), 'fencing: e1 set');
    assert.is(await page.locator('.statechart [data-state=set].now').count(), 1);
    await goTo('request #11 → execute');
    assert.is(await shown(), 'lifecycle: e1 started.busy');
    await goTo('identity #4 → shake');
    assert.is(await shown(), 'handshake-caller: #4 shaking');
    assert.is(await page.locator('.statechart .taken').count(), 1);
    assert.regex(await textOf(page, '.statechart'), /#4: identifying → shaking, FOUND: shake \(HAND-01\)/);
    await goTo('answer #10 → settle');
    assert.is(await shown(), 'ask: #10 settled');
    await page.getByRole('button', { name: 'lifecycle' }).click();
    assert.is(await shown(), 'lifecycle: e1 started.idle');
    await page.keyboard.press('ArrowDown');
    assert.is(await shown(), 'lifecycle: e1 started.idle');
    assert.false(await page.getByLabel('Follow the step').isChecked());
    await page.getByLabel('Follow the step').check();
    assert.is(await shown(), 'ask: #10 settled');
    assert.is(await page.getByRole('button', { name: 'ask', pressed: true }).count(), 1);
  });
});

testInBrowser('what is missing at the end is a step of its own, and texts stay texts', async (assert) => {
  await open(assert, 'hostile', {}, async (page) => {
    assert.regex((await present(page))[0], /the end: something is missing/);
    assert.regex(await textOf(page, '.step'), /Not allowed here/);
    assert.regex(await textOf(page, '.after'), /request 5/);
    assert.is(await page.locator('img, #injected').count(), 0);
    assert.regex(await textOf(page, '.verdict'), /<b id="injected">/);
  });
});

for (const name of ['report', 'trace', 'races'] as const) {
  for (const width of [400, 1200]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      testInBrowser(
        `the ${name} is accessible at ${width} px in ${colorScheme}, and fits`,
        async (assert) => {
          await open(assert, name, { width, colorScheme }, async (page) => {
            await page.evaluate(
              'document.querySelectorAll("details").forEach((each) => { each.open = true })',
            );
            await page.locator('.failure .sequence, .trace .sequence').last().waitFor();
            const [needed, there] = await page.evaluate<[number, number]>(
              '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
            );
            assert.true(needed <= there, `${needed} px are needed, ${there} are there`);
            const ground = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
            assert.is(ground, colorScheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)');
            await page.evaluate(axe);
            const found = await page.evaluate<readonly string[]>(
              'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
            );
            assert.deepEqual(found, []);
          });
        },
      );
    }
  }
}
