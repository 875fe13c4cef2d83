import { Machine, type MachineEvent, type Program } from "@tempograph/graph";

const event = {
  id: "evt",
  type: "bench",
  source: "bench",
  time: "2026-01-01T00:00:00.000Z",
  data: { score: 90, name: "Ada" },
};

/** Median over repeated whole executions: each answer of a step is one batch, as Temporal would bring it. */
export function usPerStep(program: Program): number {
  const steps = program.nodes.length;
  const rounds = Math.max(7, Math.ceil(40_000 / steps));
  for (let round = 0; round < Math.ceil(rounds / 3); round += 1) execute(program);
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    execute(program);
    samples.push(((performance.now() - started) * 1_000) / steps);
  }
  samples.sort((a, b) => a - b);
  return Number(samples[samples.length >> 1]!.toFixed(3));
}

function execute(program: Program): void {
  const machine = new Machine(program);
  let at = 1_767_225_600_000;
  let answers: MachineEvent[] = [{ kind: "started", event, executionId: "exe_bench" }];
  while (answers.length > 0) {
    const next: MachineEvent[] = [];
    for (const answer of answers) {
      at += 1;
      for (const command of machine.apply([answer], at).commands) {
        if (command.kind === "runStep") next.push({ kind: "stepSucceeded", path: command.path, output: { v: 1 } });
        else if (command.kind === "yield") next.push({ kind: "yielded" });
      }
    }
    answers = next;
  }
  if (!machine.ended) throw new Error("The bench's execution did not end: its figures would mean nothing.");
}
