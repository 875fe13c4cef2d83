import type { CloseStatus, Duration, Json, JsonObject, NodeSettings, OnError } from "@tempograph/graph";
import type { Templated } from "../expression/ref-type.ts";
import type { DataValue } from "../expression/value.ts";
import type { Typed } from "../nodes/schema.ts";

/** Options that every node has in addition to its data. */
export interface NodeOptions {
  /** Shown beside the path in editors and in Temporal's Web UI. */
  readonly label?: string;
  /** Join, retry, timeout, onError, durability …, as the graph has them. */
  readonly settings?: NodeSettings;
  /** Further keys of the node, such as an editor's `position`: kept, and ignored by the machine. */
  readonly extra?: JsonObject;
}

/** Of a node whose id may be left out: it is then made of the method's name, `loop`, `loop2` …. */
export interface IdOption<Id extends string> extends NodeOptions {
  readonly id?: Id;
}

/** Settings whose `onError` decides what the step's output may be. */
export interface StepSettings<E extends OnError> extends NodeSettings {
  readonly onError?: E;
}

/** Whether what was done in a container is compensated when it fails (`onFail`), or only when the execution does (`keep`). */
export type ContainerCompensation = "onFail" | "keep";

/** A duration, or where it is read from. */
export type DurationInput = Duration | DataValue<number | string>;

export type TextInput = string | DataValue<string>;

export interface CallInput<Payload> {
  /** Id or name of the workflow, or what `.build()` gave: then `data` has the type of its payload. */
  readonly workflow: TextInput | { readonly name: string; payloadType?(payload: Payload): void };
  /** Default: the version that is published at that moment. */
  readonly version?: number;
  /** Its payload. */
  readonly data?: Templated<Payload>;
  /** Whether to wait for its end. Default true. */
  readonly wait?: boolean;
  /** What happens to the called execution if this execution ends first. Default `requestCancel`. */
  readonly parentClosePolicy?: "requestCancel" | "terminate" | "abandon";
}

export interface ApprovalInput {
  readonly title?: TextInput;
  readonly description?: TextInput;
  /** `role:finance`, `user:kim`; absent: any authenticated caller. */
  readonly approvers?: readonly TextInput[] | DataValue<readonly string[]>;
  /** JSON Schema of the decision's data. */
  readonly form?: JsonObject;
  /** Whether a rerun that begins behind the approval takes the decision over. Default: it asks again. */
  readonly keepInReruns?: boolean;
}

export interface Decision<Data> {
  readonly decision: string;
  readonly by: string;
  readonly data: Data;
  readonly at: string;
}

/** An event that was waited for. */
export interface ReceivedEvent<Data> {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string;
  readonly time: string;
  readonly data: Data;
}

export type { CloseStatus };

export interface CallOutput<Output> {
  readonly executionId: string;
  readonly status: CloseStatus;
  readonly output: Output;
}

export interface EachOutput<Result> {
  /** In the order of the items; null where an item failed. */
  readonly results: readonly Result[];
  readonly errors: readonly {
    readonly index: number;
    readonly error: {
      readonly code: string;
      readonly message: string;
      readonly path?: string;
      readonly details?: Json;
    };
  }[];
  readonly count: number;
}

export interface Rounds<Last = unknown> {
  /** How many there were. */
  readonly rounds: number;
  /** What the last one gave. */
  readonly last: Last;
}

export type { Typed };
