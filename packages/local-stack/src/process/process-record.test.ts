import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempDir } from "../fixtures/temp-dir.ts";
import { identify, processStartTime } from "./process-identity.ts";
import { endRecordedProcess, recordProcess } from "./process-record.ts";
import { startProcess } from "./start-process.ts";

test("a recorded process that still lives is ended", async () => {
  const file = join(tempDir(), "server.process.json");
  const server = await startProcess({ command: "sleep", args: ["600"] });
  onTestFinished(async () => void (await server.kill9()));
  recordProcess(file, server.pid);
  expect(await endRecordedProcess(file)).toBe(server.pid);
  expect(processStartTime(server.pid)).toBeUndefined();
  expect(existsSync(file)).toBe(false);
});

test("a process that got the recorded pid later is left alone", async () => {
  const file = join(tempDir(), "server.process.json");
  writeFileSync(file, JSON.stringify({ ...identify(process.pid), startTime: "another time" }));
  expect(await endRecordedProcess(file)).toBeUndefined();
});

test.for(["", "{", "[]", '{"pid":"1"}'])("a record that says nothing (%j) is no obstacle", async (text) => {
  const file = join(tempDir(), "server.process.json");
  writeFileSync(file, text);
  expect(await endRecordedProcess(file)).toBeUndefined();
});
