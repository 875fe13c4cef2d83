import { jsonb, type Database } from "@tempograph/db";
import { connectionTypes } from "./connection-types.ts";
import { smallGraph } from "./graphs.ts";
import { insertExecution, insertUpdate, type TestApi } from "./start-test-api.ts";

/** Stands in every text that `fillMain` stores. */
export const CANARY = "canary-of-main";

/** What `fillMain` has stored, by what its ids begin with. */
export type FilledIds = Readonly<Record<"wf" | "evt" | "exe" | "blk" | "tok" | "con", string>>;

/** An id of the same form that nobody has. */
export const absent = (id: string): string => `${id.slice(0, -4)}zzzz`;

/** Stores something of each kind in the project `main`. */
export async function fillMain(api: TestApi): Promise<FilledIds> {
  const graph = {
    ...smallGraph,
    nodes: smallGraph.nodes.map((node) =>
      node.id === "notify" ? { ...node, data: { ...node.data, message: CANARY } } : node,
    ),
  };
  const wf = (await api.request("POST", "/workflows", { name: CANARY, description: CANARY, graph })).body.id as string;
  const evt = (await api.request("POST", "/events?type=t", { [CANARY]: CANARY })).body.id as string;
  const exe = await insertExecution(api.db, wf, { status: "running" });
  await api.db
    .insertInto("steps")
    .values([
      { ...step(exe, "notify"), type: "send_notification", status: "incident", failure: jsonb({ code: CANARY }) },
      { ...step(exe, "ask"), type: "approval", status: "waiting", input: jsonb({ title: CANARY }) },
    ])
    .execute();
  await api.db
    .insertInto("step_logs")
    .values({ execution_id: exe, path: "notify", attempt: 1, level: "info", message: CANARY, at: new Date() })
    .execute();
  await api.db
    .insertInto("step_attempts")
    .values({ execution_id: exe, path: "notify", attempt: 1, worker: CANARY })
    .execute();
  await api.db
    .insertInto("history_events")
    .values({
      ...{ execution_id: exe, run_id: "run", event_id: 1, event_type: CANARY, event_time: new Date() },
      attributes: jsonb({ [CANARY]: CANARY }),
    })
    .execute();
  await insertUpdate(api.db, exe, { kind: "log", key: "log:1", body: { message: CANARY } });
  const bulk = await api.request("POST", "/bulk", { filter: { workflowId: wf }, action: { kind: "pause" } });
  const token = await api.request("POST", "/tokens", { name: CANARY, roles: [CANARY] });
  for (const type of connectionTypes)
    await api.db
      .insertInto("connection_types")
      .values({ type: type.type, manifest: jsonb(type) as never })
      .execute();
  const connection = await api.request("POST", "/connections", {
    ...{ name: CANARY, description: CANARY, type: "http.bearer", allowedHosts: [`${CANARY}.example`] },
    fields: { token: CANARY, testUrl: `https://${CANARY}.example` },
  });
  await api.request("PUT", "/state", { workflowId: wf, key: "notify", value: CANARY });
  return { wf, evt, exe, blk: bulk.body.id, tok: token.body.id, con: connection.body.id };
}

const step = (execution_id: string, path: string) =>
  ({ execution_id, path, node_id: path, position: 0, known_from: "history" }) as const;

/** Everything that `main` has stored, one text for each row, in an order that does not depend on how Postgres finds the rows. */
export async function everythingOfMain(db: Database): Promise<readonly string[]> {
  const owned = ["workflows", "events", "executions", "state_entries", "audit_log"] as const;
  const ids = (table: "workflows" | "executions" | "bulk_jobs") =>
    db
      .selectFrom(table as "workflows")
      .select("id")
      .where("project", "=", "main");
  const hanging = [
    db.selectFrom("workflow_versions").selectAll().where("workflow_id", "in", ids("workflows")),
    db.selectFrom("steps").selectAll().where("execution_id", "in", ids("executions")),
    db.selectFrom("execution_updates").selectAll().where("execution_id", "in", ids("executions")),
    db.selectFrom("bulk_items").selectAll().where("job_id", "in", ids("bulk_jobs")),
  ];
  const found = [
    // Without the lease, which the job's own process renews.
    await db.selectFrom("bulk_jobs").select(["id", "status", "done"]).where("project", "=", "main").execute(),
    await db.selectFrom("tokens").select(["id", "name", "revoked_at"]).where("project", "=", "main").execute(),
    await db.selectFrom("connections").selectAll().where("project", "=", "main").execute(),
    ...(await Promise.all(
      owned.map((table) =>
        db
          .selectFrom(table as "workflows")
          .selectAll()
          .where("project", "=", "main")
          .execute(),
      ),
    )),
    ...(await Promise.all(hanging.map((rows) => rows.execute()))),
  ];
  return found
    .flat()
    .map((row) => JSON.stringify(row))
    .toSorted();
}
