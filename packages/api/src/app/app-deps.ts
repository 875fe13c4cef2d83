import type { AuditLog, ProjectDatabase } from "@tempograph/db";
import type { EventInput, IngestResult, LiveTriggerSets } from "@tempograph/dispatch";
import type { Compute } from "../compute/compute.ts";
import type { Limiter } from "../http/rate-limits.ts";
import type { KeyRing } from "@tempograph/runtime";
import type { LiveUpdates } from "../live/live-updates.ts";
import type { NodeRunner } from "../temporal/node-runner.ts";
import type { PayloadAccess } from "./payload-access.ts";
import type { Quota } from "./quota.ts";
import type { Searches } from "./searches.ts";
import type { Supervisor } from "./supervisor.ts";
import type { TemporalGateway } from "../temporal/temporal-gateway.ts";

/** What the operations need, for the callers of one project. */
export interface AppDeps {
  readonly project: string;
  /** Shows and writes only the rows of this project (I13). */
  readonly db: ProjectDatabase;
  /** Stores events for the dispatcher and answers after the commit (I1), with one result for each event in their order. */
  readonly events: (events: readonly EventInput[]) => Promise<readonly IngestResult[]>;
  /** The triggers that were live when an event was stored, as dispatchers ask them. */
  readonly liveTriggers: LiveTriggerSets;
  readonly audit: AuditLog;
  readonly quota: Quota;
  readonly temporal: TemporalGateway;
  readonly nodes: NodeRunner;
  /** Payloads as they stand in Temporal. */
  readonly payloads: PayloadAccess;
  /** Encrypts the secrets of connections. The API decrypts those of the type `webhook.secret` only, to check who sends a webhook. */
  readonly masterKeys: KeyRing;
  /** The URL under which browsers reach the API, without a slash at the end. Undefined: it is not known. */
  readonly publicUrl: () => string | undefined;
  readonly live: LiveUpdates;
  /** The threads that work on graphs. */
  readonly compute: Compute;
  /** Reads what may search payloads. */
  readonly searches: Searches;
  /** What each token and address may ask for. */
  readonly limiter: Limiter;
  /** The runner of bulk jobs. */
  readonly bulk: { wake(): void };
  /** The parent process, if it takes requests. */
  readonly supervisor?: Supervisor | undefined;
  /** Temporal's namespace, for links into its Web UI. */
  readonly namespace: string;
  /** The URL of Temporal's Web UI, without a slash at the end. Undefined: answers hold no links to it. */
  readonly temporalUiUrl?: string | undefined;
}

/** What the operations need for the callers of a project. Calls with the same project give the same object. */
export type DepsOf = (project: string) => AppDeps;
