import { execFile } from "node:child_process";
import { copyFileSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { resolveTemporalBinary } from "@tempograph/local-stack";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSteeredStack, type SteeredStack } from "./support/start-steered-stack.ts";

// All three kinds of keys are exchanged with the commands that the guides name, while executions with connections and approvals run.

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const run = promisify(execFile);

let steered: SteeredStack;
let files: Readonly<Record<"payload" | "master" | "signing", string>>;
beforeAll(async () => {
  steered = await startSteeredStack();
  const fileOf = (...path: string[]) => join(steered.dataDir, ...path);
  files = {
    payload: fileOf("payload-keys.json"),
    master: fileOf("keys", "master-keys.json"),
    signing: fileOf("signing-keys.json"),
  };
  const connection = {
    ...{ name: "crm", type: "http.bearer", allowedHosts: [`http://${steered.host}`, steered.host] },
    fields: { token: "token-of-crm" },
  };
  expect((await steered.rest("POST", "/connections", connection)).status).toBe(201);
}, 120_000);
afterAll(async () => await steered?.stop(), 30_000);

async function npm(...args: readonly string[]): Promise<string> {
  const { databaseUrl, dataDir } = steered;
  const env = {
    DATABASE_URL: databaseUrl,
    TEMPOGRAPH_MIGRATION_DATABASE_URL: databaseUrl,
    TEMPOGRAPH_DATA_DIR: dataDir,
  };
  const { stdout } = await run("npm", ["run", "--silent", ...args], { cwd: ROOT, env: { ...process.env, ...env } });
  return stdout;
}

const currentOf = (file: string) => (JSON.parse(readFileSync(file, "utf8")) as { current: string }).current;

/** ask ─approved─▶ call, which needs the connection */
const nodes = (settings: object = {}) => [
  { id: "ask", type: "approval", data: { title: "?", approvers: ["role:finance"] } },
  { id: "call", type: "http_call", data: { url: `http://${steered.host}/call`, connection: "crm" }, settings },
];
const edges = [{ id: "e", source: "ask", target: "call", sourceHandle: "approved" }];

async function decided(id: string): Promise<void> {
  await steered.stepIs(id, "ask", "waiting");
  const body = { path: "ask", decision: "approved" };
  const answer = await steered.rest("POST", `/executions/${id}/approvals/decide`, body, "fin");
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 202 });
}

async function completes(id: string): Promise<void> {
  await decided(id);
  expect(await steered.ends(id)).toMatchObject({ status: "completed", mirrorOk: true });
}

/** The payloads of an execution as Temporal stores them. */
async function stored(id: string): Promise<string> {
  const { path } = await resolveTemporalBinary();
  const args = ["workflow", "show", "--workflow-id", id, "--output", "json", "--address", steered.temporalAddress];
  const { stdout } = await run(path, args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.replaceAll(/"([A-Za-z0-9+/]{8,}={0,2})"/g, (_, text: string) =>
    Buffer.from(text, "base64").toString("latin1"),
  );
}

test("master key, payload key and signing key are exchanged, and nothing fails", { timeout: 180_000 }, async () => {
  const before = await steered.run(nodes(), edges, 3);
  const ended: string[] = [];
  let stop = false;
  const traffic = async () => {
    while (!stop) {
      const [id = ""] = await steered.run(nodes(), edges);
      await completes(id);
      ended.push(id);
    }
  };
  const running = Promise.all([traffic(), traffic()]);
  await waitFor(() => ended.length > 0);

  const old = { payload: currentOf(files.payload), master: currentOf(files.master), signing: currentOf(files.signing) };
  for (const file of Object.values(files)) await npm("keys", "--", "rotate", file);
  const done = JSON.parse(await npm("connections:rewrap")) as object;
  expect(done).toEqual({ current: currentOf(files.master), rewrapped: 1, failed: [] });
  await npm("keys", "--", "remove", files.master, old.master);
  for (const [kind, id] of Object.entries(old)) expect(currentOf(files[kind as keyof typeof files])).not.toBe(id);

  await waitFor(async () => (await stored(ended.at(-1)!)).includes(currentOf(files.payload)), {
    ...{ timeoutMs: 60_000, what: "an execution whose payloads have the new key" },
  });
  stop = true;
  await running;
  for (const id of before) await completes(id);
  expect([...steered.authorizations]).toEqual(["Bearer token-of-crm"]);
});

test(
  "a lost master key is named with what to do, and the step goes on when the key is back",
  { timeout: 90_000 },
  async () => {
    const kept = `${files.master}.kept`;
    const other = `${files.master}.other`;
    copyFileSync(files.master, kept);
    await npm("keys", "--", "rotate", other);
    renameSync(other, files.master);
    const tried = async () =>
      (
        await steered.rest("POST", "/node-types/http_call/run", {
          data: { url: `http://${steered.host}/x`, connection: "crm" },
        })
      ).body.error as { code: string; message: string; hint: string } | undefined;
    const lost = await waitFor(async () => await tried(), { timeoutMs: 20_000, what: "the missing key" });
    expect(lost).toMatchObject({
      code: "CONNECTION_KEY_MISSING",
      message: expect.stringContaining(`"${currentOf(kept)}"`),
    });
    expect(lost.hint).toContain("Put the key");

    const retry = { maximumAttempts: 200, initialInterval: "200ms", backoffCoefficient: 1 };
    const [id = ""] = await steered.run(nodes({ retry }), edges);
    await decided(id);
    await waitFor(async () => (await steered.step(id, "call"))?.attemptCount > 1, {
      timeoutMs: 20_000,
      what: "another attempt",
    });
    renameSync(kept, files.master);
    expect(await steered.ends(id)).toMatchObject({ status: "completed", mirrorOk: true });
  },
);
