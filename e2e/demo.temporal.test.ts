import { existsSync, lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockDataDir } from "@tempograph/local-stack";
import { waitFor } from "@tempograph/testing";
import { afterAll, expect, test } from "vitest";
import { askLocalhost } from "./support/ask-localhost.ts";
import { processesOf } from "./support/processes-of.ts";
import { reportOf, startDemo } from "./support/run-demo.ts";

// All tests use one data directory, in their order, so each start finds the data of the previous one.
const dataDir = mkdtempSync(join(tmpdir(), "tempograph-demo-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

//   start ─ notify ─ wait 1 s ─ call ─ branch ┬ CEO ── gift
//                                             └ else ─ drip
const STEPS = [
  { path: "start", type: "start", status: "completed" },
  { path: "notify", type: "send_notification", status: "completed", attempts: 1 },
  { path: "wait", type: "delay", status: "completed" },
  { path: "call", type: "http_call", status: "completed", attempts: 1 },
  { path: "branch", type: "branch", status: "completed" },
  { path: "gift", type: "send_notification", status: "completed", attempts: 1 },
  { path: "drip", type: "send_notification", status: "skipped", attempts: 0 },
];

/** Checks that no process, no lock and no record of a process is left, only the data. */
async function nothingIsLeft(): Promise<void> {
  await waitFor(() => processesOf(dataDir).length === 0, {
    what: `the end of ${JSON.stringify(processesOf(dataDir))}`,
  });
  for (const part of ["stack", "postgres", "temporal"]) lockDataDir(dataDir, part).release();
  for (const record of ["postgres.process.json", "temporal.process.json"])
    expect(existsSync(join(dataDir, record))).toBe(false);
}

/** What another account could read, write or enter in the data folder. */
function openToOthers(): readonly string[] {
  const entries = readdirSync(dataDir, { recursive: true, encoding: "utf8" });
  return entries.filter((entry) => (lstatSync(join(dataDir, entry)).mode & 0o077) !== 0);
}

/** Opens the address that the demo prints, as a browser does, and reads the input of the execution as the page does. */
async function webUiReads(address: URL): Promise<void> {
  const { origin, hostname, port, pathname, search } = address;
  expect(hostname).toMatch(/^ui-[0-9a-f]{20}\.localhost$/);
  // Under a name that other servers of this machine have, too, the browser would send them the key.
  expect((await fetch(`http://127.0.0.1:${port}${pathname}${search}`)).status).toBe(403);
  const signIn = await askLocalhost(address);
  const cookie = (signIn.headers.get("set-cookie") ?? "").split(";")[0]!;
  const page = signIn.headers.get("location") ?? "";
  const [, namespace, executionId] = /^\/namespaces\/([^/]+)\/workflows\/([^/]+)/.exec(page) ?? [];
  expect((await askLocalhost(origin + page, { headers: { cookie } })).status).toBe(200);
  expect((await askLocalhost(origin + page)).status).toBe(401);
  const settings = (await (await askLocalhost(`${origin}/api/v1/settings`, { headers: { cookie } })).json()) as Json;
  const codec = new URL(String(settings["Codec"]["Endpoint"]), origin);
  expect(codec.origin).toBe(origin);
  const path = `/api/v1/namespaces/${namespace}/workflows/${executionId}/history`;
  const { history } = (await (await askLocalhost(origin + path, { headers: { cookie } })).json()) as Json;
  const { payloads } = history.events[0].workflowExecutionStartedEventAttributes.input;
  expect(Buffer.from(payloads[0].metadata.encoding, "base64").toString()).toBe("binary/encrypted");
  const decode = (headers: Record<string, string>) =>
    askLocalhost(`${codec.href}/decode?preserveStorageRefs=true`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-namespace": String(namespace), ...headers },
      body: JSON.stringify({ payloads }),
    });
  const decoded = (await (await decode({ cookie, origin })).json()) as Json;
  expect(Buffer.from(decoded["payloads"][0].data, "base64").toString()).toContain('"lead"');
  expect((await decode({ origin })).status).toBe(401);
  expect((await decode({ cookie, origin: "http://evil.example" })).status).toBe(403);
}

// oxlint-disable-next-line typescript/no-explicit-any -- what comes back is what the test is about
type Json = any;

test("the demo completes, the mirror equals Temporal's history, and nothing is left behind", async () => {
  const run = await startDemo(dataDir, "--once", "--json").ended;
  const report = reportOf(run);
  expect(report).toMatchObject({
    executionId: expect.stringMatching(/^exe_/),
    status: "completed",
    steps: STEPS,
    // 6 events for each of 3 activities, 5 for the timer and 5 for the execution (I9).
    historyEvents: 28,
    mirror: { ok: true, temporal: 28, mirrored: 28, differences: [] },
    urls: {
      graphiql: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/graphiql$/),
      temporalUi: expect.stringContaining(String(report["executionId"])),
    },
  });
  for (const step of report.steps.filter(({ status }) => status === "completed")) {
    expect(step["startedAt"]).toMatch(/Z$/);
    expect(new Date(String(step["endedAt"])).getTime()).toBeGreaterThanOrEqual(
      new Date(String(step["startedAt"])).getTime(),
    );
  }
  expect(run.code).toBe(0);
  // Messages for people are on stderr, without colours because it is a pipe. The token is printed nowhere.
  expect(run.stdout.trim().split("\n")).toHaveLength(1);
  expect(run.stderr).toMatch(/wait +delay +waiting/);
  expect(run.stdout + run.stderr).not.toMatch(/\u001b\[|tg_/);
  await nothingIsLeft();
  expect(openToOthers()).toEqual([]);
}, 120_000);

test("a worker that is killed during the delay is started again; the execution goes on, and no finished step is repeated", async () => {
  const run = await startDemo(dataDir, "--once", "--json", "--kill-worker").ended;
  const report = reportOf(run);
  expect(report).toMatchObject({
    status: "completed",
    steps: STEPS,
    mirror: { ok: true },
    workerKilled: { pid: expect.any(Number), at: expect.stringMatching(/Z$/), restartedPid: expect.any(Number) },
    finishedStepsRepeated: 0,
  });
  const { pid, restartedPid, at } = report["workerKilled"] as { pid: number; restartedPid: number; at: string };
  expect(restartedPid).not.toBe(pid);
  const wait = report.steps.find(({ path }) => path === "wait")!;
  expect(new Date(at).getTime()).toBeGreaterThan(new Date(String(wait["startedAt"])).getTime());
  expect(new Date(at).getTime()).toBeLessThan(new Date(String(wait["endedAt"])).getTime());
  expect(run.code).toBe(0);
  // The data was kept, and the workflow of the first start has the same content, so the second start publishes nothing.
  expect(run.stderr).toMatch(/Hot lead \(terminal\) \(wf_\w+\), version 1: there already/);
  await nothingIsLeft();
}, 120_000);

test("without --once the demo keeps running and prints its URLs until it is stopped", async () => {
  const demo = startDemo(dataDir);
  await waitFor(() => demo.output().includes("Ctrl-C stops everything"), { timeoutMs: 90_000, what: "the URLs" });
  const url = /GraphiQL +(http:\S+?)#token=(\S+)/.exec(demo.output());
  const [, graphiql = "", token = ""] = url ?? [];
  expect((await fetch(graphiql)).status).toBe(200);
  const api = new URL(graphiql).origin;
  expect((await fetch(`${api}/docs`)).status).toBe(200);
  const [, link = ""] = /Dashboard +(http:\S+)/.exec(demo.output()) ?? [];
  expect(new URL(link).pathname).toBe("/app/sign-in");
  const signedIn = await fetch(`${api}/auth/links/open`, {
    ...{ method: "POST", headers: { "content-type": "application/json" } },
    body: JSON.stringify({ code: link.split("#link=")[1] }),
  });
  expect(signedIn.status).toBe(204);
  await waitFor(async () => (await fetch(`${api}/app/`)).status === 200, { timeoutMs: 90_000, what: "the dashboard" });
  const workflows = await fetch(`${api}/workflows`, { headers: { authorization: `Bearer ${token}` } });
  expect(await workflows.json()).toMatchObject({ items: [{ name: "Hot lead (terminal)" }] });
  // The command that is printed as the next one to try starts an execution.
  const [, address = "", body = ""] = /curl -s "(http:\S+)"[\s\S]*? -d '([^']+)'/.exec(demo.output()) ?? [];
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent = (await (await fetch(address, { method: "POST", headers, body })).json()) as { id: string };
  await waitFor(
    async () =>
      ((await (await fetch(`${api}/events/${sent.id}`, { headers })).json()) as { matched: number }).matched === 1,
    { timeoutMs: 20_000, what: "the execution of the event" },
  );
  await webUiReads(new URL(/Temporal Web UI +(http:\S+)/.exec(demo.output())?.[1] ?? ""));

  // A second demo on the same data is refused, and names the process that uses the data.
  const second = await startDemo(dataDir, "--once").ended;
  expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/Process \d+ runs a stack on/) });

  demo.child.kill("SIGINT");
  expect((await demo.ended).code).toBe(0);
  await nothingIsLeft();
}, 180_000);

test("kill -9 of the command leaves no process behind", async () => {
  const demo = startDemo(dataDir, "--once");
  await waitFor(() => demo.output().includes("Starting the API"), { timeoutMs: 90_000, what: "the worker's start" });
  demo.child.kill("SIGKILL");
  await waitFor(() => processesOf(dataDir).length === 0, { timeoutMs: 30_000, what: "the end of all processes" });
}, 150_000);

test("--help lists the options; an unknown option is refused with the same list", async () => {
  expect(await startDemo(dataDir, "--help").ended).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("--kill-worker"),
  });
  const refused = await startDemo(dataDir, "--frobnicate").ended;
  expect(refused).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/frobnicate[\s\S]*Usage: npm run demo/),
  });
}, 30_000);
