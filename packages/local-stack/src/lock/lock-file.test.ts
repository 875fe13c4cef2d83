import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { holdStack } from "../fixtures/hold-stack.ts";
import { tempDir } from "../fixtures/temp-dir.ts";
import { DataDirInUseError, lockDataDir } from "./lock-data-dir.ts";
import { lockFile, lockFileWhenFree, LockHeldError } from "./lock-file.ts";

test("a lock is held once, and can be taken again after release", () => {
  const file = join(tempDir(), "a.lock");
  const lock = lockFile(file);
  expect(() => lockFile(file)).toThrow(LockHeldError);
  lock.release();
  lock.release();
  lockFile(file).release();
});

test("a released lock leaves no file", () => {
  const folder = tempDir();
  for (let round = 0; round < 3; round += 1) {
    const lock = lockFile(join(folder, "a.lock"));
    expect(readdirSync(folder)).toContain("a.lock");
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  }
});

test("the error names the pid of the holder, and its kill -9 frees the lock", async () => {
  const dataDir = tempDir();
  const holder = await holdStack("lock", join(dataDir, "stack.lock"));
  onTestFinished(() => holder.kill9());
  const refused = (): void => void lockDataDir(dataDir);
  expect(refused).toThrow(DataDirInUseError);
  expect(refused).toThrow(new RegExp(`Process ${holder.pid} runs a stack on ${dataDir}`));
  await holder.kill9();
  lockDataDir(dataDir).release();
});

test("waiting for a lock ends when it is free", async () => {
  const file = join(tempDir(), "a.lock");
  const lock = lockFile(file);
  const holders: (number | undefined)[] = [];
  const waiting = lockFileWhenFree(file, (holder) => {
    holders.push(holder);
    lock.release();
  });
  (await waiting).release();
  expect(holders).toEqual([process.pid]);
});
