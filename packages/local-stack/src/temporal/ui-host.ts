import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The name of a data folder's Web UI, such as `ui-3f9a….localhost`. It is random, so that other accounts of the machine cannot guess it, and
 * kept, so that a browser stays signed in.
 */
export function uiHost(dataDir: string): string {
  const file = join(dataDir, "ui-host");
  try {
    writeFileSync(file, `ui-${randomBytes(10).toString("hex")}.localhost`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(file, "utf8").trim();
}
