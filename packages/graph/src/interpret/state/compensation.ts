import type { Failure } from "../../definition/failure.ts";
import type { JsonObject } from "../../definition/json.ts";

/** What undoes a step that completed: rendered then, since later its data may be gone (rule 8). */
export interface Compensation {
  /** Order of completion in the whole execution. */
  readonly sequence: number;
  /** Of the undoing step: `book!cancel_booking`. */
  readonly path: string;
  readonly nodeId: string;
  readonly input: JsonObject;
  /** Its input could not be rendered. */
  readonly failure?: Failure;
}

/** Compensations under way: the last to complete is undone first. */
export interface Undoing {
  readonly left: Compensation[];
  readonly failures: Failure[];
}
