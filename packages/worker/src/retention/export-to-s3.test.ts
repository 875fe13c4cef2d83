import { findBuiltTool, freePort, waitFor } from "@tempograph/testing";
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportLines } from "./export-lines.ts";
import { exportToS3, type S3Settings } from "./export-to-s3.ts";

// Against a store that others have written: the gateway of Versity keeps objects as files, and checks each signature and each hash.
const versitygw = findBuiltTool("versitygw");

describe.skipIf(versitygw === undefined)("an S3-compatible store", () => {
  let folder: string;
  let store: ChildProcess;
  let endpoint: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "s3-"));
    await mkdir(join(folder, "old"));
    const address = `127.0.0.1:${String(await freePort())}`;
    endpoint = `http://${address}`;
    store = spawn(versitygw!, ["--port", address, "--region", "eu-west-1", "posix", folder], {
      env: { ...process.env, ROOT_ACCESS_KEY: "key", ROOT_SECRET_KEY: "a/secret+key" },
      stdio: "ignore",
    });
    await waitFor(async () => (await fetch(endpoint)).status === 403, { timeoutMs: 20_000 });
  });
  afterAll(async () => {
    const exited = once(store, "exit");
    store.kill("SIGKILL");
    await exited;
    await rm(folder, { recursive: true });
  });

  const target = (settings: Partial<S3Settings> = {}) =>
    exportToS3({
      ...{ bucket: "old", prefix: "a b/ü+=&'(x)/", endpoint, region: "eu-west-1" },
      ...{ accessKeyId: "key", secretAccessKey: "a/secret+key", ...settings },
    });
  const batch = { project: "main", kind: "executions", level: 3, first: 1, last: 2, ids: ["x1"] } as const;
  const day = new Date("2026-01-02");

  test("takes a batch with its manifest under any prefix, and the same batch again", async () => {
    const lines = Array.from({ length: 10_000 }, (_, n) => JSON.stringify({ table: "steps", row: { n, a: "ä" } }));
    for (let round = 0; round < 2; round += 1) await exportLines(target(), { ...batch, day }, lines);
    const stored = join(folder, "old/a b/ü+=&'(x)/main/2026-01-02/executions-1-2-level3-");
    const same = createHash("sha256").update("x1").digest("hex").slice(0, 12);
    const text = await readFile(`${stored}${same}.ndjson`, "utf8");
    expect(text.split("\n").slice(0, -1)).toEqual(lines);
    const manifest = JSON.parse(await readFile(`${stored}${same}.manifest.json`, "utf8")) as {
      readonly sha256: string;
    };
    expect(createHash("sha256").update(text).digest("hex")).toBe(manifest.sha256);
  });

  test("refuses another secret, region or bucket, and the reason is told", async () => {
    const refusal = (settings: Partial<S3Settings>) => target(settings).write("f.ndjson", "{}\n");
    await expect(refusal({ secretAccessKey: "wrong" })).rejects.toThrow("403 (SignatureDoesNotMatch)");
    await expect(refusal({ bucket: "none" })).rejects.toThrow("404 (NoSuchBucket)");
    await expect(refusal({ region: "us-east-1" })).rejects.toThrow(
      /The store answered 40\d \(\w+\) to the file f.ndjson for old/,
    );
  });
});
