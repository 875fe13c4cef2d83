import { forEveryProject, listRetentionRuns, openDatabase, setRetentionPolicy, type Database } from "@tempograph/db";
import { createLogger } from "@tempograph/runtime";
import { createTestDatabase, type TestDatabase } from "@tempograph/testing";
import { sql } from "kysely";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsV4Signer } from "aws4fetch";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRetention, type RetentionOptions } from "./create-retention.ts";
import { exportToFolder } from "./export-to-folder.ts";
import { exportToS3 } from "./export-to-s3.ts";

let database: TestDatabase;
let db: Database;
let folder: string;
let store: Server;
let takes: (name: string, body: string, isSigned: boolean) => number;
beforeAll(async () => {
  database = await createTestDatabase();
  db = forEveryProject(openDatabase(database.url));
  folder = await mkdtemp(join(tmpdir(), "retention-"));
  await sql`insert into workflows (id, name, draft) values ('wf', 'w', '{}')`.execute(db);
  await setRetentionPolicy(db, { workflowId: null, historyDays: null, valueDays: null, shapeDays: 5, by: "kim" });
  store = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      void isSigned(request.url!, request.headers, body).then((signed) => {
        response.writeHead(takes(request.url!, body.toString(), signed));
        response.end("<Error><Code>SlowDown</Code></Error>");
      });
    });
  });
  await new Promise<void>((listening) => void store.listen(0, "127.0.0.1", listening));
});
/** The process that had the lease is gone, and its time has run out. */
const release = () => sql`update retention_state set lease_until = now()`.execute(db);
beforeEach(async () => {
  await release();
  await sql`truncate executions, events, steps, history_events cascade`.execute(db);
  await sql`insert into events (id, type, source, time, data, fingerprint, received_at, dispatched_at)
    select 'e' || n, 't', 's', now(), '{"a":"ä"}', '', now() - interval '9 days', now() from generate_series(1, 5) n`.execute(
    db,
  );
  await sql`insert into executions (id, workflow_id, workflow_version, event_id, trigger_id, status, run_id, mirror_ok, closed_at)
    select 'x' || n, 'wf', 1, 'e' || n, 't', 'completed', 'r', true, now() - interval '8 days' - n * interval '1 s'
      from generate_series(1, 5) n`.execute(db);
  await sql`insert into history_events (execution_id, run_id, event_id, event_type, event_time, attributes)
    select 'x' || n, 'r', m, 'T', now(), '{}' from generate_series(1, 5) n, generate_series(1, 10) m`.execute(db);
});
afterAll(async () => {
  store.close();
  await rm(folder, { recursive: true });
  await db.destroy();
  await database.drop();
});

/** Computes the signature anew from what arrived. */
async function isSigned(url: string, headers: NodeJS.Dict<string | string[]>, body: Buffer): Promise<boolean> {
  const sent = String(headers["authorization"]);
  const signer = new AwsV4Signer({
    ...{ method: "PUT", url: `http://${String(headers["host"])}${url}`, accessKeyId: "key", secretAccessKey: "secret" },
    ...{ service: "s3", region: "eu-west-1", datetime: String(headers["x-amz-date"]), body: Uint8Array.from(body) },
    headers: {
      "content-type": String(headers["content-type"]),
      "x-amz-content-sha256": String(headers["x-amz-content-sha256"]),
    },
  });
  return sent.includes("Credential=key/") && (await signer.sign()).headers.get("authorization") === sent;
}

const s3 = () =>
  exportToS3({
    ...{ bucket: "old", prefix: "a b/", endpoint: `http://127.0.0.1:${String((store.address() as AddressInfo).port)}` },
    ...{ region: "eu-west-1", accessKeyId: "key", secretAccessKey: "secret" },
  });
const retention = (options: Partial<RetentionOptions> = {}) =>
  createRetention({
    ...{ db, logger: createLogger({ service: "test", level: "silent" }), target: exportToFolder(folder) },
    ...{ temporalMs: () => Promise.resolve(0), bounds: { executions: 2 }, ...options },
  });
const left = async () => {
  const { rows } = await sql<{ left: string }>`select (select count(*) from executions) || ' executions, ' ||
    (select count(*) from events) || ' events, ' || (select count(*) from history_events) || ' history' as left`.execute(
    db,
  );
  return rows[0]!.left;
};

test("a batch that is cut short before or after its removal is neither lost nor doubled in the export", async () => {
  let calls = 0;
  const cut = (at: string, nth: number) =>
    retention({
      faultPoint(point) {
        if (point === at && ++calls === nth) throw new Error("killed");
      },
    }).removeAll();
  await expect(cut("retention.exported", 2)).rejects.toThrow("killed");
  expect(await left()).toBe("3 executions, 3 events, 30 history");
  await release();
  calls = 0;
  await expect(cut("retention.removed", 1)).rejects.toThrow("killed");
  await release();
  await retention().removeAll();
  expect(await left()).toBe("0 executions, 0 events, 0 history");

  const files = (await readdir(folder, { recursive: true })).sort();
  const lines: string[] = [];
  for (const name of files.filter((file) => file.endsWith(".manifest.json"))) {
    const manifest = JSON.parse(await readFile(join(folder, name), "utf8"));
    const text = await readFile(join(folder, manifest.file), "utf8");
    expect(createHash("sha256").update(text).digest("hex")).toBe(manifest.sha256);
    lines.push(...text.split("\n").slice(0, -1));
    expect(manifest.rows).toBe(text.split("\n").length - 1);
  }
  expect(files.some((file) => file.endsWith(".part"))).toBe(false);
  const keys = lines.map((line) => {
    const { table, row } = JSON.parse(line);
    return `${table} ${row.id ?? row.execution_id}${row.event_id === undefined ? "" : `/${row.event_id}`}`;
  });
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => key.startsWith("executions")).sort()).toEqual(
    [1, 2, 3, 4, 5].map((n) => `executions x${n}/e${n}`),
  );
  expect(keys.filter((key) => key.startsWith("history_events"))).toHaveLength(50);
  expect(lines.join("")).toContain('"ä"');
});

test("nothing is removed that the store has not taken, and the reason is told", async () => {
  const stored = new Map<string, string>();
  takes = () => 503;
  await expect(retention({ target: s3() }).removeAll()).rejects.toThrow("The store answered 503 (SlowDown)");
  expect(await left()).toBe("5 executions, 5 events, 50 history");
  const { rows } = await sql`select problem from retention_state`.execute(db);
  expect(rows).toEqual([{ problem: expect.stringContaining("503") }]);
  await release();
  takes = (name, body, signed) => {
    stored.set(name, body);
    return signed ? 200 : 403;
  };
  await retention({ target: s3() }).removeAll();
  expect(await left()).toBe("0 executions, 0 events, 0 history");
  expect([...stored.keys()].every((name) => name.startsWith("/old/a%20b/main/"))).toBe(true);
  expect([...stored.values()].join("").match(/"table":"executions"/g)).toHaveLength(5);
  expect((await sql`select problem from retention_state`.execute(db)).rows).toEqual([{ problem: null }]);
  // What failed stays in the list of runs.
  const [done, failed] = await listRetentionRuns(db, 2);
  expect(failed).toMatchObject({ removedRows: 0, exportedRows: 0, problem: expect.stringContaining("SlowDown") });
  // Rows of history are exported and deleted, as are executions; an event goes with its execution.
  expect(done).toMatchObject({ removedRows: 60, exportedRows: 60, problem: null });
  expect(done!.exportedBytes).toBe(
    [...stored]
      .filter(([name]) => name.endsWith(".ndjson"))
      .reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0),
  );
  for (const { startedAt, endedAt } of [done!, failed!])
    expect(endedAt!.getTime()).toBeGreaterThanOrEqual(startedAt.getTime());
});

test("one worker removes at a time, and nothing goes before Temporal forgets it", async () => {
  await sql`update retention_state set holder = 'other', lease_until = now() + interval '1 hour'`.execute(db);
  expect(await retention().removeAll()).toBe(0);
  await release();
  expect(await retention({ temporalMs: () => Promise.resolve(30 * 86_400_000) }).removeAll()).toBe(0);
  expect(await left()).toBe("5 executions, 5 events, 50 history");
});

test("a project of which nothing can be removed does not keep it from another one", async () => {
  await sql`insert into projects (id, name) values ('a', 'a') on conflict do nothing`.execute(db);
  await sql`insert into workflows (id, project, name, draft) values ('wf_a', 'a', 'w', '{}')`.execute(db);
  await sql`insert into retention_policies (project, shape_days, updated_by) values ('a', 5, 'kim')`.execute(db);
  await sql`update events set project = 'a' where id = 'e5'`.execute(db);
  await sql`update executions set project = 'a', workflow_id = 'wf_a' where id = 'x5'`.execute(db);
  const write = exportToFolder(folder).write;
  const target = {
    place: folder,
    write: (name: string, text: string) =>
      name.startsWith("a/") ? Promise.reject(new Error("full")) : write(name, text),
  };
  const own = retention({ target });
  for (let round = 0; round < 4; round += 1) {
    await own.removeAll().catch(() => undefined);
    await release();
  }
  expect(await left()).toBe("1 executions, 1 events, 10 history");
  await sql`delete from retention_policies where project = 'a'`.execute(db);
});
