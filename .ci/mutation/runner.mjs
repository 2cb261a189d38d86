// A test runner for Stryker that runs the checks in its own process. All mutants are in one build, and a global switch
// says which of them is alive: nothing is loaded again for the next one, unless a mutant counts while modules load.
//
// A mutant may wait for ever, loop, or fill the memory. A check that waits while nothing is under way is over. A thread
// beside this one ends the process when a check works far longer than it did without a mutant; Stryker starts another
// process and asks again, and a file tells that one what happened.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { groupsOfChecks } from './checks.mjs';

/** How long a check may work: so many times as long as without a mutant, and a little. It is time of the processor. */
const PATIENCE_FACTOR = 5;
const PATIENCE_MS = 2000;

/** How long modules may take to load. */
const LOADING_MS = 60_000;

/** How often it is looked whether anything is under way, and how often in a row nothing may be. */
const LOOK_MS = 20;
const LOOKS = 10;

/** Where processes leave word for those after them: in the folder of the instrumented copy. */
const NOTES = 'mutation-notes';
const TIMES = join(NOTES, 'times.json');

/** What the instrumented code asks which mutant is alive, and tells what it went through. */
const stryker = () => (globalThis.__stryker__ ??= {});

/** The time of the processor that this process has taken, in milliseconds. */
const workedMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** A thread that ends this process when it works for too long without being told that all is well. */
class Watchdog {
  /** How much work is too much, in milliseconds since the process began; 0 for any. */
  limit = new BigInt64Array(new SharedArrayBuffer(8));

  constructor() {
    const text = `
      const { workerData } = require('node:worker_threads');
      setInterval(() => {
        const limit = Number(Atomics.load(workerData, 0));
        const { user, system } = process.cpuUsage();
        if (limit > 0 && (user + system) / 1000 > limit) process.kill(process.pid, 'SIGKILL');
      }, 200);`;
    new Worker(text, { eval: true, workerData: this.limit }).unref();
  }

  allow(/** @type {number} */ patienceMs) {
    Atomics.store(this.limit, 0, BigInt(Math.ceil(workedMs() + patienceMs)));
  }

  stop() {
    Atomics.store(this.limit, 0, 0n);
  }
}

class CheckRunner {
  groups = groupsOfChecks();
  /** What has been loaded, by the name of its group. @type {Map<string, import('./checks.mjs').Check[]>} */
  loaded = new Map();
  /** How long each check took without a mutant, in milliseconds. @type {Record<string, number>} */
  times = {};
  /** How often each check was run here, and how often it failed: those that fail often come first. */
  tried = new Map();
  watchdog = new Watchdog();

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    mkdirSync(NOTES, { recursive: true });
    process.on('unhandledRejection', () => {});
    // Whether a property fails is asked, and not by how little.
    fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
    if (existsSync(TIMES)) this.times = JSON.parse(readFileSync(TIMES, 'utf8'));
  }

  async load(/** @type {import('./checks.mjs').Group} */ group) {
    const known = this.loaded.get(group.name);
    if (known !== undefined) return known;
    const checks = await group.load();
    this.loaded.set(group.name, checks);
    return checks;
  }

  /** Runs everything without a mutant: it has to be green, and leaves word of times and of what reaches which mutant. */
  async dryRun() {
    const tests = [];
    const all = [];
    for (const group of this.groups) all.push(...(await this.load(group)));
    for (const check of all) {
      stryker().currentTestId = check.id;
      const began = workedMs();
      const failureMessage = await failureOf(check);
      const timeSpentMs = workedMs() - began;
      this.times[check.id] = timeSpentMs;
      const result = { id: check.id, name: check.id, timeSpentMs };
      tests.push(
        failureMessage === null
          ? { ...result, status: TestStatus.Success }
          : { ...result, status: TestStatus.Failed, failureMessage },
      );
    }
    stryker().currentTestId = undefined;
    writeFileSync(TIMES, JSON.stringify(this.times));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker().mutantCoverage };
  }

  async mutantRun({ activeMutant, sandboxFileName, testFilter, mutantActivation, hitLimit }) {
    const note = join(NOTES, activeMutant.id);
    if (existsSync(note)) return { status: MutantRunStatus.Timeout, reason: 'it hung, or ended the process' };
    writeFileSync(note, '');
    stryker().hunting = true; // see build.mjs
    stryker().hitCount = 0;
    stryker().hitLimit = hitLimit;
    try {
      const id = quickToCompare(activeMutant.id);
      if (mutantActivation === 'runtime') return await this.huntAwake(id, testFilter);
      return await this.huntFromTheStart(id, relative('', sandboxFileName));
    } finally {
      stryker().activeMutant = undefined;
      this.watchdog.stop();
      rmSync(note);
    }
  }

  /** Hunts a mutant that comes alive when everything is loaded, by the checks that reach it. */
  async huntAwake(/** @type {string} */ id, /** @type {string[]} */ filter) {
    const ran = { count: 0 };
    const wanted = new Set(filter);
    const isOf = (/** @type {string} */ name) => (check) =>
      check.startsWith(`${name}: `) || check.startsWith(`${name}/`);
    const checks = [];
    for (const group of this.groups)
      if (filter.some(isOf(group.name))) checks.push(...(await this.load(group)));
    stryker().activeMutant = id;
    const reaching = checks.filter((check) => wanted.has(check.id));
    return (await this.run(reaching, ran)) ?? survived(ran);
  }

  /** Hunts a mutant that is alive while modules load. This process is a new one, and loads no more than it needs. */
  async huntFromTheStart(/** @type {string} */ id, /** @type {string} */ file) {
    const ran = { count: 0 };
    stryker().activeMutant = id;
    for (const group of groupsOfChecks(file)) {
      this.watchdog.allow(LOADING_MS);
      let checks;
      try {
        checks = await this.load(group);
      } catch (error) {
        return killed('loading', messageOf(error), ran);
      }
      const result = await this.run(checks, ran);
      if (result !== null) return result;
    }
    return survived(ran);
  }

  /** Runs checks. @returns what became of the mutant, or `null` when it is still alive */
  async run(checks, ran) {
    for (const check of this.inOrder(checks)) {
      ran.count += 1;
      this.watchdog.allow(PATIENCE_MS + PATIENCE_FACTOR * (this.times[check.id] ?? 0));
      const failure = await failureOf(check);
      this.count(check.id, failure !== null);
      if (stryker().hitCount > stryker().hitLimit)
        return { status: MutantRunStatus.Timeout, reason: 'the mutated line is run without end' };
      if (failure !== null) return killed(check.id, failure, ran);
    }
    return null;
  }

  /** Those first that are likely to fail soon. */
  inOrder(checks) {
    const price = ({ id }) => {
      const { runs = 0, failures = 0 } = this.tried.get(id) ?? {};
      return ((1 + (this.times[id] ?? 0)) * (runs + 2)) / (failures + 1);
    };
    return checks
      .map((check) => ({ check, price: price(check) }))
      .sort((one, other) => one.price - other.price)
      .map(({ check }) => check);
  }

  count(id, failed) {
    const { runs = 0, failures = 0 } = this.tried.get(id) ?? {};
    this.tried.set(id, { runs: runs + 1, failures: failures + Number(failed) });
  }
}

function killed(id, failureMessage, { count }) {
  return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage, nrOfTests: count };
}

function survived({ count }) {
  return { status: MutantRunStatus.Survived, nrOfTests: count };
}

/** A text that came in a message, as the one that the code holds: what is the same object is compared at once. */
const quickToCompare = (text) => new Function(`return ${JSON.stringify(text)}`)();

/** What keeps a process alive, but for the timer that looks. */
const underWay = () => process.getActiveResourcesInfo().sort().join(' ');

const messageOf = (error) => (error instanceof Error ? error.message : `threw a ${typeof error}`);

/** @returns {Promise<string | null>} what a check failed with */
async function failureOf(/** @type {import('./checks.mjs').Check} */ check) {
  const before = underWay();
  let looks = 0;
  let timer;
  const forEver = new Promise((_, reject) => {
    timer = setInterval(() => {
      looks = underWay() === before ? looks + 1 : 0;
      if (looks >= LOOKS) reject(new Error('it waits, and nothing is under way'));
    }, LOOK_MS);
    timer.unref();
  });
  try {
    await Promise.race([check.run(), forEver]);
    return null;
  } catch (error) {
    return messageOf(error);
  } finally {
    clearInterval(timer);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'checks', CheckRunner)];
