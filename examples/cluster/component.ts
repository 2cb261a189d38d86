/**
 * The process of one component: `node component.js NAME CLUSTER`, where CLUSTER is JSON. It talks to whoever started it by
 * messages: `{ address }` when it serves, `{ report }` for what happens. A JobMaster that is told to hang stops itself, as if
 * it were cut off, when its third task is done.
 */
import { RpcService, TcpTransport } from 'fencepost';
import { Dispatcher } from './dispatcher.js';
import { type ClusterAddresses, DispatcherGateway } from './gateways.js';
import { JobMaster } from './job-master.js';
import { ResourceManager } from './resource-manager.js';
import { TaskExecutor } from './task-executor.js';

const SLOTS_OF_EXECUTOR = 2;
const SLOTS_OF_JOB = 4;

const [, , name = '', clusterText = '{}', jobId = '', hangs = 'no'] = process.argv;
const cluster = JSON.parse(clusterText) as ClusterAddresses;
const service = new RpcService({ transport: await TcpTransport.open() });

/** Tells whoever started this process; `then` follows when that has left. */
function tell(message: { readonly address: string } | { readonly report: string }, then = () => {}): void {
  process.send?.(message, then);
}

/** Tells what a JobMaster reports. */
function report(text: string): void {
  const hanging = hangs === 'yes' && text === 'task 2 done';
  tell({ report: text }, hanging ? () => process.kill(process.pid, 'SIGSTOP') : undefined);
}

async function begin(): Promise<string> {
  switch (name) {
    case 'dispatcher': {
      const dispatcher = new Dispatcher(service, cluster);
      dispatcher.start();
      return dispatcher.address;
    }
    case 'resource-manager': {
      const manager = new ResourceManager(service, cluster);
      manager.start();
      return manager.address;
    }
    case 'task-executor': {
      const executor = new TaskExecutor(service, cluster, SLOTS_OF_EXECUTOR);
      executor.start();
      await executor.register();
      return executor.address;
    }
    default: {
      const { dispatcher, dispatcherId } = cluster;
      const gateway = await service.connectFenced(dispatcher, DispatcherGateway, dispatcherId);
      const leadership = await gateway.lead(jobId);
      const master = new JobMaster(service, cluster, leadership, report);
      master.start();
      await master.requestSlots(SLOTS_OF_JOB);
      return master.address;
    }
  }
}

process.on('disconnect', () => process.exit()); // whoever started it is gone
tell({ address: await begin() });
