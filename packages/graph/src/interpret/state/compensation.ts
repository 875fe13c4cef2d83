import type { Failure } from "../../definition/failure.ts";
import type { JsonObject } from "../../definition/json.ts";

/**
 * The compensation of a step that completed. Its input is rendered when the step completes, because the data that the
 * templates read may be gone later (rule 8).
 */
export interface Compensation {
  /** The position of the step among all steps that completed in the execution. */
  readonly sequence: number;
  /** The path of the compensating step: `book!cancel_booking`. */
  readonly path: string;
  readonly nodeId: string;
  readonly input: JsonObject;
  /** Why the input could not be rendered, if that failed. */
  readonly failure?: Failure;
}

/** The compensations that a scope is carrying out. The step that completed last is compensated first. */
export interface CompensationProgress {
  /** The compensations that are still to be carried out; the last one is next. */
  readonly left: Compensation[];
  readonly failures: Failure[];
}
