import type { Client } from "@temporalio/client";
import type { Client as PostgresClient } from "pg";
import type { Database, TriggerRow } from "@tempograph/db";
import type {
  Json,
  JsonObject,
  PollAnswer,
  PollRequest,
  Problem,
  Trigger,
  TriggerDescription,
} from "@tempograph/graph";
import type { KeyRing, Logger } from "@tempograph/runtime";

/** An event that a source makes. Its `source` is the row's; `type` and `data` are what the kind's documentation says. */
export interface SourceEvent {
  readonly project: string;
  readonly type: string;
  readonly source: string;
  readonly subject?: string;
  /** RFC 3339. */
  readonly time?: string;
  readonly data: Json;
  /** A second event with the same key and content is not stored. */
  readonly idempotencyKey: string;
}

/**
 * Stores events, all or none (I1). `db` may be a transaction, so that events and the position of what has been read are stored together.
 * The outcome `conflict` says that the key belongs to an event with other content, which is not stored.
 */
export type Ingest = (
  db: Database,
  events: readonly SourceEvent[],
) => Promise<readonly { readonly outcome: "stored" | "deduplicated" | "conflict"; readonly id: string }[]>;

/** What a running half works with, in a worker. */
export interface TriggerDeps {
  readonly db: Database;
  readonly ingest: Ingest;
  readonly client: Client;
  readonly taskQueue: string;
  readonly logger: Logger;
  /** Absent where there are no sources. */
  readonly pollSource?: PollSource | undefined;
  /** Opens a database of users, with the rights of a workflow and under the egress rules of its project (I11). */
  readonly openPostgres: OpenPostgres;
}

/** A client that is logged in, and belongs to the caller. Its connection breaks when the signal aborts. */
export type OpenPostgres = (request: {
  readonly project: string;
  readonly workflowId: string;
  /** The name of a connection. */
  readonly connection: string;
  readonly replication?: boolean;
  readonly signal: AbortSignal;
}) => Promise<PostgresClient>;

/** What a kind works with while it follows a trigger. */
export interface Following {
  /** Aborts when the trigger is paused, changed or ended, when another worker has taken it, or when this one stops. */
  readonly signal: AbortSignal;
  /**
   * Stores events in the transaction that makes sure that this worker still follows the trigger, and that nobody has paused it: an event
   * that is stored while its trigger is paused would start nothing. Throws otherwise.
   */
  store(events: readonly SourceEvent[]): Promise<void>;
  /** Changes fields of what the kind keeps, if this worker still follows the trigger. Throws otherwise. */
  keep(changes: JsonObject): Promise<void>;
}

/** Asks a source what is new. It throws errors with `code`, `message` and `hint`, and perhaps `retryAfterMs`. */
export type PollSource = (request: PollRequest & { readonly signal: AbortSignal }) => Promise<PollAnswer>;

/** What comes of a trigger whose time has come. All of it is stored in one transaction, or none of it. */
export interface DueResult {
  readonly events: readonly SourceEvent[];
  /** What the kind keeps until the next time. */
  readonly state: JsonObject;
  readonly nextInMs: number;
  /** What keeps the trigger from working, for people. */
  readonly problem?: { readonly code: string; readonly message: string; readonly hint: string };
}

/**
 * A kind of trigger: its description, and its running half. A running half only makes stored events; what an event starts is decided by
 * the dispatcher alone.
 */
export interface TriggerKind {
  readonly description: TriggerDescription;
  /**
   * What keeps the trigger from being published, beyond what the description knows: an address that another workflow has. In the
   * transaction that publishes; with `secrets` it can look whether a secret is of use. Paths are JSON Pointers into the trigger.
   */
  check?(tx: Database, trigger: PublishedTrigger, secrets?: SecretsOfProject): Promise<readonly Problem[]>;
  /** The same for all triggers of the kind in a version together, of which there is at least one. Paths are JSON Pointers into the version. */
  checkAll?(tx: Database, workflowId: string, triggers: readonly PlacedTrigger[]): Promise<readonly Problem[]>;
  /**
   * Carries the row's state to the outside: what `active`, `paused` and `ended` mean there. Idempotent, because it is called again after
   * a failure or a crash. Throw `TriggerSyncError` for what a person has to mend; every other error is tried again, too.
   */
  sync?(deps: TriggerDeps, row: TriggerRow): Promise<void>;
  /**
   * Called from time to time, in each worker: finds what somebody has changed outside by hand, and has it brought into line again.
   */
  look?(deps: TriggerDeps): Promise<void>;
  /**
   * The state of a trigger that was stopped because what it reads was lost, and that somebody lets go on without it. Null: it was not
   * stopped.
   */
  goOn?(state: JsonObject, now: string): JsonObject | null;
  /**
   * Reads what happens outside for as long as the trigger is live, until the signal aborts. One worker at a time does so, and only after
   * `sync` has succeeded; also for a paused trigger, which must not store events. What it throws is shown as the trigger's problem, and it
   * is called again later.
   */
  follow?(deps: TriggerDeps, row: TriggerRow, following: Following): Promise<void>;
  /**
   * Called under a lease when `next_at` of an active row has come. It only asks: what it answers is stored if the lease still holds, and
   * the trigger was neither paused nor changed. After a crash it is called again with the state of before.
   */
  due?(deps: TriggerDeps, row: TriggerRow, signal: AbortSignal): Promise<DueResult>;
}

/** What opens the secrets of a project's connections. */
export interface SecretsOfProject {
  readonly project: string;
  readonly masterKeys: KeyRing;
}

/** A trigger of a version that is about to be published. */
export interface PublishedTrigger {
  readonly trigger: Trigger & { readonly id: string };
  readonly workflowId: string;
  /** The `source` of its events; null if the kind has none of its own. */
  readonly source: string | null;
}

/** A trigger of a version, with its place: `/triggers/0`. */
export interface PlacedTrigger {
  readonly trigger: Trigger;
  readonly path: string;
}

/** Why the outside cannot follow, for the people who have published the trigger. */
export class TriggerSyncError extends Error {
  override readonly name = "TriggerSyncError";
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}
