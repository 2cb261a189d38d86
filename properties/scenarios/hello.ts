/** The hello world of the protocol: an endpoint is created and started, somebody connects and asks. Where adapters begin. */
import { type Theme, theme } from './theme.js';

export const helloTheme: Theme = theme(
  'ADDR-02, LIFE-02, HAND-01, CALL-25, MAIN-01 an endpoint is created and started, and answers who connects to it',
  (b) => {
    b.service({ remote: false });
    const endpoint = b.create();
    b.start(endpoint);
    b.settle();
    for (let gateways = b.int(1, 2); gateways > 0; gateways -= 1) {
      const gateway = b.connected(endpoint);
      for (let asks = b.int(1, 3); asks > 0; asks -= 1) b.call(gateway);
    }
  },
);
