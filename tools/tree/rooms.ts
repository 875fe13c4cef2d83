/**
 * The rooms of a folder, from left to right. A file may import, types included, only from its own room and from rooms to
 * the left of it. A file belongs to the room whose path its own path begins with; if there are several, to the longest.
 */
type Rooms = readonly (readonly string[])[];

const GRAPH: Rooms = [
  ["definition/", "contract/", "time-zone/", "trace/"],
  ["expression/", "schema/", "schedule/"],
  ["triggers/", "start-policy/"],
  // What executions remember between each other: `state_set` and its like.
  ["memory/"],
  ["match/"],
  // The events, commands and operations that the machine and its drivers exchange.
  ["interpret/command.ts", "interpret/machine-event.ts", "interpret/operation.ts"],
  // The state of an execution, and its form as plain JSON.
  ["interpret/state/"],
  ["interpret/wire/"],
  // The output of the machine: commands, which the gate may hold, timers and the trace.
  ["interpret/effects/"],
  // One node, and the live scope around it. They form one room, because each can end the other.
  ["interpret/step/", "interpret/scope/"],
  // One batch: how each event is applied, and the worklist.
  ["interpret/batch/"],
  ["interpret/constructs/"],
  ["interpret/operations/"],
  ["interpret/machine.ts"],
  ["interpret/region/"],
  ["compile/"],
  ["validate/", "diff/", "simulate/", "outline/"],
  ["edit/"],
  ["index.ts", "machine.ts"],
];

const DASHBOARD: Rooms = [
  ["data/"],
  ["ui/", "keyboard/"],
  ["machine/"],
  ["canvas/edit/"],
  ["canvas/layout/", "canvas/merge/"],
  ["canvas/view/"],
  ["canvas/editor/"],
  ["forms/"],
  // An execution, or the trial of a draft, at any moment of its trace.
  ["replay/"],
  ["demos/", "operations/", "publish/", "sentences/", "try/"],
  // What is around the pages. Each page names the root route as its parent.
  ["shell/"],
  ["pages/"],
  ["shell/router.ts", "main.tsx"],
];

/** Those folders of sources whose rooms have an order. */
export const ROOMS: Readonly<Record<string, Rooms>> = {
  "packages/graph/src/": GRAPH,
  "packages/dashboard/src/": DASHBOARD,
};
