/**
 * What one execution may have under way at once (I16, rule 15). Temporal refuses a workflow task whose command would be the
 * 2,001st pending activity, and tries that task again for ever; so whatever a graph asks for, the rest waits in order.
 */
export interface ExecutionLimits {
  /** Activities commanded that have not answered: a node that needs one more waits for its turn to fire. */
  readonly steps: number;
  /** Activities that Temporal has not heard the end of, with those that no node fires: compensation, giving back, retries. */
  readonly sentSteps: number;
  /** Burst steps of one batch: their results stand together in one gRPC message of at most 4 MiB. */
  readonly burstSteps: number;
  /** Timers that Temporal knows: the earliest ones. */
  readonly timers: number;
  /** Signals, and operations, of one run: Temporal takes 10,000 and 2,000. From here on it goes on in a new run. */
  readonly signals: number;
  readonly operations: number;
}

/** Of a definition, by the interpreter version that it was published with. */
export function executionLimits(interpreterVersion: number): ExecutionLimits {
  return interpreterVersion === 1 ? LIMITS_OF_VERSION_1 : LIMITS;
}

const LIMITS: ExecutionLimits = {
  // Temporal advises at most 500; 2,000 with their last failures would not fit into its 8 MiB of mutable state either.
  steps: 500,
  sentSteps: 1_000,
  burstSteps: 64,
  timers: 500,
  signals: 8_000,
  operations: 1_600,
};

/** No history of version 1 has more than 2,000 activities under way, so this bound changes none of them. */
const LIMITS_OF_VERSION_1: ExecutionLimits = {
  steps: Number.POSITIVE_INFINITY,
  sentSteps: 2_000,
  burstSteps: Number.POSITIVE_INFINITY,
  timers: Number.POSITIVE_INFINITY,
  signals: Number.POSITIVE_INFINITY,
  operations: Number.POSITIVE_INFINITY,
};
