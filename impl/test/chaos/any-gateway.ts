/** The gateway of the service that strangers send anything to. */
import { ask, defineGateway, t } from '../../index.js';

export const AnyGateway = defineGateway('Any', { echo: ask([t.unknown], t.unknown) });
