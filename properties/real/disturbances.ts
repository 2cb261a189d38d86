/** What scenarios do to the frames between two services of a run, on top of whatever transport carries them. */
import type { LossReason } from '../../impl/index.js';

const direction = (from: string, to: string): string => `${from} ${to}`;

/** The disturbances of a run, by the authorities of the services. */
export class Disturbances {
  private readonly partitioned = new Set<string>();
  private readonly dropping = new Set<string>();
  private readonly delaysMs = new Map<string, number>();

  /** Loses every frame in a direction, until {@link heal}. */
  partition(from: string, to: string): void {
    this.partitioned.add(direction(from, to));
  }

  /** Ends a partition. */
  heal(from: string, to: string): void {
    this.partitioned.delete(direction(from, to));
  }

  /** Loses the next frame in a direction. */
  dropNext(from: string, to: string): void {
    this.dropping.add(direction(from, to));
  }

  /** Delays every frame that is sent from now on in a direction; 0 takes the delay away. */
  delay(from: string, to: string, milliseconds: number): void {
    this.delaysMs.set(direction(from, to), milliseconds);
  }

  /** Why the frame that is sent now is lost, or `null`. */
  lossOf(from: string, to: string): LossReason | null {
    if (this.partitioned.has(direction(from, to))) return 'partition';
    return this.dropping.delete(direction(from, to)) ? 'drop-next' : null;
  }

  /** How long the frame that is sent now is delayed, in milliseconds. */
  delayOf(from: string, to: string): number {
    return this.delaysMs.get(direction(from, to)) ?? 0;
  }
}
