import type { Failure } from "../definition/failure.ts";

/**
 * What is known, when an attempt of a step begins, of the attempts before it. Temporal counts every attempt; an author's `maximumAttempts` means
 * those in which the step itself failed. An attempt that ended with its worker is not one of them, and neither is one of a worker that does not
 * have the node type.
 */
export interface EarlierAttempts {
  /** The attempts in which the step itself failed or took too long. */
  readonly failed: number;
  /** The last attempt whose worker has lived to tell its end. The workers of those behind it have vanished. */
  readonly told: number;
}

export const NO_ATTEMPTS: EarlierAttempts = { failed: 0, told: 0 };

/** A step whose worker has vanished in this many attempts in a row fails: what it does may be what ends the workers. */
export const MOST_VANISHED = 20;

/** Temporal gives an attempt up this much later than its worker, which therefore tells the end unless it has vanished. */
export const VANISHED_AFTER_MS = 10_000;

/** Whether the attempt may run. A step that may be tried once is not tried again: nobody knows whether it has done its work. */
export function mayRun(attempt: number, { told }: EarlierAttempts, maximumAttempts: number): boolean {
  const vanished = attempt - 1 - told;
  return vanished <= 0 || (maximumAttempts !== 1 && vanished < MOST_VANISHED);
}

/** Whether a step that has failed so often may be tried again. 0 attempts are without limit. */
export function mayTryAgain(failed: number, maximumAttempts: number): boolean {
  return maximumAttempts === 0 || failed < maximumAttempts;
}

/** The failure of a step that may not be tried again, because its workers have vanished. */
export function workersVanished(path: string, vanished: number): Failure {
  const often = vanished === 1 ? "in the only attempt that it has" : `in ${vanished} attempts in a row`;
  return {
    code: "WORKER_VANISHED",
    message: `The worker vanished while it carried out the step, ${often}. It is unknown whether the step has done its work.`,
    path,
    hint: "Find out why workers end: what the step does may take all of their memory. Then look whether the step has done its work, and run it again if not.",
    retryable: false,
  };
}

/**
 * The code with which a worker hands back a burst step whose node type it does not have. The step then runs as an ordinary one, which any worker can
 * take. No step ever fails with it.
 */
export const NODE_TYPE_ELSEWHERE = "NODE_TYPE_ELSEWHERE";
