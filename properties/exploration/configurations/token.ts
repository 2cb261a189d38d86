/** The token changes, and changes back, while fenced work of every sort is under way. */
import { TOKENS } from '../../scenarios/builder.js';
import { configuration } from '../configuration.js';

/** How long the delayed run waits; its timer may fire at any moment of the race. */
const DELAY_MS = 10;

export const tokenRace = configuration(
  'token',
  'A change of the token races a fenced ask, a fenced tell, a run-async and a delayed run-async',
  (b) => {
    b.service();
    const [first = null, second = null] = TOKENS;
    const endpoint = b.started({ kind: 'fenced', token: first });
    const old = b.connected(endpoint, { fencing: { token: first } });
    const next = b.connected(endpoint, { fencing: { token: second } });
    b.setToken(endpoint, second, 0);
    b.call(old, { lane: 1 });
    b.call(next, { method: 'tell', lane: 2 });
    b.runAsync(endpoint, 0, undefined, false, 3);
    b.runAsync(endpoint, DELAY_MS, undefined, false, 4);
  },
  { raceUntilMs: DELAY_MS },
);
