/**
 * What the components of the cluster ask of one another, as in Flink: a Dispatcher takes jobs, a ResourceManager knows the slots,
 * a JobMaster runs one job, TaskExecutors have slots and run tasks.
 */
import { ask, defineGateway, Token } from 'fencepost';
import * as t from 'io-ts';

/** A job counts words: one task for each text. */
export const Job = t.strict({ jobId: t.string, texts: t.array(t.string) });
export type Job = t.TypeOf<typeof Job>;

/** What whoever leads a job knows: its fencing token for the job, and the job. */
export const Leadership = t.strict({ jobMasterId: Token, job: Job });
export type Leadership = t.TypeOf<typeof Leadership>;

/** Where the JobMaster of a job is, and its token. */
export const JobMasterReference = t.strict({ jobId: t.string, address: t.string, jobMasterId: Token });
export type JobMasterReference = t.TypeOf<typeof JobMasterReference>;

/** Fenced by the id of the Dispatcher's leadership. */
export const DispatcherGateway = defineGateway('Dispatcher', {
  submitJob: ask([Job], t.void),
  /** The result of a job; it comes when the job is done. */
  requestJobResult: ask([t.string], t.number),
  /** A JobMaster wants to lead the job: whoever asked last does. */
  lead: ask([t.string], Leadership),
  jobFinished: ask([t.string, Token, t.number], t.void),
});

/** Fenced by the id of the ResourceManager's leadership. */
export const ResourceManagerGateway = defineGateway('ResourceManager', {
  registerTaskExecutor: ask([t.string, t.number], t.void),
  jobLeaderChanged: ask([t.string, Token], t.void),
  registerJobMaster: ask([JobMasterReference], t.void),
  requestSlots: ask([t.string, Token, t.number], t.void),
});

/** Fenced by the id of the JobMaster's leadership. */
export const JobMasterGateway = defineGateway('JobMaster', {
  /** A TaskExecutor offers slots. */
  offerSlots: ask([t.string, t.number], t.void),
  taskFinished: ask([t.string, t.number, t.number], t.void),
});

/** Not fenced, as in Flink: it checks the id of the JobMaster as an argument. */
export const TaskExecutorGateway = defineGateway('TaskExecutor', {
  jobLeaderChanged: ask([t.string, Token], t.void),
  requestSlots: ask([JobMasterReference, t.number], t.void),
  submitTask: ask([t.string, Token, t.number, t.string], t.void),
});

/** Addresses and tokens that a component is started with. */
export interface ClusterAddresses {
  readonly dispatcher: string;
  readonly dispatcherId: Token;
  readonly resourceManager: string;
  readonly resourceManagerId: Token;
}

/** A call named a JobMaster that does not lead the job any more. */
export class StaleJobMasterError extends Error {
  override readonly name = 'StaleJobMasterError';

  constructor(jobId: string, found: Token, expected: Token | undefined) {
    super(
      `The JobMaster ${found.bytes} does not lead the job ${jobId}: ${expected?.bytes ?? 'nobody'} does. ` +
        'Ask the Dispatcher for the leadership again, or give up.',
    );
  }
}
