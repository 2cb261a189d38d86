/** All charts, in the order of the documentation. */
import { askChart } from './ask.js';
import type { Chart } from './chart.js';
import { fencingChart } from './fencing.js';
import { handshakeCallerChart, handshakeTargetChart } from './handshake.js';
import { immediateChart } from './immediate.js';
import { invocationChart } from './invocation.js';
import { lifecycleChart } from './lifecycle.js';
import { serviceChart } from './service.js';
import { taskChart } from './task.js';

/** Every chart of the protocol. */
export const charts: readonly Chart[] = [
  lifecycleChart,
  fencingChart,
  invocationChart,
  handshakeTargetChart,
  handshakeCallerChart,
  askChart,
  serviceChart,
  taskChart,
  immediateChart,
];
