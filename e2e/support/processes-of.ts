import { readdirSync, readFileSync } from "node:fs";

/** The living processes whose command line or environment contains a data directory. Works only on Linux. */
export function processesOf(dataDir: string): { readonly pid: number; readonly command: string }[] {
  const found: { pid: number; command: string }[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      const environment = readFileSync(`/proc/${name}/environ`, "utf8");
      // A zombie has neither a command line nor an environment.
      if (command !== "" && `${command}\0${environment}`.includes(dataDir)) found.push({ pid: Number(name), command });
    } catch {
      // The process ended in the meantime, or we may not read it.
    }
  }
  return found;
}
