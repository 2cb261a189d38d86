/** The platform's clock and its timers, under the control of a test, for as long as one synchronous piece of code runs. */

interface PlatformTimer {
  readonly atMs: number;
  readonly code: () => void;
}

/** See the head of this file. */
export class FakePlatform {
  private nowMs = 0;
  private timers: PlatformTimer[] = [];

  /** How many timers of the platform are set. */
  get timersSet(): number {
    return this.timers.length;
  }

  /** Lets time pass, timer by timer. */
  advance(milliseconds: number): void {
    const untilMs = this.nowMs + milliseconds;
    for (;;) {
      const due = this.timers.filter(({ atMs }) => atMs <= untilMs);
      const next = due.sort((left, right) => left.atMs - right.atMs)[0];
      if (next === undefined) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.code();
    }
    this.nowMs = untilMs;
  }

  /** Lets time pass in which the process does something else: timers are late. */
  block(milliseconds: number): void {
    this.nowMs += milliseconds;
  }

  private readonly fakes = {
    setTimeout: (code: () => void, delayMs: number): PlatformTimer => {
      const timer = { atMs: this.nowMs + delayMs, code };
      this.timers.push(timer);
      return timer;
    },
    clearTimeout: (timer: PlatformTimer): void => {
      this.timers = this.timers.filter((other) => other !== timer);
    },
  };

  /** Runs code on this platform. */
  static use(code: (platform: FakePlatform) => void): void {
    const platform = new FakePlatform();
    const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
    Object.assign(globalThis, platform.fakes);
    Object.defineProperty(performance, 'now', { configurable: true, value: () => platform.nowMs });
    try {
      code(platform);
    } finally {
      Reflect.deleteProperty(performance, 'now');
      Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear });
    }
  }
}
