import type {
  AttemptReport,
  ConnectionTypeManifest,
  JsonObject,
  LogReport,
  NodeTypeManifest,
  SourceTypeManifest,
  StepArguments,
  StepResult,
} from "@tempograph/graph";
import type { EgressOptions, EgressRules, NodePack, SignInAnswer } from "@tempograph/nodes-sdk";
import type { Logger } from "@tempograph/runtime";
import type { PrepareLookup } from "./prepare-lookup.ts";
import type { PollSource } from "./poll-source.ts";
import type { FindConnection } from "./step-input.ts";

export type NodeActivity = (...args: StepArguments) => Promise<StepResult>;

export interface FinishedSignIn {
  readonly id: string;
  /** The name of the connection. */
  readonly connection: string;
  /** The run of the node that finishes the sign-in. It says to which project the connection belongs. */
  readonly executionId: string;
}

export interface ActivityHostOptions {
  readonly packs: readonly NodePack[];
  readonly egress?: EgressOptions;
  /** Narrower rules for the calls of an execution, such as those of its project. Asked when a step calls `ctx.fetch`. */
  readonly egressRules?: (executionId: string) => Promise<EgressRules | undefined>;
  /** Reads the connection that a step names. Absent: there are none. */
  readonly findConnection?: FindConnection;
  /**
   * What a service answered to somebody who signed in for a connection. It is answered once.
   *
   * @throws NodeError SIGN_IN_UNKNOWN
   */
  readonly takeSignIn?: (signIn: FinishedSignIn) => Promise<SignInAnswer>;
  /** Configuration by pack name: `{ "tempograph": { "smtp": { … } } }`. */
  readonly config?: Readonly<Record<string, JsonObject>>;
  /** Must not throw and must not wait. */
  readonly onAttempt?: (report: AttemptReport) => void;
  readonly onLog?: (report: LogReport) => void;
  /** Logger for the host itself; it also gets the lines that nodes log, in addition to `onLog`. */
  readonly logger?: Logger;
  /** Identity in reports. Default `<pid>@<host>`. */
  readonly worker?: string;
  /** The longest time of one poll of a source. Default 60,000. */
  readonly maxPollMs?: number;
  /** The longest time of one lookup. Default 15,000. */
  readonly maxLookupMs?: number;
  /** Greatest size of an output in bytes of JSON. Default 1 MiB. */
  readonly maxOutputBytes?: number;
}

export interface ActivityHost {
  /** For `Worker.create({ activities })`: one per node type, of the same name, and `default` for unknown ones. */
  readonly activities: Readonly<Record<string, NodeActivity>>;
  /** Of every node type, sorted by type. */
  readonly manifests: readonly NodeTypeManifest[];
  /** Of every connection type, sorted by type. */
  readonly connectionTypes: readonly ConnectionTypeManifest[];
  /** Of every source, sorted by type. */
  readonly sourceTypes: readonly SourceTypeManifest[];
  /** One poll of a source, for triggers. */
  readonly pollSource: PollSource;
  /** Single nodes, for the conditions of triggers. */
  readonly prepareLookup: PrepareLookup;
  /** Closes idle connections. */
  close(): Promise<void>;
}
