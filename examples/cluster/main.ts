/**
 * A small cluster of processes: a Dispatcher, a ResourceManager, a JobMaster and two TaskExecutors. A toy job counts words. In
 * the middle of it the JobMaster stops answering, as a process does that is cut off from the network; another one takes
 * the job over and finishes it. When the old one wakes up it believes that it still leads the job, and every call that it
 * makes is refused.
 *
 *     npm run build && node dist/examples/cluster/main.js
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RpcService, TcpTransport, type Token } from 'fencepost';
import { type ClusterAddresses, DispatcherGateway, type Job } from './gateways.js';

const LIMIT_MS = 120_000;
const program = fileURLToPath(new URL('component.js', import.meta.url));
const children: ChildProcess[] = [];

/** A component in a process of its own, and what it reports. */
class Component {
  readonly child: ChildProcess;
  readonly address: Promise<string>;
  private readonly reports: string[] = [];
  private readonly hears: (() => void)[] = [];

  constructor(name: string, cluster: Partial<ClusterAddresses>, jobId = '', hangs = 'no') {
    this.child = fork(program, [name, JSON.stringify(cluster), jobId, hangs]);
    children.push(this.child);
    this.address = new Promise((resolve, reject) => {
      this.child.on('message', (message: { address?: string; report?: string }) => {
        if (message.address !== undefined) resolve(message.address);
        if (message.report === undefined) return;
        this.reports.push(message.report);
        for (const hear of this.hears) hear();
      });
      this.child.on('exit', (code) => reject(new Error(`The component ${name} ended with ${code}`)));
    });
    this.address.catch(() => undefined);
  }

  /** Waits for a report. @returns all of them until then */
  async until(wanted: string): Promise<readonly string[]> {
    while (!this.reports.includes(wanted)) await new Promise<void>((resolve) => this.hears.push(resolve));
    return this.reports;
  }
}

async function run(): Promise<void> {
  const token = (type: string, bytes: string): Token => ({ type, bytes });
  const ids = {
    dispatcherId: token('DispatcherId', 'd1'),
    resourceManagerId: token('ResourceManagerId', 'a1'),
  };
  const manager = new Component('resource-manager', ids);
  const resourceManager = await manager.address;
  const dispatcher = new Component('dispatcher', { ...ids, resourceManager });
  const cluster = { ...ids, resourceManager, dispatcher: await dispatcher.address };
  const executors = [new Component('task-executor', cluster), new Component('task-executor', cluster)];
  await Promise.all(executors.map(({ address }) => address));
  console.log('cluster: dispatcher, resource manager, 2 task executors');

  const service = new RpcService({
    transport: await TcpTransport.open({ listen: false }),
    askTimeoutMs: LIMIT_MS,
  });
  const client = await service.connectFenced(cluster.dispatcher, DispatcherGateway, cluster.dispatcherId);
  const job: Job = {
    jobId: 'words',
    texts: Array.from({ length: 200 }, (_, index) => 'word '.repeat(index)),
  };
  await client.submitJob(job);

  const first = new Component('job-master', cluster, job.jobId, 'yes');
  await first.until('task 2 done');
  console.log('the first JobMaster has stopped answering in the middle of the job');

  const second = new Component('job-master', cluster, job.jobId);
  await second.until('job finished');
  console.log(`the second JobMaster has finished it: ${await client.requestJobResult(job.jobId)} words`);

  first.child.kill('SIGCONT');
  const reports = await first.until('gave up');
  for (const report of reports.filter((text) => !text.endsWith('done')))
    console.log(`the first JobMaster: ${report}`);
  console.log(`the result is still ${await client.requestJobResult(job.jobId)} words`);
  await service.close();
}

const limit = setTimeout(() => {
  console.error(`The cluster has not finished within ${LIMIT_MS} ms`);
  process.exitCode = 1;
  for (const child of children) child.kill('SIGKILL');
}, LIMIT_MS);
try {
  await run();
} finally {
  clearTimeout(limit);
  for (const child of children) child.kill('SIGKILL');
}
