/** The ready configurations, each of which is explored completely by a test. */
import type { Configuration } from '../configuration.js';
import { closeRace } from './close.js';
import { handshakeRace } from './handshake.js';
import { leadersRace } from './leaders.js';
import { siblingRace } from './sibling.js';
import { startRace } from './start.js';
import { terminateRace } from './terminate.js';
import { tokenRace } from './token.js';

export const configurations: readonly Configuration[] = [
  startRace,
  tokenRace,
  terminateRace,
  handshakeRace,
  leadersRace,
  closeRace,
  siblingRace,
];
