/**
 * The driver of the kill rounds. Two processes talk over TCP; in each round one of them is killed at a point of the plan,
 * the other has to settle everything, and the dead one comes back at its port as a new incarnation.
 */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Draw } from '../../draw.js';
import type { Settled } from './messages.js';
import { PartyProcess } from './party-process.js';
import { type DeathPoint, drawPlan, type Plan } from './plan.js';

/** One process survives so many rounds; then it closes and ends, and another begins. */
const ROUNDS_A_SURVIVOR = 250;

/** A process whose point does not come is killed all the same after so long. */
const POINT_WITHIN_MS = 3000;

/** How long a process takes at most to end by itself. */
const END_WITHIN_MS = 30_000;

/** The heap is compared from this round of a survivor on, every so many rounds. */
const WARM_ROUNDS = 25;

/** How much more may live on the heap of a survivor than when it was warm, in bytes: less than 4 KiB a round. */
const HEAP_GROWTH_BYTES_MAX = 1024 * 1024;

/** What many rounds came to. */
export interface Tally {
  rounds: number;
  /** How often a process died at a point, and how often the point did not come. */
  readonly deaths: Map<DeathPoint, { reached: number; missed: number }>;
  /** How asks and connects of survivors ended. */
  readonly outcomes: Map<string, number>;
  /** How many handlers ran. */
  handlers: number;
  /** What should not be, with the seed and the round. */
  readonly failures: string[];
  /** The largest growth of the heap of one survivor, in bytes. */
  heapGrowthBytes: number;
}

export const newTally = (): Tally => ({
  rounds: 0,
  deaths: new Map(),
  outcomes: new Map(),
  handlers: 0,
  failures: [],
  heapGrowthBytes: 0,
});

/** What is wrong in the names of the asks whose handlers ran: none may run twice. */
export function complaintsAboutHandlers(asks: readonly string[]): readonly string[] {
  const twice = asks.filter((ask, index) => asks.indexOf(ask) !== index);
  return twice.map((ask) => `the handler of ${ask} ran twice`);
}

/** See the head of this file. One pair of processes at a time. */
export class KillRounds {
  private readonly seed: number;
  private readonly draw: Draw;
  private readonly tally: Tally;
  private readonly folder = mkdtempSync(join(tmpdir(), 'fencepost-kill-'));
  private readonly log = join(this.folder, 'handlers');
  private survivor: PartyProcess | null = null;
  private victim: PartyProcess | null = null;
  /** Started ahead of time: it takes the place of the next that is killed. */
  private standby = new PartyProcess();
  private survived = 0;
  private warmHeapBytes = 0;
  /** What ran in earlier rounds: what is held is answered a round later, and what is dead must not run again. */
  private ranBefore: readonly string[] = [];

  /** @param seed of the plans; what the clock adds differs from run to run */
  constructor(seed: number, tally: Tally) {
    this.seed = seed;
    this.draw = new Draw(seed);
    this.tally = tally;
    writeFileSync(this.log, '');
  }

  /** Runs some rounds, unless one of them fails; then closes everything. */
  async run(rounds: number): Promise<void> {
    try {
      for (let round = 1; round <= rounds && this.tally.failures.length === 0; round += 1)
        await this.round(round);
      await this.retire();
    } catch (error) {
      this.tally.failures.push(`seed ${this.seed}: ${(error as Error).message}`);
    } finally {
      this.survivor?.kill();
      this.victim?.kill();
      this.standby.kill();
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  private async round(round: number): Promise<void> {
    const plan = drawPlan(this.draw);
    if (this.survived === ROUNDS_A_SURVIVOR) await this.retire();
    this.survivor ??= await this.next(0);
    this.victim ??= await this.next(0);
    const { survivor, victim } = this;
    survivor.tell({ do: 'round', round, plan, peer: victim, isVictim: false });
    victim.tell({ do: 'round', round, plan, peer: survivor, isVictim: true });
    await this.death(victim, plan);
    const [settled] = await Promise.all([this.settled(survivor), this.replace(victim)]);
    this.judge(round, plan, settled);
  }

  /** Waits for the death, and helps where it does not come by itself. */
  private async death(victim: PartyProcess, { at, count }: Plan): Promise<void> {
    const ending = await victim.end(at === 'moment' ? count : POINT_WITHIN_MS);
    victim.kill();
    const really = ending ?? (await victim.end(END_WITHIN_MS));
    if (really !== 'SIGKILL') throw new Error(`${victim.name} ended by itself: ${really}`);
    const deaths = this.tally.deaths.get(at) ?? { reached: 0, missed: 0 };
    if (ending !== null || at === 'moment') deaths.reached += 1;
    else deaths.missed += 1;
    this.tally.deaths.set(at, deaths);
  }

  private async settled(survivor: PartyProcess): Promise<Settled> {
    const reply = await survivor.ask({ do: 'settle', measure: this.survived % WARM_ROUNDS === 0 });
    if (reply.said !== 'settled') throw new Error(`${survivor.name} said ${reply.said}`);
    return reply;
  }

  /** A new incarnation takes the port. */
  private async replace({ port }: PartyProcess): Promise<void> {
    this.victim = null;
    this.victim = await this.next(port);
  }

  private async next(port: number): Promise<PartyProcess> {
    const party = this.standby;
    this.standby = new PartyProcess();
    await party.begin(port, this.log);
    return party;
  }

  /** The survivor closes, and its process ends by itself: nothing in it waits for the dead. */
  private async retire(): Promise<void> {
    const { survivor } = this;
    this.survivor = null;
    this.survived = 0;
    survivor?.tell({ do: 'close' });
    const ending = (await survivor?.end(END_WITHIN_MS)) ?? 'nothing within the time';
    if (survivor !== null && ending !== 'exit 0: ') {
      survivor.kill();
      throw new Error(`${survivor.name} was closed, and ended with ${ending}`);
    }
  }

  private judge(round: number, plan: Plan, { outcomes, complaints, heapBytes }: Settled): void {
    const { tally } = this;
    const ran = readFileSync(this.log, 'utf8').split('\n').slice(0, -1);
    truncateSync(this.log);
    const heap = this.complaintsAboutHeap(heapBytes);
    const all = [...complaints, ...complaintsAboutHandlers([...this.ranBefore, ...ran]), ...heap];
    for (const complaint of all)
      tally.failures.push(`seed ${this.seed}, round ${round}, ${JSON.stringify(plan)}: ${complaint}`);
    this.ranBefore = ran;
    this.survived += 1;
    tally.rounds += 1;
    tally.handlers += ran.length;
    for (const [how, count] of Object.entries(outcomes))
      tally.outcomes.set(how, (tally.outcomes.get(how) ?? 0) + count);
  }

  private complaintsAboutHeap(heapBytes: number | null): readonly string[] {
    if (heapBytes === null || this.survived === 0) return [];
    if (this.survived === WARM_ROUNDS) this.warmHeapBytes = heapBytes;
    const grown = heapBytes - this.warmHeapBytes;
    this.tally.heapGrowthBytes = Math.max(this.tally.heapGrowthBytes, grown);
    return grown > HEAP_GROWTH_BYTES_MAX ? [`the heap grew by ${grown} bytes`] : [];
  }
}

/** Runs rounds with some pairs of processes side by side, and counts them in the tally. */
export async function killRounds(seed: number, rounds: number, pairs: number, tally: Tally): Promise<void> {
  const share = (pair: number): number => Math.floor((rounds + pair) / pairs);
  const lanes = Array.from({ length: pairs }, (_, pair) =>
    new KillRounds(seed + pair, tally).run(share(pair)),
  );
  await Promise.all(lanes);
}
