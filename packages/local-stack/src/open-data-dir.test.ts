import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openToOthers } from "./fixtures/open-to-others.ts";
import { tempDir } from "./fixtures/temp-dir.ts";
import { openDataDir } from "./open-data-dir.ts";

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

function put(folder: string, name: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, "");
  chmodSync(path, mode);
  return path;
}

test("a new data folder is closed to others, and so is one that was made before", () => {
  const made = join(tempDir(), "a", "b");
  openDataDir(made);
  expect(modeOf(made)).toBe("700");
  const given = tempDir();
  chmodSync(given, 0o777);
  openDataDir(given);
  expect(modeOf(given)).toBe("700");
});

test("files of an earlier version are closed, with their folders", () => {
  const dataDir = tempDir();
  chmodSync(dataDir, 0o755);
  for (const folder of ["logs", "cache", "keys"]) {
    mkdirSync(join(dataDir, folder));
    chmodSync(join(dataDir, folder), 0o755);
  }
  for (const name of [
    "temporal.db",
    "temporal.db-wal",
    "temporal.db-shm",
    "token",
    "postgres.password",
    "postgres-api.password",
    "payload-keys.json",
    "ui-host",
    "keys/master-keys.json",
    "logs/api.log",
  ])
    put(dataDir, name, 0o644);
  put(dataDir, "stack.lock.pid", 0o666);
  openDataDir(dataDir);
  expect(openToOthers(dataDir)).toEqual([]);
  expect(modeOf(join(dataDir, "temporal.db"))).toBe("600");
  expect(modeOf(join(dataDir, "logs"))).toBe("700");
});

test("what does not belong to a stack keeps its mode, and so does the folder that contains it", () => {
  const outside = put(tempDir(), "outside", 0o644);
  const shared = tempDir();
  chmodSync(shared, 0o755);
  const foreign = put(shared, "index.html", 0o644);
  const database = put(shared, "temporal.db", 0o644);
  symlinkSync(outside, join(shared, "token"));
  openDataDir(shared);
  expect([shared, foreign, outside, database].map(modeOf)).toEqual(["755", "644", "644", "600"]);
});
