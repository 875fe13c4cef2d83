import type { Json, JsonObject } from "../definition/json.ts";

/** Who asks, as the API authenticated it. */
export interface Caller {
  readonly name: string;
  readonly roles: readonly string[];
}

/** What a person does to an open execution. `path`: of the step it is about. */
export type Operation =
  /** No new side effect, timer or end until `resume`; what runs goes on, and its answers count. */
  | { readonly name: "pause" }
  | { readonly name: "resume" }
  /** Decides an approval. `data` has to fit its form. */
  | {
      readonly name: "decide";
      readonly path: string;
      readonly decision: "approved" | "rejected";
      readonly data?: Json;
    }
  /** Ends a wait at once, on `out` (an approval: on `approved` is not possible, decide it). */
  | { readonly name: "skipWait"; readonly path: string; readonly output?: Json }
  /** At an incident: runs the step again, with other input where given. */
  | { readonly name: "retry"; readonly path: string; readonly input?: JsonObject }
  /** At an incident: the step ends with this output. `port` defaults to `out`. */
  | { readonly name: "skip"; readonly path: string; readonly output: Json; readonly port?: string }
  /** At an incident: the step fails for good. */
  | { readonly name: "fail"; readonly path: string; readonly message?: string };

/** The one argument of the Temporal Update `steer`. */
export interface OperationRequest {
  readonly id: string;
  readonly by: Caller;
  /** When it was asked, ms since epoch. */
  readonly time: number;
  readonly operation: Operation;
}

export type RefusalCode =
  | "PATH_UNKNOWN"
  | "NOT_WAITING"
  | "NOT_AN_INCIDENT"
  | "NOT_RETRYABLE"
  | "ALREADY_DECIDED"
  | "NOT_AUTHORISED"
  | "FORM_INVALID"
  | "ALREADY_PAUSED"
  | "NOT_PAUSED"
  | "INPUT_INVALID"
  | "EXECUTION_ENDING";

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly hint: string;
}

/** The machine's word on an operation (rule 13): a refused one has changed nothing. */
export type OperationResult =
  | { readonly id: string; readonly ok: true }
  | ({ readonly id: string; readonly ok: false } & Refusal);
