import { readdirSync, readFileSync } from "node:fs";

/** Living processes that belong to a data directory, by their command line or their environment. Linux only. */
export function processesOf(dataDir: string): { readonly pid: number; readonly command: string }[] {
  const found: { pid: number; command: string }[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      const environment = readFileSync(`/proc/${name}/environ`, "utf8");
      // A zombie has neither.
      if (command !== "" && `${command}\0${environment}`.includes(dataDir)) found.push({ pid: Number(name), command });
    } catch {
      // It ended while we looked, or is not ours to look at.
    }
  }
  return found;
}
