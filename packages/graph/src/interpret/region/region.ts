import type { Definition } from "../../definition/definition.ts";
import type { Command, RunStep } from "../command.ts";
import type { MachineState } from "../state/machine-state.ts";
import type { StepAnswer } from "../state/open-entry.ts";

/**
 * A region is a part of an execution in which nothing but burst steps is under way, one local activity batch after the other. One
 * local activity drives a copy of the machine through all of it, so that its steps need no round trip through the workflow.
 * Definitions from this interpreter version on run their burst steps in regions.
 */
export const FIRST_REGION_VERSION = 4;

/** The name of the region's local activity, its summary, and the path of the timer between two regions. No step has this path. */
export const REGION_PATH = "!region";

/** A retry that is due later than this after the end of a region waits for a timer, and not inside of the next region. */
export const LONGEST_WAIT_MS = 10_000;

/** A burst step that a region runs. */
export interface RegionStep {
  readonly step: RunStep;
  /** How many of its attempts have failed in earlier regions. */
  readonly attempts: number;
  /** ms since epoch: when its next attempt may begin. */
  readonly notBefore?: number;
}

/** What a driver of regions gets instead of the `runStep` of burst steps. It gives the region `machine.snapshot()` as it is now. */
export type RegionCommand =
  | { readonly kind: "runRegion"; readonly steps: readonly RegionStep[] }
  /** Asks the region to end soon. What it has answered so far still counts. */
  | { readonly kind: "cancelRegion" };

export type RegionDriverCommand = Exclude<Command, RunStep> | RunStep | RegionCommand;

/** The arguments of the region's local activity. They never leave the worker: the input of a local activity is in no history. */
export type RegionArguments = readonly [request: RegionRequest, definition: Definition];

export interface RegionRequest {
  readonly state: MachineState;
  readonly steps: readonly RegionStep[];
  readonly definitionHash: string;
}

/** How a step of a region ended. */
export type RegionStepAnswer = StepAnswer & {
  /** The number of the attempt that ended so. Default: 1. */
  readonly attempt?: number;
  /** ms since epoch: when this attempt began. */
  readonly startedAt?: number;
};

/** A step that has to be tried again, and that the region gives back because it may not wait so long. */
export interface LeftStep {
  readonly path: string;
  readonly attempts: number;
  readonly notBefore: number;
}

/** What a region gives back: the answers of its local activity batches, of which the last one may be incomplete. */
export interface RegionAnswer {
  /** ms since epoch: when the region ended. */
  readonly at: number;
  readonly batches: readonly (readonly RegionStepAnswer[])[];
  readonly left: readonly LeftStep[];
}

/** The end of a region, as one event. After `regionFailed` the execution runs its burst steps one by one. */
export type RegionEvent =
  | { readonly kind: "regionAnswered"; readonly answer: RegionAnswer }
  | { readonly kind: "regionFailed" };
