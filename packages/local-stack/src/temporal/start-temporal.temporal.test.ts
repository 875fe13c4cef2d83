import { chmodSync, existsSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { holdStack } from "../fixtures/hold-stack.ts";
import { openToOthers } from "../fixtures/open-to-others.ts";
import { tempDir } from "../fixtures/temp-dir.ts";
import { freePort } from "../free-port.ts";
import { DataDirInUseError } from "../lock/lock-data-dir.ts";
import { processStartTime } from "../process/process-identity.ts";
import { startProcess } from "../process/start-process.ts";
import { devServerArgs, devServerEnv } from "./dev-server-args.ts";
import { hiddenLoopback } from "./hidden-loopback.ts";
import { resolveTemporalBinary } from "./resolve-temporal-binary.ts";
import { untilTemporalAnswers } from "./until-temporal-answers.ts";
import { startTemporal, type LocalTemporal, type StartTemporalOptions } from "./start-temporal.ts";

async function start(options: StartTemporalOptions): Promise<LocalTemporal> {
  const server = await startTemporal({ address: "", ui: false, ...options });
  onTestFinished(() => server.stop());
  return server;
}

async function withClient<T>(server: LocalTemporal, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: server.address });
  try {
    return await work(new Client({ connection, namespace: server.namespace }));
  } finally {
    await connection.close();
  }
}

test("executions with their search attributes outlive a kill -9 of the server", async () => {
  const dataDir = tempDir();
  const options = { dataDir, searchAttributes: { TestKeyword: "Keyword" } } as const;
  const first = await start(options);
  await withClient(first, (client) =>
    client.workflow.start("anything", {
      taskQueue: "nobody",
      workflowId: "kept",
      searchAttributes: { TestKeyword: ["a"] },
    }),
  );
  await first.kill9();
  expect(processStartTime(first.pid as number)).toBeUndefined();
  const second = await start(options);
  await withClient(second, async (client) => {
    const description = await client.workflow.getHandle("kept").describe();
    expect(description.status.name).toBe("RUNNING");
    expect(description.searchAttributes["TestKeyword"]).toEqual(["a"]);
  });
});

test("no file of the server is open to other accounts, not even one of an earlier version", async () => {
  const dataDir = tempDir();
  const first = await start({ dataDir });
  const files = ["temporal.db", "temporal.db-wal", "temporal.db-shm", "logs/temporal.log"].map((file) =>
    join(dataDir, file),
  );
  for (const file of files) expect(existsSync(file), file).toBe(true);
  expect(openToOthers(dataDir)).toEqual([]);
  await first.kill9();
  for (const file of files) chmodSync(file, 0o644);
  for (const folder of [dataDir, join(dataDir, "logs")]) chmodSync(folder, 0o755);
  await start({ dataDir });
  expect(openToOthers(dataDir)).toEqual([]);
});

test("the Web UI answers", async () => {
  const server = await start({ ui: true, namespace: "mine" });
  expect(server.namespace).toBe("mine");
  const response = await fetch(server.uiUrl as string);
  expect(response.status).toBe(200);
});

test("one server per folder; the server ends with its parent, also by kill -9", async () => {
  const dataDir = tempDir();
  const holder = await holdStack("temporal", dataDir);
  onTestFinished(() => holder.kill9());
  await expect(startTemporal({ dataDir, address: "" })).rejects.toThrow(DataDirInUseError);
  await holder.kill9();
  await eventually(() => processStartTime(holder.pid) === undefined);
  await start({ dataDir });
});

test("a server that outlived its parent is ended at the next start", async () => {
  const dataDir = tempDir();
  const holder = await holdStack("temporal", dataDir);
  process.kill(holder.pid, "SIGSTOP");
  await holder.kill9();
  expect(processStartTime(holder.pid)).toBeDefined();
  await start({ dataDir });
  expect(processStartTime(holder.pid)).toBeUndefined();
});

test("a TEMPORAL_ADDRESS is used as it is, and cannot be killed", async () => {
  const server = await startTemporal({ address: "temporal.example:7233", namespace: "theirs" });
  expect(server).toMatchObject({ address: "temporal.example:7233", namespace: "theirs", pid: undefined });
  await server.stop();
  await expect(server.kill9()).rejects.toThrow(/not ours/);
});

// It answers to every name, so a page whose name was pointed to 127.0.0.1 must not find it there.
test("the Web UI listens at a hidden address of loopback, and not on 127.0.0.1", async () => {
  const uiIp = hiddenLoopback();
  const server = await startTemporal({ address: "", uiIp });
  onTestFinished(() => server.stop());
  const { hostname, port } = new URL(server.uiUrl!);
  expect(hostname).toBe(uiIp);
  // The Web UI answers 503 until it has reached the server.
  await expect
    .poll(async () => (await fetch(`${server.uiUrl}/api/v1/namespaces`)).status, { timeout: 20_000 })
    .toBe(200);
  if (uiIp === "127.0.0.1") return;
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
});

test("the HTTP API of the server answers loopback names, and no other name that points to this machine", async () => {
  const { path } = await resolveTemporalBinary({});
  const [port, httpPort] = [await freePort(), await freePort()];
  const args = devServerArgs({
    port,
    uiPort: undefined,
    namespace: "default",
    dbFile: undefined,
    searchAttributes: {},
  });
  const server = await startProcess({
    command: path,
    args: [...args, "--http-port", String(httpPort)],
    env: devServerEnv(),
    logFile: undefined,
  });
  onTestFinished(async () => void (await server.stop()));
  const statusFor = (host: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { host: `${host}:${httpPort}` };
      get({ host: "127.0.0.1", port: httpPort, path: "/api/v1/namespaces", headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      }).on("error", reject);
    });
  await untilTemporalAnswers({
    ...{ address: `127.0.0.1:${port}`, namespace: "default", searchAttributes: [], timeoutMs: 30_000 },
    check: () => expect(server.hasExited(), server.tail()).toBe(false),
  });
  expect(await statusFor("127.0.0.1")).toBe(200);
  expect(await statusFor("localhost")).toBe(200);
  expect(await statusFor("rebound.evil.example")).toBe(403);
});
