import type { EventData } from "../definition/graph.ts";
import type { Failure } from "../definition/failure.ts";
import type { Json } from "../definition/json.ts";

/** What happened, told to the machine by a driver. `time` (ms since epoch) is the time that the data carries: burst programs go by it (rule 11). */
export type MachineEvent =
  | { readonly kind: "started"; readonly event: EventData; readonly executionId: string; readonly time?: number }
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
