/** The Dispatcher: it takes jobs, grants the leadership of each to one JobMaster at a time, and keeps the results. */
import { FencedRpcEndpoint, type RpcService, sameToken, type Token } from 'fencepost';
import {
  type ClusterAddresses,
  DispatcherGateway,
  type Job,
  type Leadership,
  ResourceManagerGateway,
  StaleJobMasterError,
} from './gateways.js';

interface Submitted {
  readonly job: Job;
  leader: Token | undefined;
  readonly result: Promise<number>;
  readonly finish: (result: number) => void;
}

/** See the head of this file. */
export class Dispatcher extends FencedRpcEndpoint<Dispatcher> {
  private readonly cluster: ClusterAddresses;
  private readonly jobs = new Map<string, Submitted>();
  private leaderships = 0;

  constructor(service: RpcService, cluster: ClusterAddresses) {
    super(service, { endpointId: 'dispatcher', gateways: [DispatcherGateway] }, cluster.dispatcherId);
    this.cluster = cluster;
  }

  submitJob(job: Job): void {
    let finish: (result: number) => void = () => undefined;
    const result = new Promise<number>((resolve) => {
      finish = resolve;
    });
    this.jobs.set(job.jobId, { job, leader: undefined, result, finish });
  }

  requestJobResult(jobId: string): Promise<number> {
    return this.submitted(jobId).result;
  }

  /** From now on nobody else may speak for the job; the ResourceManager knows it before the new leader does. */
  async lead(jobId: string): Promise<Leadership> {
    const submitted = this.submitted(jobId);
    this.leaderships += 1;
    const jobMasterId: Token = { type: 'JobMasterId', bytes: this.leaderships.toString(16).padStart(8, '0') };
    submitted.leader = jobMasterId;
    const { resourceManager, resourceManagerId } = this.cluster;
    const manager = await this.rpcService.connectFenced(
      resourceManager,
      ResourceManagerGateway,
      resourceManagerId,
    );
    await manager.jobLeaderChanged(jobId, jobMasterId);
    return { jobMasterId, job: submitted.job };
  }

  jobFinished(jobId: string, jobMasterId: Token, result: number): void {
    const { leader, finish } = this.submitted(jobId);
    if (leader === undefined || !sameToken(leader, jobMasterId))
      throw new StaleJobMasterError(jobId, jobMasterId, leader);
    finish(result);
  }

  private submitted(jobId: string): Submitted {
    const submitted = this.jobs.get(jobId);
    if (submitted === undefined) throw new RangeError(`There is no job ${jobId}: submit it first`);
    return submitted;
  }
}
