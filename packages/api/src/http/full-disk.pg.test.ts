import { createTestDatabase, waitFor, withAdminClient, type TestDatabase } from "@tempograph/testing";
import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

// A database whose tables lie on a small file system of their own, which is filled. Only root may mount one.

const folder = mkdtempSync(join(tmpdir(), "tempograph-full-disk-"));
const isMounted = mount();
let database: TestDatabase;
let space: string;
let api: TestApi;

function mount(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Statements on another database of the server than the one that is moved. */
function administer(...statements: readonly string[]): Promise<void> {
  const admin = new URL(database.url);
  admin.pathname = "/postgres";
  return withAdminClient(admin.href, async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

beforeAll(async () => {
  if (!isMounted) return;
  database = await createTestDatabase();
  space = `space_${database.name}`;
  await withAdminClient(database.url, async (client) => {
    const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
    const { uid, gid } = statSync(`/proc/${String(rows[0]!.pid)}`);
    chownSync(folder, uid, gid);
  });
  await administer(
    `create tablespace ${space} location '${folder}'`,
    `alter database ${database.name} set tablespace ${space}`,
  );
  api = await startTestApi({ databaseUrl: database.url });
});
afterAll(async () => {
  if (isMounted) {
    await api.stop();
    await database.drop();
    await administer(`drop tablespace ${space}`);
    execFileSync("umount", [folder]);
  }
  rmSync(folder, { recursive: true });
});

test.runIf(isMounted)(
  "a full disk of Postgres refuses events with 503, turns /ready red, and passes by itself",
  async () => {
    const ready = async () => (await fetch(`${api.url}/ready`)).status;
    const send = () =>
      api.request(
        "POST",
        "/events",
        { specversion: "1.0", id: crypto.randomUUID(), type: "t", source: "s", data: "x".repeat(100_000) },
        { "content-type": "application/cloudevents+json" },
      );
    expect((await send()).status).toBe(202);
    expect(await ready()).toBe(200);

    await fill();
    await waitFor(async () => (await send()).status !== 202);
    const refused = await send();
    expect(refused).toMatchObject({ status: 503, body: { code: "DATABASE_UNAVAILABLE", retryable: true } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await ready()).toBe(503);
    const { parts } = (await api.request("GET", "/health")).body;
    expect(parts[0]).toMatchObject({
      name: "postgres",
      ok: false,
      message: expect.stringMatching(/stores nothing.*space/s),
    });
    // What only reads goes on.
    expect((await api.request("GET", "/executions")).status).toBe(200);

    await api.db.schema.dropTable("filler").execute();
    expect(await ready()).toBe(200);
    expect((await send()).status).toBe(202);
  },
);

/** Until no row fits any more. */
async function fill(): Promise<void> {
  await withAdminClient(database.url, async (client) => {
    await client.query("create table filler (bytes text)");
    for (const rows of [1_000, 1])
      for (;;) {
        const filled = client.query(
          `insert into filler select repeat(md5(random()::text), 60) from generate_series(1, ${String(rows)})`,
        );
        const error = await filled.then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error === undefined) continue;
        expect(error).toMatchObject({ code: "53100" });
        break;
      }
  });
}
