/** The ResourceManager: it knows who has slots, and brings JobMasters and TaskExecutors together. */
import { FencedRpcEndpoint, type GatewayOf, type RpcService, sameToken, type Token } from 'fencepost';
import {
  type ClusterAddresses,
  type JobMasterReference,
  ResourceManagerGateway,
  StaleJobMasterError,
  TaskExecutorGateway,
} from './gateways.js';

interface Executor {
  readonly gateway: GatewayOf<typeof TaskExecutorGateway>;
  readonly slots: number;
}

/** See the head of this file. */
export class ResourceManager extends FencedRpcEndpoint<ResourceManager> {
  private readonly executors = new Map<string, Executor>();
  private readonly leaders = new Map<string, Token>();
  private readonly masters = new Map<string, JobMasterReference>();

  constructor(service: RpcService, { resourceManagerId }: ClusterAddresses) {
    super(service, { endpointId: 'resource-manager', gateways: [ResourceManagerGateway] }, resourceManagerId);
  }

  async registerTaskExecutor(address: string, slots: number): Promise<void> {
    const gateway = await this.rpcService.connect(address, TaskExecutorGateway);
    await this.callAsync(() => this.executors.set(address, { gateway, slots }), 1000);
  }

  /** Every TaskExecutor hears who leads a job before the new leader does: the old one is refused from then on. */
  async jobLeaderChanged(jobId: string, jobMasterId: Token): Promise<void> {
    this.leaders.set(jobId, jobMasterId);
    await Promise.all(
      [...this.executors.values()].map(({ gateway }) => gateway.jobLeaderChanged(jobId, jobMasterId)),
    );
  }

  registerJobMaster(master: JobMasterReference): void {
    this.assertLeads(master.jobId, master.jobMasterId);
    this.masters.set(master.jobId, master);
  }

  async requestSlots(jobId: string, jobMasterId: Token, wanted: number): Promise<void> {
    this.assertLeads(jobId, jobMasterId);
    const master = this.masters.get(jobId);
    if (master === undefined) throw new RangeError(`The job ${jobId} has no JobMaster: register it first`);
    let left = wanted;
    const requests: Promise<void>[] = [];
    for (const { gateway, slots } of this.executors.values()) {
      const share = Math.min(slots, left);
      left -= share;
      if (share > 0) requests.push(gateway.requestSlots(master, share));
    }
    await Promise.all(requests);
  }

  private assertLeads(jobId: string, jobMasterId: Token): void {
    const leader = this.leaders.get(jobId);
    if (leader === undefined || !sameToken(leader, jobMasterId))
      throw new StaleJobMasterError(jobId, jobMasterId, leader);
  }
}
