/**
 * How much one execution may have under way at the same time (I16, rule 15). Temporal refuses a workflow task whose command
 * would be the 2,001st pending activity, and repeats this task forever. Therefore everything beyond the limits waits in order.
 */
export interface ExecutionLimits {
  /** The activities that have not answered. A node that needs a further one waits before it fires. */
  readonly steps: number;
  /** The activities that are pending on Temporal, including compensations, releases of locks and retries, which no node fires. */
  readonly sentSteps: number;
  /** The burst steps of one local activity batch: their results go to Temporal in one gRPC message of at most 4 MiB. */
  readonly burstSteps: number;
  /** The timers that are started on Temporal: the earliest ones. */
  readonly timers: number;
  /** The signals in one run. With more, the execution continues as new, because Temporal refuses more than 10,000. */
  readonly signals: number;
  /** The operations in one run. With more, the execution continues as new, because Temporal refuses more than 2,000 Updates. */
  readonly operations: number;
}

/** The limits of a definition, by the interpreter version that it was published with. */
export function executionLimits(interpreterVersion: number): ExecutionLimits {
  return interpreterVersion === 1 ? LIMITS_OF_VERSION_1 : LIMITS;
}

const LIMITS: ExecutionLimits = {
  // Temporal advises at most 500. Also, 2,000 activities with their last failures would not fit into its 8 MiB of mutable state.
  steps: 500,
  sentSteps: 1_000,
  burstSteps: 64,
  timers: 500,
  signals: 8_000,
  operations: 1_600,
};

/** No history of version 1 can contain more than 2,000 pending activities, so this limit changes none of them. */
const LIMITS_OF_VERSION_1: ExecutionLimits = {
  steps: Number.POSITIVE_INFINITY,
  sentSteps: 2_000,
  burstSteps: Number.POSITIVE_INFINITY,
  timers: Number.POSITIVE_INFINITY,
  signals: Number.POSITIVE_INFINITY,
  operations: Number.POSITIVE_INFINITY,
};
