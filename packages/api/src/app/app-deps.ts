import type { Database } from "@tempograph/db";
import type { EventInput, IngestResult } from "@tempograph/dispatch";
import type { LiveUpdates } from "../live/live-updates.ts";
import type { NodeRunner } from "../temporal/node-runner.ts";
import type { TemporalGateway } from "../temporal/temporal-gateway.ts";

/** What the use-cases stand on. */
export interface AppDeps {
  readonly db: Database;
  /** Stores events where the dispatcher finds them; answers after commit (I1), in their order. */
  readonly events: (events: readonly EventInput[]) => Promise<readonly IngestResult[]>;
  readonly temporal: TemporalGateway;
  readonly nodes: NodeRunner;
  readonly live: LiveUpdates;
  /** What works on bulk jobs. */
  readonly bulk: { wake(): void };
  /** Temporal's namespace, for links into its Web UI. */
  readonly namespace: string;
  /** Where Temporal's Web UI is, without a slash at the end; undefined: no links. */
  readonly temporalUiUrl?: string | undefined;
}
