/**
 * A TaskExecutor: it has slots, offers them to the JobMaster that the ResourceManager names, and runs tasks. It is not
 * fenced: it serves many jobs, and checks for each call which JobMaster it names.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type FencedGatewayOf, RpcEndpoint, type RpcService, sameToken, type Token } from 'fencepost';
import {
  type ClusterAddresses,
  JobMasterGateway,
  type JobMasterReference,
  ResourceManagerGateway,
  StaleJobMasterError,
  TaskExecutorGateway,
} from './gateways.js';

type JobMaster = FencedGatewayOf<typeof JobMasterGateway>;

/** See the head of this file. */
export class TaskExecutor extends RpcEndpoint<TaskExecutor> {
  private readonly cluster: ClusterAddresses;
  private readonly slots: number;
  private readonly leaders = new Map<string, Token>();
  private readonly masters = new Map<string, JobMaster>();

  constructor(service: RpcService, cluster: ClusterAddresses, slots: number) {
    super(service, { endpointId: 'task-executor', gateways: [TaskExecutorGateway] });
    this.cluster = cluster;
    this.slots = slots;
  }

  /** Tells the ResourceManager that there are slots. */
  async register(): Promise<void> {
    const { resourceManager, resourceManagerId } = this.cluster;
    const manager = await this.rpcService.connectFenced(
      resourceManager,
      ResourceManagerGateway,
      resourceManagerId,
    );
    await manager.registerTaskExecutor(this.address, this.slots);
  }

  jobLeaderChanged(jobId: string, jobMasterId: Token): void {
    this.leaders.set(jobId, jobMasterId);
    this.masters.delete(jobId);
  }

  async requestSlots(master: JobMasterReference, slots: number): Promise<void> {
    this.assertLeads(master.jobId, master.jobMasterId);
    const gateway = await this.rpcService.connectFenced(master.address, JobMasterGateway, master.jobMasterId);
    // The leader may have changed meanwhile: back on the main thread, it is asked again.
    await this.callAsync(() => {
      this.assertLeads(master.jobId, master.jobMasterId);
      this.masters.set(master.jobId, gateway);
    }, 1000);
    await gateway.offerSlots(this.address, slots);
  }

  submitTask(jobId: string, jobMasterId: Token, task: number, text: string): void {
    this.assertLeads(jobId, jobMasterId);
    const master = this.masters.get(jobId);
    if (master !== undefined) void this.runTask(master, task, text);
  }

  /** Counts words; whoever submitted the task hears of it, unless it is gone. */
  private async runTask(master: JobMaster, task: number, text: string): Promise<void> {
    await nextTurn();
    const words = text.split(' ').filter((word) => word !== '').length;
    await master.taskFinished(this.address, task, words).catch(() => undefined);
  }

  private assertLeads(jobId: string, jobMasterId: Token): void {
    const leader = this.leaders.get(jobId);
    if (leader === undefined || !sameToken(leader, jobMasterId))
      throw new StaleJobMasterError(jobId, jobMasterId, leader);
  }
}
