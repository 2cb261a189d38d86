/** A JobMaster: it runs one job, in the slots that TaskExecutors offer, as long as it leads the job. */
import {
  FencedRpcEndpoint,
  type GatewayOf,
  type RemoteApplicationError,
  type RpcService,
  type Token,
} from 'fencepost';
import {
  type ClusterAddresses,
  DispatcherGateway,
  JobMasterGateway,
  type Leadership,
  ResourceManagerGateway,
  TaskExecutorGateway,
} from './gateways.js';

type Executor = GatewayOf<typeof TaskExecutorGateway>;

/** What a JobMaster tells of its life. */
export type Report = (text: string) => void;

/** See the head of this file. */
export class JobMaster extends FencedRpcEndpoint<JobMaster> {
  private readonly cluster: ClusterAddresses;
  private readonly leadership: Leadership;
  private readonly report: Report;
  private readonly executors = new Map<string, Executor>();
  private readonly waiting: number[];
  private readonly counts = new Map<number, number>();

  constructor(service: RpcService, cluster: ClusterAddresses, leadership: Leadership, report: Report) {
    super(
      service,
      { endpointId: 'job-master', gateways: [JobMasterGateway] },
      leadership.jobMasterId,
      'permanent',
    );
    this.cluster = cluster;
    this.leadership = leadership;
    this.report = report;
    this.waiting = leadership.job.texts.map((_, task) => task);
  }

  private get jobId(): string {
    return this.leadership.job.jobId;
  }

  private get jobMasterId(): Token {
    return this.leadership.jobMasterId;
  }

  /** Asks the ResourceManager for slots; TaskExecutors will offer them. */
  async requestSlots(slots: number): Promise<void> {
    const { resourceManager, resourceManagerId } = this.cluster;
    const manager = await this.rpcService.connectFenced(
      resourceManager,
      ResourceManagerGateway,
      resourceManagerId,
    );
    const { jobId, jobMasterId, address } = this;
    await manager.registerJobMaster({ jobId, jobMasterId, address });
    await manager.requestSlots(jobId, jobMasterId, slots);
  }

  async offerSlots(executor: string, slots: number): Promise<void> {
    const gateway = await this.rpcService.connect(executor, TaskExecutorGateway);
    this.runAsync(() => {
      this.executors.set(executor, gateway);
      for (let slot = 0; slot < slots; slot += 1) this.submitNext(executor);
    });
  }

  taskFinished(executor: string, task: number, words: number): void {
    this.counts.set(task, words);
    this.report(`task ${task} done`);
    this.submitNext(executor);
    if (this.counts.size === this.leadership.job.texts.length) void this.finish();
  }

  private submitNext(executor: string): void {
    const task = this.waiting.shift();
    const gateway = this.executors.get(executor);
    if (task === undefined || gateway === undefined) return;
    const text = this.leadership.job.texts[task] as string;
    gateway
      .submitTask(this.jobId, this.jobMasterId, task, text)
      .catch((error: RemoteApplicationError) => this.runAsync(() => void this.stepDown(error)));
  }

  private async finish(): Promise<void> {
    const { dispatcher, dispatcherId } = this.cluster;
    const gateway = await this.rpcService.connectFenced(dispatcher, DispatcherGateway, dispatcherId);
    const total = [...this.counts.values()].reduce((sum, words) => sum + words, 0);
    await gateway.jobFinished(this.jobId, this.jobMasterId, total);
    this.report('job finished');
  }

  /** Somebody refused a task. Before it gives up, this JobMaster tries everything that it ever could do. */
  private async stepDown(reason: RemoteApplicationError): Promise<void> {
    if (this.waiting.length === 0) return;
    this.waiting.length = 0;
    this.report(`submitTask refused: ${reason.remoteClass}`);
    const { dispatcher, dispatcherId, resourceManager, resourceManagerId } = this.cluster;
    const { jobId, jobMasterId, address } = this;
    const manager = await this.rpcService.connectFenced(
      resourceManager,
      ResourceManagerGateway,
      resourceManagerId,
    );
    const boss = await this.rpcService.connectFenced(dispatcher, DispatcherGateway, dispatcherId);
    const attempts = {
      registerJobMaster: () => manager.registerJobMaster({ jobId, jobMasterId, address }),
      requestSlots: () => manager.requestSlots(jobId, jobMasterId, 1),
      jobFinished: () => boss.jobFinished(jobId, jobMasterId, -1),
    };
    for (const [call, attempt] of Object.entries(attempts)) {
      const outcome = await attempt().then(
        () => 'accepted',
        (error: RemoteApplicationError) => `refused: ${error.remoteClass}`,
      );
      this.report(`${call} ${outcome}`);
    }
    this.report('gave up');
  }
}
