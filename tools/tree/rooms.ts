/**
 * The rooms of packages/graph/src, from the left to the right: a file imports, types included, only from its own room and
 * from rooms to the left of it. A room is what its path begins with; the longest beginning counts.
 */
export const ROOMS: readonly (readonly string[])[] = [
  ["definition/", "contract/", "time-zone/", "trace/"],
  ["expression/", "schema/"],
  ["match/"],
  // What the machine and its drivers tell each other.
  ["interpret/command.ts", "interpret/machine-event.ts", "interpret/operation.ts"],
  // What an execution is made of, and its form as plain JSON.
  ["interpret/state/"],
  ["interpret/wire/"],
  // What the machine says: commands through the gate, timers, the trace.
  ["interpret/effects/"],
  // One node, and the live scope around it: each ends the other.
  ["interpret/step/", "interpret/scope/"],
  // One batch: which event means what, and the worklist.
  ["interpret/batch/"],
  ["interpret/constructs/"],
  ["interpret/operations/"],
  ["interpret/machine.ts"],
  ["compile/"],
  ["validate/", "diff/", "simulate/"],
  ["index.ts", "machine.ts"],
];
