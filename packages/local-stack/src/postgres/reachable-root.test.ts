import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempDir } from "../fixtures/temp-dir.ts";
import { canReach } from "./reachable-root.ts";

const SOMEBODY = { uid: 54_321, gid: 54_321 };

test("an account cannot reach what lies in a folder that is closed to it", () => {
  const closed = tempDir();
  const inner = join(closed, "inner");
  mkdirSync(inner, { mode: 0o755 });
  chmodSync(inner, 0o755);
  expect(canReach(inner, SOMEBODY)).toBe(false);
  expect(canReach(inner, { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 })).toBe(true);
  chmodSync(closed, 0o755);
  expect(canReach(inner, SOMEBODY)).toBe(true);
});
