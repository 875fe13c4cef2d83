import type { EventData } from "../definition/graph.ts";
import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";
import type { OperationRequest } from "./operation.ts";
import type { Seed } from "../definition/seed.ts";

/** What happened, told to the machine by a driver. `time` (ms since epoch) is the time that the data carries: burst programs go by it (rule 11). */
export type MachineEvent =
  | {
      readonly kind: "started";
      readonly event: EventData;
      readonly executionId: string;
      readonly seed?: Seed;
      readonly time?: number;
    }
  /** First of a run that goes on where another one stopped: arms what its snapshot had under way. */
  | { readonly kind: "resumed"; readonly time?: number }
  /** History is long: go on in a new run once nothing is in flight. `hard`: whatever it takes. */
  | { readonly kind: "drain"; readonly historyLength: number; readonly hard: boolean; readonly time?: number }
  /** What a step asked for and did not get at once: the close of a called workflow, an event, a lock. `key`: of that step. */
  | {
      readonly kind: "replyReceived";
      readonly path: string;
      readonly key: string;
      readonly reply: Json;
      readonly time?: number;
    }
  | ({ readonly kind: "operation" } & OperationRequest)
  | {
      readonly kind: "stepSucceeded";
      readonly path: string;
      readonly output: Json;
      readonly port?: string;
      readonly time?: number;
    }
  | { readonly kind: "stepFailed"; readonly path: string; readonly failure: Failure; readonly time?: number }
  | { readonly kind: "stepCancelled"; readonly path: string; readonly time?: number }
  | { readonly kind: "timerFired"; readonly path: string; readonly time?: number }
  | {
      readonly kind: "signalReceived";
      readonly id: string;
      readonly name: string;
      readonly payload: Json;
      readonly time?: number;
    }
  | { readonly kind: "cancelRequested"; readonly reason?: string; readonly time?: number }
  | { readonly kind: "yielded"; readonly time?: number };
