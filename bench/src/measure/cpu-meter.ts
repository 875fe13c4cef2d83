import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks per second in /proc: 100 on every Linux that Node.js runs on. */
const TICKS = 100;

export type CpuParts = Readonly<Record<string, number>>;

/**
 * The CPU seconds used so far, user and system, by part. `roots` are the processes of the parts. Their children count, too, alive
 * or ended (Postgres' backends). The processes in `without` are left out.
 */
export function readCpu(roots: Readonly<Record<string, number>>, without: readonly number[] = []): CpuParts {
  const stats = readStats();
  return Object.fromEntries(
    Object.entries(roots).map(([part, root]) => {
      let ticks = 0;
      for (const [pid, stat] of stats) {
        if (without.includes(pid)) continue;
        if (pid === root || stat.parent === root) ticks += stat.own;
        if (pid === root) ticks += stat.endedChildren;
      }
      return [part, ticks / TICKS];
    }),
  );
}

/** A process and its children. */
export function familyOf(root: number): readonly number[] {
  return [...readStats()].flatMap(([pid, { parent }]) => (pid === root || parent === root ? [pid] : []));
}

export function cpuSince(before: CpuParts, after: CpuParts): CpuParts {
  return Object.fromEntries(Object.entries(after).map(([part, seconds]) => [part, seconds - (before[part] ?? 0)]));
}

/** The CPU seconds used so far by the whole machine, and by this process with all processes that it started. */
export function readMachine(): { readonly busy: number; readonly own: number } {
  const [, ...times] = (readFileSync("/proc/stat", "utf8").split("\n")[0] ?? "").split(/\s+/).map(Number);
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = times;
  const stats = readStats();
  const isOwn = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = stats.get(at)?.parent) {
      if (at === process.pid) return true;
    }
    return false;
  };
  let own = 0;
  for (const [pid, stat] of stats) if (isOwn(pid)) own += stat.own + stat.endedChildren;
  return { busy: (user + nice + system + irq + softirq) / TICKS, own: own / TICKS };
}

type Stat = { readonly parent: number; readonly own: number; readonly endedChildren: number };

function readStats(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = readStat(pid);
    if (stat !== undefined) stats.set(pid, stat);
  }
  return stats;
}

function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may contain spaces. The text after it begins with field 3, the state.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const field = (number: number): number => fields[number - 3] ?? 0;
    return { parent: field(4), own: field(14) + field(15), endedChildren: field(16) + field(17) };
  } catch {
    // The process has ended in the meantime.
    return undefined;
  }
}
