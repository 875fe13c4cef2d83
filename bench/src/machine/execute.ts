import { Machine, type Json, type MachineEvent, type Program } from "@tempograph/graph";

/**
 * Runs a whole execution. All answers that are due form one batch, as Temporal would deliver them.
 *
 * @returns the number of steps with a side effect that it ran
 */
export function execute(program: Program, data: Json): number {
  const machine = new Machine(program);
  const event = { id: "evt", type: "bench", source: "bench", time: "2026-01-01T00:00:00.000Z", data };
  let at = 1_767_225_600_000;
  let steps = 0;
  let isComplete = false;
  let answers: MachineEvent[] = [{ kind: "started", event, executionId: "exe_bench" }];
  while (answers.length > 0) {
    const next: MachineEvent[] = [];
    for (const answer of answers) {
      at += 1;
      for (const command of machine.apply([answer], at).commands) {
        if (command.kind === "runStep") {
          steps += 1;
          next.push({ kind: "stepSucceeded", path: command.path, output: { v: 1 } });
        } else if (command.kind === "yield") next.push({ kind: "yielded" });
        else if (command.kind === "complete") isComplete = command.status === "completed";
      }
    }
    answers = next;
  }
  if (!isComplete) throw new Error("The benchmark's execution did not complete, so its figures would be meaningless.");
  return steps;
}
