import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { resolveTemporalBinary } from "@tempograph/local-stack";
import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSteeredStack, type SteeredStack } from "./support/start-steered-stack.ts";

// I15 on the whole stack: somebody who only reaches Temporal, with its own command line, and keys that change while executions run.

const folder = mkdtempSync(join(tmpdir(), "tempograph-keys-"));
const keysFile = join(folder, "signing-keys.json");
const newSecret = (): string => randomBytes(32).toString("base64");
const first = newSecret();

/** Replaces the file as a whole, as `npm run keys` does. */
function writeKeys(current: string, keys: Readonly<Record<string, string>>): void {
  writeFileSync(`${keysFile}.new`, JSON.stringify({ current, keys }), { mode: 0o600 });
  renameSync(`${keysFile}.new`, keysFile);
}

let steered: SteeredStack;
beforeAll(async () => {
  writeKeys("first", { first });
  steered = await startSteeredStack({ TEMPOGRAPH_SIGNING_KEYS_FILE: keysFile });
}, 120_000);
afterAll(async () => {
  await steered?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

//  ask ─approved─▶ pay
async function ask(): Promise<string> {
  const nodes = [
    { id: "ask", type: "approval", data: { title: "?", approvers: ["role:finance"] } },
    { id: "pay", type: "set", data: { values: { paid: true } } },
  ];
  const [id = ""] = await steered.run(nodes, [{ id: "e", source: "ask", target: "pay", sourceHandle: "approved" }]);
  await steered.stepIs(id, "ask", "waiting");
  return id;
}

const decide = (id: string) =>
  steered.rest("POST", `/executions/${id}/approvals/decide`, { path: "ask", decision: "approved" }, "fin");

/** How the execution refuses an operation that changes nothing. */
const codeOf = async (id: string): Promise<string> =>
  (await steered.rest("POST", `/executions/${id}/resume`, {})).body.code as string;

/** The API reads a changed file of keys within a second. */
const answers = (id: string, code: string) => waitFor(async () => (await codeOf(id)) === code, { what: code });

async function temporal(...args: readonly string[]): Promise<string> {
  const { path } = await resolveTemporalBinary();
  const { stdout } = await promisify(execFile)(path, [...args, "--address", steered.temporalAddress]);
  return stdout;
}

test("Temporal's command line cannot decide as somebody else: refused, nothing in history, and the true decision counts", async () => {
  const id = await ask();
  const eventsOf = async (): Promise<number> =>
    JSON.parse(await temporal("workflow", "show", "--workflow-id", id, "--output", "json")).events.length as number;
  const before = await eventsOf();
  const by = { name: "fin", roles: ["finance", "admin"] };
  const operation = { name: "decide", path: "ask", decision: "approved" };
  const request = JSON.stringify({ id: "forged", by, time: Date.now(), operation });
  const forged = temporal("workflow", "update", "execute", "--workflow-id", id, "--name", "steer", "--input", request);
  // Payload encryption hides the message of a failure, but not its type.
  await expect(forged).rejects.toThrow("OPERATION_NOT_SIGNED");
  expect(await eventsOf()).toBe(before);
  expect((await decide(id)).status).toBe(202);
  expect(await steered.ends(id)).toMatchObject({ status: "completed", mirrorOk: true });
  expect((await steered.step(id, "ask")).output).toMatchObject({ decision: "approved", by: "fin" });
});

test("Temporal's command line cannot run a node by itself, neither as the API does nor the activity of a node type", async () => {
  const request = {
    type: "http_call",
    input: { method: "GET", url: "https://example.com/" },
    nodeId: "node",
    idempotencyKey: "forged",
  };
  const signature = { expiresAt: Date.now() + 60_000, by: { first: "00".repeat(64) } };
  for (const [type, input] of [
    ["tempograph.runNode", request],
    ["tempograph.runNode", { ...request, signature }],
    ["http_call", request.input],
  ] as const) {
    const forged = temporal(
      ...["activity", "execute", "--activity-id", `run-node-main.${randomBytes(8).toString("hex")}`],
      ...["--type", type, "--task-queue", "tempograph", "--start-to-close-timeout", "20s"],
      ...["--schedule-to-close-timeout", "30s", "--output", "json", "--input", JSON.stringify(input)],
    );
    await expect(forged).rejects.toMatchObject({ stdout: expect.stringContaining("OPERATION_NOT_SIGNED") });
  }
});

test("the signing key is rotated while an execution waits; a lost key is named, and the execution goes on when it is back", async () => {
  const old = await ask();
  const second = newSecret();
  writeKeys("second", { first, second });
  expect((await decide(old)).status).toBe(202);
  expect(await steered.ends(old)).toMatchObject({ status: "completed" });

  const both = await ask();
  writeKeys("second", { second });
  // Workers ask for the public keys every five seconds. From then on an execution knows the new key.
  await waitFor(async () => (await codeOf(await ask())) === "NOT_PAUSED", { timeoutMs: 20_000, what: "the new key" });
  const third = newSecret();
  writeKeys("third", { third });
  await answers(both, "SIGNING_KEY_UNKNOWN");
  const refused = await decide(both);
  expect(refused).toMatchObject({ status: 409, body: { code: "SIGNING_KEY_UNKNOWN" } });
  for (const text of ["the key first", "Give the API the file of signing keys"])
    expect(JSON.stringify(refused.body)).toContain(text);
  writeKeys("third", { first, third });
  await answers(both, "NOT_PAUSED");
  expect((await decide(both)).status).toBe(202);
  expect(await steered.ends(both)).toMatchObject({ status: "completed", mirrorOk: true });
});
