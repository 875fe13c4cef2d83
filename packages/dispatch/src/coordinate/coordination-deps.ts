import type { Client } from "@temporalio/client";
import type { Database } from "@tempograph/db";

/** What the operations between executions work with. */
export interface CoordinationDeps {
  readonly db: Database;
  readonly client: Client;
}
