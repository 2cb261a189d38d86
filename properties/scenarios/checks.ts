/** Properties of the order in which a message is checked: the state of the endpoint before anything of the message. */
import { anyToken } from './stage.js';
import { type Theme, theme } from './theme.js';

export const checkThemes: readonly Theme[] = [
  theme(
    'MSG-07, MSG-01, MSG-02, MSG-04, FENCE-02, FENCE-03 an endpoint that is not started looks at no token, and one that is started looks at it first',
    (b) => {
      b.service();
      b.service();
      const endpoint = b.create({ kind: b.pick(['fenced', 'permanently-fenced']) });
      const gateway = b.connected(endpoint, { service: b.int(0, 1), fencing: { token: anyToken(b) } });
      if (b.chance(40)) {
        b.start(endpoint);
        b.call(gateway, { method: b.pick(['ask', 'tell']) });
        b.stop(endpoint);
        b.settle();
      }
      for (let count = b.int(1, 3); count > 0; count -= 1)
        b.call(gateway, { lane: b.int(0, 1), method: b.pick(['ask', 'ask', 'tell']) });
      b.settle();
      b.start(endpoint);
      b.call(gateway);
      b.shuffle(30);
    },
  ),
];
