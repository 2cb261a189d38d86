/** Two leaders and one follower: the leader of yesterday does not know yet that it is one. */
import { configuration } from '../configuration.js';

const YESTERDAY = { type: 'Leader', bytes: 'aa' };
const TODAY = { type: 'Leader', bytes: 'bb' };

export const leadersRace = configuration(
  'leaders',
  'Two leaders and one follower, each in a service of its own, through a change of the leader',
  (b) => {
    b.service();
    b.service();
    b.service();
    const follower = b.started({ kind: 'fenced', token: YESTERDAY });
    const yesterday = b.connected(follower, { service: 1, fencing: { token: YESTERDAY } });
    const today = b.connected(follower, { service: 2, fencing: { token: TODAY } });
    b.setToken(follower, TODAY, 0);
    b.call(yesterday, { lane: 1, method: 'tell' });
    b.call(yesterday, { lane: 1 });
    b.call(today, { lane: 2 });
    b.call(today, { lane: 2, method: 'tell' });
    b.call(follower, { lane: 3 });
    b.setToken(follower, YESTERDAY, 0);
  },
);
