/** `fencepost view TRACE`: writes a page in which a recorded trace can be stepped through. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Window } from '../report/follow.js';
import { PAGE_CHARACTERS_MAX, renderHtml } from '../report/html.js';
import type { PageData } from '../report/page-data.js';
import { SHOWN_EVENTS_MAX, tracePage, WindowReader, windowOf } from '../report/trace-page.js';
import type { TraceVerdict } from '../suite/trace-judge.js';
import { exitCodeOfTrace } from './check-trace.js';
import { UsageError } from './exit-codes.js';
import { printLines } from './print.js';
import { judgeFile, readTraceFile, STANDARD_INPUT } from './trace-files.js';

interface ViewOptions {
  readonly output?: string;
  readonly from?: string;
}

/** Adds the verb. */
export function addView(program: Command, exit: (code: number) => void): void {
  program
    .command('view <trace>')
    .description(
      'write a page in which a recorded trace (NDJSON) can be stepped through; exit codes of check-trace',
    )
    .option('--output <file>', 'where to write it; without it beside the trace, as TRACE.html')
    .option(
      '--from <number>',
      'the first event to show, from 1; without it the page shows the impossible one',
    )
    .action(async (trace: string, options: ViewOptions) => {
      exit(await view(trace, options));
    });
}

async function view(file: string, { output = `${file}.html`, from }: ViewOptions): Promise<number> {
  if (file === STANDARD_INPUT) throw new UsageError('view reads its trace twice: give it a file');
  const first = from === undefined ? null : numberOf(from);
  const verdict = await judgeFile(file);
  let events = SHOWN_EVENTS_MAX;
  let page = await pageOf(file, verdict, windowOf(verdict, first, events));
  let html = renderHtml(page);
  while (html.length > PAGE_CHARACTERS_MAX && events > 1) {
    events = Math.floor(events / 2);
    page = await pageOf(file, verdict, windowOf(verdict, first, events));
    html = renderHtml(page);
  }
  writeFileSync(output, html);
  printLines([page.summary, page.traces[0]?.remarks[0] ?? '', `written to ${output}`]);
  return exitCodeOfTrace(verdict);
}

/** The page of a window; the file is read once more, since nobody knew before which events it would be. */
async function pageOf(file: string, verdict: TraceVerdict, window: Window): Promise<PageData> {
  const reader = new WindowReader(window);
  await readTraceFile(file, (text) => reader.read(text));
  return tracePage(basename(file), verdict, window, reader.finish());
}

function numberOf(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new UsageError(`--from takes the number of an event, from 1, not '${text}'`);
}
