/** All themes: one file a rule family, in the order of the book, and some about what several have in common. */
import { addrThemes } from './addr.js';
import { afterAllThemes } from './after-all.js';
import { callThemes } from './call.js';
import { callerThemes } from './callers.js';
import { changeThemes } from './changes.js';
import { checkThemes } from './checks.js';
import { closedThemes, closingThemes } from './closed.js';
import { connectRowThemes } from './connect-rows.js';
import { constructingThemes } from './constructing.js';
import { controlThemes } from './control.js';
import { cutOffThemes } from './cut-off.js';
import { deadThemes } from './dead.js';
import { dueThemes } from './due.js';
import { dyingThemes } from './dying.js';
import { failedThemes } from './failed.js';
import { fenceThemes } from './fence.js';
import { frameThemes } from './frames.js';
import { handThemes } from './hand.js';
import { heldThemes } from './held.js';
import { helloTheme } from './hello.js';
import { lateThemes } from './late.js';
import { lifeThemes } from './life.js';
import { limitThemes } from './limits.js';
import { mainThemes } from './main.js';
import { msgThemes } from './msg.js';
import { ordThemes } from './ord.js';
import { patternThemes } from './patterns.js';
import { queueThemes } from './queues.js';
import { resultThemes } from './results.js';
import { rowThemes } from './rows.js';
import { selfThemes } from './self.js';
import { servThemes } from './serv.js';
import { serviceRowThemes } from './service-rows.js';
import { shortThemes } from './short.js';
import { sizeThemes } from './size.js';
import { slowThemes } from './slow.js';
import { startThemes } from './start.js';
import { stopThemes } from './stop.js';
import { successionThemes } from './succession.js';
import { superThemes } from './super.js';
import { termThemes } from './term.js';
import type { Theme } from './theme.js';
import { threadThemes } from './threads.js';
import { timeThemes } from './time.js';
import { tokenRowThemes } from './token-rows.js';

export { ScenarioBuilder } from './builder.js';
export { helloTheme } from './hello.js';
export { needsOf } from './needs.js';
export { isEmptyScenario, restrictScenario } from './restrict.js';
export { type Label, type Theme, theme } from './theme.js';

/**
 * The themes that the vectors of the book are drawn from. Its histories stay the same while themes are added below; one
 * that has to exercise a rule which no theme here does belongs here.
 */
export const themesOfVectors: readonly Theme[] = [
  ...addrThemes,
  ...lifeThemes,
  ...startThemes,
  ...stopThemes,
  ...msgThemes,
  ...handThemes,
  ...callThemes,
  ...sizeThemes,
  ...timeThemes,
  ...deadThemes,
  ...fenceThemes,
  ...selfThemes,
  ...mainThemes,
  ...superThemes,
  ...termThemes,
  ...servThemes,
  ...ordThemes,
  ...queueThemes,
  ...lateThemes,
  helloTheme,
  ...slowThemes,
  ...controlThemes,
  ...frameThemes,
  ...checkThemes,
  ...dueThemes,
  ...closedThemes,
  ...dyingThemes,
  ...heldThemes,
  ...limitThemes,
  ...changeThemes,
  ...threadThemes,
  ...failedThemes,
  ...shortThemes,
  ...closingThemes,
  ...callerThemes,
];

/** Every theme, in a fixed order: a seed draws the same scenarios as long as new themes come last. */
export const themes: readonly Theme[] = [
  ...themesOfVectors,
  ...successionThemes,
  ...cutOffThemes,
  ...patternThemes,
  ...resultThemes,
  ...constructingThemes,
  ...rowThemes,
  ...tokenRowThemes,
  ...afterAllThemes,
  ...serviceRowThemes,
  ...connectRowThemes,
];
