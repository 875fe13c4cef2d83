// node docs/upstream/bench.mjs [rounds] [executions]: CPU time of the whole process, all its threads, per execution of four activities,
// with the installed SDK and with the patched one, in alternation.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleSample, execute, installedWorker, patchedWorker, startThread } from "./workflow-threads.mjs";

const rounds = Number(process.argv[2] ?? 5);
const executions = Number(process.argv[3] ?? 300);
const directory = mkdtempSync(join(tmpdir(), "patched-sdk-"));
try {
  const sides = { installed: installedWorker, patched: patchedWorker(directory) };
  const bundle = await bundleSample(directory);
  const figures = { installed: [], patched: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, workerPackage] of Object.entries(sides)) {
      const thread = await startThread(workerPackage, bundle);
      for (let warm = 0; warm < 50; warm += 1) await execute(thread, `warm-${warm}`);
      const before = process.cpuUsage();
      for (let run = 0; run < executions; run += 1) await execute(thread, `run-${run}`);
      const { user, system } = process.cpuUsage(before);
      figures[side].push((user + system) / 1_000 / executions);
      await thread.end();
    }
  }
  for (const [side, all] of Object.entries(figures)) {
    const sorted = all.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    process.stdout.write(`${side}: ${median.toFixed(2)} ms (${sorted[0].toFixed(2)} – ${sorted.at(-1).toFixed(2)})\n`);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
