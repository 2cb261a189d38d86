/** A timer that looks at something: at a silent link, at links that take their time to close. */
import { Timer } from '../scheduling/scheduler.js';

/** See the head of this file. */
export class Watch extends Timer {
  readonly leg = 'link';
  readonly id = 0;
  private readonly look: () => void;

  /** @param look what is done when the time has come */
  constructor(look: () => void) {
    super();
    this.look = look;
  }

  fire(): void {
    this.look();
  }
}
