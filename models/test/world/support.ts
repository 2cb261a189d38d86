/** A world without a history, for tests of its parts. */
import type { TraceHeader } from '../../../spec/index.js';
import type { Profile } from '../../index.js';
import { World } from '../../world/world.js';
import { mutable, Story, type StoryOptions } from '../support.js';

/** The world of a trace at its beginning. */
export function worldOf(options: StoryOptions = {}, profile: Profile = mutable): World {
  const world = new World(profile);
  world.reset(headerOf(options));
  return world;
}

/** The world begins another trace of the same services. */
export const reset = (world: World): void => world.reset(headerOf({ services: world.numberOfServices }));

const headerOf = (options: StoryOptions): TraceHeader => new Story(options).trace().header;
