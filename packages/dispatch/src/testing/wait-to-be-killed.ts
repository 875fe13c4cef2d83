import { writeSync } from "node:fs";

let wasAt = false;

/**
 * For the programs that `killAt` kills and `stopAt` stops: a fault point that says when the process is at `POINT`. There it waits forever, or
 * stops itself with `SIGNAL`, once, and goes on when it is told to.
 */
export async function waitToBeKilled(point: string): Promise<void> {
  if (point !== process.env["POINT"] || wasAt) return;
  const signal = process.env["SIGNAL"];
  wasAt = signal !== undefined;
  writeSync(1, `at ${point}\n`);
  if (signal === undefined) await new Promise(() => {});
  else process.kill(process.pid, signal);
}
