import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, type Database } from "@tempograph/db";
import { Client, Connection } from "@temporalio/client";
import { sql } from "kysely";
import { runBenchmark, say, UsageError, type Measuring } from "../benchmark.ts";
import { startBenchStack, type BenchStack } from "../stack/start-bench-stack.ts";
import { publishWorkflow } from "../tempograph/publish-workflow.ts";

const HELP = `bench:steps: how long after its close in Temporal an execution of many steps has closed in the API.

  --items <n>,<n>  items of a for_each, a step each; default 10000,100000
  --rounds <n>     executions of each size without statistics, then as many after ANALYZE; default 3
  --data-dir <dir> databases and logs; default: a new folder under the system's temporary one, removed in the end
  --json           accepted: the last line on stdout is one JSON object in any case
`;

interface Sample {
  readonly items: number;
  readonly statistics: boolean;
  /** Milliseconds from the answer to the event until the close in Temporal. */
  readonly runMs: number;
  /** Milliseconds from the close in Temporal until the close of the row. */
  readonly mirrorMs: number;
  readonly steps: number;
  readonly events: number;
}

/** An execution that takes longer is taken for one that does not end. */
const MOST_MS = 1_800_000;

const options = { items: "10000,100000", rounds: 3, "data-dir": null } as const;

async function measureAll(
  { items, rounds }: { readonly items: string; readonly rounds: number },
  { dataDir, atEnd }: Measuring,
): Promise<object> {
  const sizes = items.split(",").map(Number);
  if (!sizes.every((size) => Number.isInteger(size) && size > 0))
    throw new UsageError(`--items takes whole numbers with commas between them, such as 10000,100000; not ${items}.`);
  const stack = await startBenchStack({ dataDir: dataDir(), say });
  atEnd(stack.stop);
  const db = openDatabase(stack.postgres.url, { applicationName: "tempograph bench", max: 1 });
  atEnd(() => db.destroy());
  const connection = await Connection.connect({ address: stack.temporal.address });
  atEnd(() => connection.close());
  const client = new Client({ connection, namespace: stack.temporal.namespace });
  await switchAutovacuumOff(db);
  const eventType = `bench.steps.${randomUUID()}`;
  const apiUrl = String(stack.tempograph.api.ready["url"]);
  const { token } = stack.tempograph;
  await publishWorkflow({ apiUrl, token, name: "Many steps", trigger: { eventType }, graph });
  const samples: Sample[] = [];
  for (const statistics of [false, true]) {
    if (statistics) await sql`analyze`.execute(db);
    for (const size of sizes)
      for (let round = 1; round <= rounds; round++) {
        const sample = await measure(stack, db, client, eventType, size, statistics);
        say(JSON.stringify(sample));
        samples.push(sample);
      }
  }
  const worst = (size: number, statistics: boolean): number =>
    Math.max(...samples.filter((at) => at.items === size && at.statistics === statistics).map((at) => at.mirrorMs));
  return {
    sizes: sizes.map((size) => ({
      items: size,
      withoutStatisticsMs: worst(size, false),
      withStatisticsMs: worst(size, true),
    })),
    samples,
  };
}

const graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    { id: "each", type: "for_each", data: { items: "{{ payload.items }}", result: "{{ item }}" } },
    { id: "keep", type: "set", parentId: "each", data: { values: { kept: "{{ item }}" } } },
  ],
  edges: [{ id: "start-each", source: "start", target: "each" }],
};

/** Measures one execution, from its event to the close of its row. */
async function measure(
  { tempograph }: BenchStack,
  db: Database,
  client: Client,
  type: string,
  count: number,
  statistics: boolean,
): Promise<Sample> {
  const items = Array.from({ length: count }, (_, n) => n);
  const response = await fetch(`${String(tempograph.api.ready["url"])}/events?type=${type}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${tempograph.token}` },
    body: JSON.stringify({ items }),
  });
  if (!response.ok) throw new Error(`POST /events answered ${response.status}: ${await response.text()}`);
  const sentAt = Date.now();
  const { id: eventId } = (await response.json()) as { id: string };
  for (;;) {
    if (Date.now() - sentAt > MOST_MS)
      throw new Error(`The execution of event ${eventId} has not closed within ${String(MOST_MS / 60_000)} minutes.`);
    const row = await db
      .selectFrom("executions")
      .select(["id", "status", "mirror_ok", "history_events", "failure"])
      .where("event_id", "=", eventId)
      .executeTakeFirst();
    if (row !== undefined && row.status !== "pending" && row.status !== "running") {
      const seenAt = Date.now();
      if (row.status !== "completed" || row.mirror_ok !== true)
        throw new Error(
          `${row.id} is ${row.status}, and its mirror ${row.mirror_ok ? "agrees" : "does not agree"} with Temporal: ${JSON.stringify(row.failure)}`,
        );
      const { closeTime } = await client.workflow.getHandle(row.id).describe();
      const { rows } = await sql<{ steps: number }>`
        select count(*)::integer as steps from steps where execution_id = ${row.id}`.execute(db);
      const closedAt = closeTime!.getTime();
      return {
        items: count,
        statistics,
        runMs: closedAt - sentAt,
        mirrorMs: seenAt - closedAt,
        steps: rows[0]!.steps,
        events: row.history_events ?? 0,
      };
    }
    await sleep(10);
  }
}

/** Switches autovacuum off, so that the tables have statistics only after this program's ANALYZE. */
async function switchAutovacuumOff(db: Database): Promise<void> {
  const tables = await db.introspection.getTables();
  for (const { name, isView } of tables)
    // A view has no rows of its own, and Postgres refuses the setting for it.
    if (!isView) await sql`alter table ${sql.table(name)} set (autovacuum_enabled = false)`.execute(db);
}

await runBenchmark({ help: HELP, options, measure: measureAll });
