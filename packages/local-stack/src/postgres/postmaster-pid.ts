import { readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { endProcessByPid } from "../process/end-process.ts";
import { processStartTime } from "../process/process-identity.ts";

/**
 * A `postmaster.pid` that a kill -9 left behind. Call it only while holding the lock of the data directory. A server
 * that still runs on it has lost its parent, and is ended; a pid that now belongs to another program is ignored, which
 * Postgres by itself would not dare.
 */
export async function clearPostmasterPid(clusterDir: string): Promise<void> {
  const file = join(clusterDir, "postmaster.pid");
  const pid = readPid(file);
  if (pid === undefined) return;
  if (processStartTime(pid) !== undefined && isPostgresOn(pid, clusterDir)) {
    // SIGINT is Postgres's fast shutdown: it ends its clients' sessions instead of waiting for them.
    await endProcessByPid(pid, { signal: "SIGINT", graceMs: 10_000 });
  }
  rmSync(file, { force: true });
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8").split("\n")[0] ?? "", 10);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isPostgresOn(pid: number, clusterDir: string): boolean {
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir);
  } catch {
    return false;
  }
}
