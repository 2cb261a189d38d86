/** All themes. */
import { callThemes } from './call-themes.js';
import { connectionThemes } from './connection-themes.js';
import { fencingThemes } from './fencing-themes.js';
import { lifecycleThemes } from './lifecycle-themes.js';
import { serviceThemes } from './service-themes.js';
import type { Theme } from './theme.js';

export { ScenarioBuilder } from './builder.js';
export type { Theme } from './theme.js';

/** Every theme, in a fixed order. */
export const themes: readonly Theme[] = [
  ...lifecycleThemes,
  ...connectionThemes,
  ...callThemes,
  ...fencingThemes,
  ...serviceThemes,
];
