import { spawnSync } from "node:child_process";

/**
 * The promtool that `TEMPOGRAPH_PROMTOOL` names or that is on PATH, or undefined. Every release of Prometheus contains it, and so does Debian's package
 * `prometheus`. Nothing builds it: compiling took seven minutes on 2 busy processors.
 */
export function findPromtool(): string | undefined {
  const named = process.env["TEMPOGRAPH_PROMTOOL"];
  if (named !== undefined && named !== "") return named;
  return spawnSync("promtool", ["--version"], { stdio: "ignore" }).status === 0 ? "promtool" : undefined;
}
