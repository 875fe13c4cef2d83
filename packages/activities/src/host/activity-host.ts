import type { AttemptReport, Json, JsonObject, LogReport, NodeTypeManifest } from "@tempograph/graph";
import type { EgressOptions, NodePack } from "@tempograph/nodes-sdk";
import type { Logger } from "@tempograph/runtime";

/** Second argument of each activity: what the interpreter knows of the step. */
export interface StepMeta {
  /** Default: the id of the Temporal workflow. */
  readonly executionId?: string;
  /** I5: the same on every attempt. */
  readonly idempotencyKey: string;
  readonly path: string;
  readonly nodeId: string;
  readonly workflow: { readonly id: string; readonly name: string; readonly version: number };
}

/** What an ordinary activity returns. `port` is absent for `out`. */
export interface StepResult {
  readonly output: Json;
  readonly port?: string;
  /** ms since epoch, at the end of the attempt: the only clock of a program with burst steps (rule 11). */
  readonly time: number;
}

/** What a local activity returns: its marker does not carry our id. */
export interface BurstStepResult extends StepResult {
  readonly path: string;
}

/** First element of `ApplicationFailure.details`; the failure's `type` is the code. */
export interface FailureDetails {
  readonly message: string;
  readonly path: string;
  readonly hint?: string;
  readonly details?: Json;
  /** ms since epoch, at the end of the attempt. */
  readonly time?: number;
}

export type NodeActivity = (input: JsonObject, meta: StepMeta) => Promise<StepResult | BurstStepResult>;

export interface ActivityHostOptions {
  readonly packs: readonly NodePack[];
  readonly egress?: EgressOptions;
  /** Configuration by pack name: `{ "tempograph": { "smtp": { … } } }`. */
  readonly config?: Readonly<Record<string, JsonObject>>;
  /** Must not throw and must not wait. */
  readonly onAttempt?: (report: AttemptReport) => void;
  readonly onLog?: (report: LogReport) => void;
  /** For the host's own words, and the nodes' lines beside `onLog`. */
  readonly logger?: Logger;
  /** Identity in reports. Default `<pid>@<host>`. */
  readonly worker?: string;
  /** Greatest size of an output in bytes of JSON. Default 1 MiB. */
  readonly maxOutputBytes?: number;
}

export interface ActivityHost {
  /** For `Worker.create({ activities })`: one per node type, of the same name, and `default` for unknown ones. */
  readonly activities: Readonly<Record<string, NodeActivity>>;
  /** Of every node type, sorted by type. */
  readonly manifests: readonly NodeTypeManifest[];
  /** Closes idle connections. */
  close(): Promise<void>;
}
