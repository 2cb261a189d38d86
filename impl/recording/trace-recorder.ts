/**
 * The recorder of production programs: it writes the trace of everything that some services do, complete, such that
 * `fencepost check-trace` can judge it.
 */
import { Recording } from './recording.js';

/**
 * See the head of this file. One recorder serves all services of a program; create them before anything is recorded.
 *
 * What no event can tell ends the recording: {@link gapReason} and the last line of the trace then say what it was.
 *
 * @example
 * ```ts
 * const recorder = new TraceRecorder((text) => appendFileSync('trace.ndjson', text));
 * const server = new RpcService({ recorder });
 * // …
 * await server.close();
 * recorder.end();
 * ```
 */
export class TraceRecorder {
  /** @internal */
  readonly recording: Recording;

  /**
   * @param write receives the text of the trace, in whole lines; what it throws ends the recording, and {@link gapReason}
   * says so
   */
  constructor(write: (text: string) => void) {
    this.recording = new Recording(write);
  }

  /** Why the recording ended before {@link end}, or null. */
  get gapReason(): string | null {
    return this.recording.gapReason;
  }

  /** Ends the trace. What happens from now on is not recorded. Best called when every service is closed. */
  end(): void {
    this.recording.end();
  }
}
