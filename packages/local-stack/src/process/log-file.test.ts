import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempDir } from "../fixtures/temp-dir.ts";
import { openLogFile } from "./log-file.ts";

test("lines are kept, anew or behind what is there, for the owner only", () => {
  const file = join(tempDir(), "logs", "api.log");
  for (const append of [false, true, true]) {
    const log = openLogFile(file, { append });
    log.write("a line");
    log.close();
    log.write("too late");
  }
  expect(readFileSync(file, "utf8")).toBe("a line\n".repeat(3));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  openLogFile(file).close();
  expect(readFileSync(file, "utf8")).toBe("");
});

test.runIf(existsSync("/dev/full"))("a full disk ends nobody who only keeps a log", () => {
  const log = openLogFile("/dev/full", { append: true });
  expect(() => log.write("a line")).not.toThrow();
  log.close();
});
