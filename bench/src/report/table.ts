import type { Absolute, BenchResult, Sample } from "./result.ts";

/** Above this number of cores, the machine is too busy with other programs. */
const NOISE_CORES = 0.1;

/** The line about a side's round that is printed during the run. */
export function sampleLine(name: string, { throughput, latency, otherCores }: Sample): string {
  const parts = Object.entries(throughput.cpuMs.parts).map(([part, ms]) => `${part} ${ms.toFixed(1)}`);
  const { answered, started, firstTask } = latency.beginning;
  const before = [
    `answered ${answered.toFixed(1)}`,
    `started ${started.toFixed(1)}`,
    `first task ${firstTask.toFixed(1)}`,
  ];
  const lag = throughput.mirrorLag === undefined ? "" : ` · mirror ${throughput.mirrorLag.p50.toFixed(0)} ms behind`;
  return (
    `${name.padEnd(12)}${throughput.perSecond.toFixed(1).padStart(6)}/s · p50 ${latency.p50.toFixed(1)} ms (first call ${latency.firstCall.toFixed(1)}; ${before.join(", ")}) · ` +
    `p95 ${latency.p95.toFixed(1)} ms · CPU ${throughput.cpuMs.total.toFixed(1)} ms (${parts.join(", ")}) · ` +
    `${throughput.historyEvents.toFixed(1)} events${lag}` +
    (otherCores > NOISE_CORES ? ` · noisy: others used ${otherCores.toFixed(2)} cores` : "")
  );
}

export function table(result: BenchResult): string {
  const { handWritten, tempograph, tempographBurst, emptyWorkflow, ratio, burst, floor, machine } = result;
  const row = (
    what: string,
    read: (side: Absolute) => number,
    key: keyof typeof ratio | undefined,
    target: string,
  ): string =>
    [
      what.padEnd(34),
      ...[handWritten, tempograph, tempographBurst, emptyWorkflow].map((side) => String(read(side)).padStart(12)),
      ...[ratio, burst, floor].map((each) => (key === undefined ? "" : each[key].toFixed(2)).padStart(8)),
      `   ${target}`,
    ].join("");
  const heads = ["hand-written", "tempograph", "burst", "empty"].map((head) => head.padStart(12)).join("");
  const lag = (side: typeof tempograph): string =>
    `${side.mirrorLag?.p50} ms (p95 ${side.mirrorLag?.p95}) at 1 in flight, ${side.mirrorLag?.loadedP50} ms (p95 ${side.mirrorLag?.loadedP95}) at 32`;
  return `
${"".padEnd(34)}${heads}${"ratio".padStart(8)}${"burst".padStart(8)}${"÷ empty".padStart(8)}   target
${row("executions per s, 32 in flight", (side) => side.throughput, "throughput", "≥ 0.95, burst ≥ 3 and ≥ 0.8 of empty")}
${row("p50 ms, 1 in flight", (side) => side.p50, "p50", "≤ 1.05")}
${row("p50 ms to the first activity", (side) => side.firstCall, "firstCall", "≤ 1.25")}
${row("p95 ms, 1 in flight", (side) => side.p95, undefined, "")}
${row("CPU s per 1,000 executions", (side) => side.cpu, "cpu", "≤ 1.08")}
${row("history events per execution", (side) => side.events, "events", "1.00")}

mirror behind Temporal's close: ${lag(tempograph)}
                         burst: ${lag(tempographBurst)}
${result.rounds} rounds, ${machine.cores} cores, Node.js ${machine.node}; ratios are medians of each round's own
others on this machine used ${machine.otherCores} cores meanwhile${machine.otherCores > NOISE_CORES ? ": too much for figures to rely on" : ""}
`;
}
