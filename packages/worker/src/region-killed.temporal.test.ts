import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { findExecutions, jsonb, listNodeTypes, openDatabase, type Database } from "@tempograph/db";
import { ingestEvents } from "@tempograph/dispatch";
import { definitionHash, freeze, INTERPRETER_VERSION } from "@tempograph/graph";
import { edges, graph, node } from "@tempograph/graph/conformance";
import {
  createTestDatabase,
  createTestNamespace,
  temporalAddress,
  uniqueTaskQueue,
  waitFor,
} from "@tempograph/testing";
import { publishTriggers } from "@tempograph/triggers";
import { afterAll, beforeAll, expect, test } from "vitest";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let config: string;
let server: Server;
const workers: ChildProcess[] = [];
/** The calls that have come, as their path and idempotency key. The one to `/third` is answered only when `isSlow` is over. */
const calls: { readonly path: string; readonly key: string }[] = [];
let isSlow = true;

beforeAll(async () => {
  server = createServer((request, response) => {
    calls.push({ path: request.url!, key: String(request.headers["idempotency-key"]) });
    if (request.url === "/third" && isSlow) return;
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  database = await createTestDatabase();
  db = openDatabase(database.url);
  config = JSON.stringify({
    databaseUrl: database.url,
    temporal: { namespace: await createTestNamespace(), connection: { address: temporalAddress() } },
    ...{ taskQueue: uniqueTaskQueue(), dataDir: fileURLToPath(new URL("../dist/test-data", import.meta.url)) },
    ...{ nodePacks: [], packConfig: {}, egressAllow: ["127.0.0.1"] },
    ...{ healthPort: 0, healthHost: "127.0.0.1", logLevel: "silent", unsignedOperations: true },
  });
});
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  server.closeAllConnections();
  server.close();
  await db.destroy();
  await database.drop();
});

function startWorkerProcess(): ChildProcess {
  const entry = fileURLToPath(new URL("test-kit/worker-process.ts", import.meta.url));
  const worker = spawn(process.execPath, ["--conditions=@tempograph/source", "--no-warnings", entry], {
    env: { ...process.env, WORKER_CONFIG: config, NODE_OPTIONS: "" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  workers.push(worker);
  return worker;
}

/** first ─▶ second ─▶ third ─▶ fourth      (burst) */
async function publish(): Promise<void> {
  const { port } = server.address() as AddressInfo;
  const all = ["first", "second", "third", "fourth"].map((id) => ({
    ...node(id, "http_call", { method: "POST", url: `http://127.0.0.1:${port}/${id}` }),
    settings: { idempotent: true },
  }));
  const what = graph(all, edges("first > second > third > fourth"), { durability: "burst" });
  const types = new Map((await listNodeTypes(db)).map((type) => [type.type, type]));
  const definition = freeze({ graph: what, types, workflow: { id: "wf_1", name: "Calls", version: 1 } });
  const triggers = [{ id: "t", eventType: "go" }];
  await db.transaction().execute(async (tx) => {
    const draft = jsonb({ graph: what, triggers });
    const versions = { published_version: 1, latest_version: 1 };
    await tx
      .insertInto("workflows")
      .values({ id: "wf_1", name: "Calls", draft, ...versions })
      .execute();
    await tx
      .insertInto("workflow_versions")
      .values({
        ...{ workflow_id: "wf_1", version: 1, graph: jsonb(what), triggers: jsonb(triggers) },
        ...{ definition: jsonb(definition), definition_hash: definitionHash(definition) },
        interpreter_version: INTERPRETER_VERSION,
      })
      .execute();
    await publishTriggers(tx, { workflowId: "wf_1", version: 1, triggers });
  });
}

test(
  "I5: a worker is killed with -9 in the middle of a region; the steps run again with the same keys, and each ends once",
  { timeout: 120_000 },
  async () => {
    const doomed = startWorkerProcess();
    await waitFor(async () => (await listNodeTypes(db)).some(({ type }) => type === "http_call"), {
      timeoutMs: 40_000,
    });
    await publish();
    await ingestEvents(db, [{ type: "go", data: {} }]);
    await waitFor(() => calls.some(({ path }) => path === "/third"), { timeoutMs: 40_000 });
    doomed.kill("SIGKILL");
    await once(doomed, "exit");
    isSlow = false;
    startWorkerProcess();
    const { id } = await waitFor(
      () => db.selectFrom("executions").select("id").where("status", "=", "completed").executeTakeFirst(),
      { timeoutMs: 60_000 },
    );
    const [execution] = await findExecutions(db, [id]);
    expect(execution).toMatchObject({ status: "completed", mirrorOk: true });
    const steps = await db
      .selectFrom("steps")
      .select(["path", "status"])
      .where("execution_id", "=", id)
      .orderBy("position")
      .execute();
    expect(steps).toEqual(["first", "second", "third", "fourth"].map((path) => ({ path, status: "completed" })));
    for (const path of ["/first", "/second", "/third", "/fourth"]) {
      const keys = calls.filter((call) => call.path === path).map(({ key }) => key);
      expect(keys.length).toBeGreaterThan(path === "/fourth" ? 0 : 1);
      expect(new Set(keys).size).toBe(1);
    }
  },
);
