import { readFileSync } from "node:fs";
import { familyOf } from "./cpu-meter.ts";

/**
 * The megabytes that each part uses at this moment: its process and that one's children. A page that several processes share counts
 * once, divided among them (PSS), because Postgres' backends share most of theirs.
 */
export function readMemory(roots: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(roots).map(([part, root]) => [
      part,
      Math.round(familyOf(root).reduce((sum, pid) => sum + kilobytesOf(pid), 0) / 102.4) / 10,
    ]),
  );
}

function kilobytesOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${String(pid)}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
  } catch {
    // The process has ended in the meantime.
    return 0;
  }
}
