import { watchGauges } from "@tempograph/runtime";
import type { Database } from "./open-database.ts";
import { poolOf } from "./opened-pool.ts";

/** Shows the use of a database's connections in the metrics of the process, until the returned function is called. */
export function watchPool(db: Database): () => void {
  const { pool } = poolOf(db);
  const name = "tempograph_postgres_connections";
  return watchGauges(() => [
    { name, labels: { state: "used" }, value: pool.totalCount - pool.idleCount },
    { name, labels: { state: "idle" }, value: pool.idleCount },
    { name, labels: { state: "most" }, value: pool.options.max },
    { name: "tempograph_postgres_waiting", labels: {}, value: pool.waitingCount },
  ]);
}
