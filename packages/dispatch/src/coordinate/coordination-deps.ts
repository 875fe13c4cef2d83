import type { Client } from "@temporalio/client";
import type { Database } from "@tempograph/db";

/** What the requests of one execution to another (calls, waits, locks, signals) need. */
export interface CoordinationDeps {
  readonly db: Database;
  readonly client: Client;
}
