import type { Json, JsonObject } from "../definition/json.ts";

/** The person or program that asks for an operation, as the API authenticated it. */
export interface Caller {
  readonly name: string;
  readonly roles: readonly string[];
}

/** Something that a person can do to an open execution. `path` names the step that the operation is about. */
export type Operation =
  /**
   * Until `resume`, no new side effect and no timer begins, and the execution does not end. Steps that run already continue,
   * and their answers count.
   */
  | { readonly name: "pause" }
  | { readonly name: "resume" }
  /** Decides an approval. `data` must fit the form of the approval. */
  | {
      readonly name: "decide";
      readonly path: string;
      readonly decision: "approved" | "rejected";
      readonly data?: Json;
    }
  /** Ends a wait at once, on the port `out`. An approval cannot be skipped; it has to be decided. */
  | { readonly name: "skipWait"; readonly path: string; readonly output?: Json }
  /** At an incident: runs the step again, with `input` instead of its own input if that is given. */
  | { readonly name: "retry"; readonly path: string; readonly input?: JsonObject }
  /** At an incident: the step ends with this output. `port` defaults to `out`. */
  | { readonly name: "skip"; readonly path: string; readonly output: Json; readonly port?: string }
  /** At an incident: the step fails, and no further incident is opened. */
  | { readonly name: "fail"; readonly path: string; readonly message?: string };

/** What each operation is about: the whole execution, or the step at its `path`. */
export const OPERATION_SUBJECTS: { readonly [Name in Operation["name"]]: "execution" | "step" } = {
  ...{ pause: "execution", resume: "execution" },
  ...{ decide: "step", skipWait: "step", retry: "step", skip: "step", fail: "step" },
};

/** The only argument of the Temporal Update `steer`. */
export interface OperationRequest {
  readonly id: string;
  readonly by: Caller;
  /** When the operation was asked for, in ms since epoch. */
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
  | "EXECUTION_ENDING"
  | "OPERATION_NOT_SIGNED"
  | "SIGNING_KEY_UNKNOWN"
  | "SIGNATURE_EXPIRED"
  | "OPERATION_REPEATED";

export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly hint: string;
}

/** The machine's answer to an operation (rule 13). A refused operation has changed nothing. */
export type OperationResult =
  | { readonly id: string; readonly ok: true }
  | ({ readonly id: string; readonly ok: false } & Refusal);
