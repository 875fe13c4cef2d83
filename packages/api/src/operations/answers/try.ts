import { z } from "zod";
import { answer, choice, milliseconds } from "../fields.ts";
import { any, failureAnswer, object, problemAnswer } from "./problem.ts";

export const simulatedStepAnswer = answer("SimulatedStep", "One visit of one node.", {
  path: z.string().describe("`notify`, in a loop `each[3]/notify`."),
  nodeId: z.string().describe("Its node."),
  type: z.string().describe("Its node type."),
  status: choice("SimulatedStepStatus", "What became of a step.", {
    running: "Its side effect has begun.",
    waiting: "It waits.",
    incident: "It failed and waits for a person.",
    completed: "It ended on a port.",
    completedLate: "It succeeded after it was asked to stop.",
    failed: "It failed.",
    skipped: "No path led to it.",
    cancelled: "It was stopped.",
    notReached: "Its scope ended before.",
  }).describe("What became of it."),
  port: z.string().nullable().describe("The port it ended on."),
  input: any.describe("Its data, rendered."),
  output: any.describe("What it gave."),
  failure: failureAnswer.nullable().describe("Why it failed."),
  startedAtMs: z.number().nullable().describe("Virtual ms after the start; null where it never began."),
  endedAtMs: z.number().nullable().describe("Virtual ms after the start; null while it is open."),
  attempts: z.int().describe("Of its side effect; 0 where it has none."),
  generated: z.boolean().describe("Its output was made up: nobody gave an outcome."),
});

export const takenEdgeAnswer = answer("TakenEdge", "An edge that was taken.", {
  edge: z.string().describe("Its id; of a case's `next` one that was made for it."),
  source: z.string().describe("The node it leaves."),
  target: z.string().describe("The node it leads to."),
  port: z.string().describe("The port it leaves by."),
  path: z.string().describe("Path of the step that it leaves."),
  atMs: z.number().describe("Virtual ms after the start."),
});

export const awaitedAnswer = answer("Awaited", "What an open step waits for.", {
  path: z.string().describe("Path of the step; `!gate` for the paused execution."),
  nodeId: z.string().describe("Its node."),
  kind: z.string().describe("signal, event, approval, workflow, lock, person, timer, step or resume."),
  name: z
    .string()
    .nullable()
    .describe("The signal's name, the event type, the approval's title, the workflow, the lock's key."),
  untilMs: z.number().nullable().describe("Virtual ms after the start, where a time-out ends it."),
});

export const simulationWarningAnswer = answer(
  "SimulationWarning",
  "What makes the simulation less true than it could be.",
  {
    code: z.string().describe("OUTCOME_MISSING, OUTCOME_UNUSED or OPERATION_REFUSED."),
    path: z.string().nullable().describe("The step or the outcome it is about."),
    message: z.string().describe("For people."),
  },
);

export const simulatedTriggerAnswer = answer("SimulatedTrigger", "What the triggers say of the event.", {
  matched: z.boolean().describe("One of them takes it."),
  id: z.string().nullable().describe("Which one."),
  problem: problemAnswer.nullable().describe("What went wrong in a condition."),
});

export const simulationAnswer = answer("Simulation", "What an execution would do.", {
  status: choice("SimulationStatus", "How a simulation ended.", {
    completed: "Every taken step completed.",
    completedWithErrors: "It went on past failures.",
    failed: "See `error`.",
    cancelled: "As asked.",
    waiting: "It waits for what nobody gives: see `waitingFor`.",
    stopped: "It went over a bound: see `error`.",
  }).describe("How it ended."),
  output: any.describe("Its output."),
  error: failureAnswer.nullable().describe("Why it failed or was stopped."),
  event: object.describe("The event as its expressions saw it."),
  trigger: simulatedTriggerAnswer
    .nullable()
    .describe("Whether the event would start it; null where there are no triggers. It is simulated all the same."),
  steps: z.array(simulatedStepAnswer).describe("Every step, in the order in which they began."),
  taken: z.array(takenEdgeAnswer).describe("The path: every edge that was taken, in order."),
  waitingFor: z.array(awaitedAnswer).describe("What its open steps wait for."),
  warnings: z
    .array(simulationWarningAnswer)
    .describe("Outcomes that were missing or not needed, operations that were refused."),
  problems: z.array(problemAnswer).describe("What publishing would warn of. Errors refuse the simulation."),
  tookMs: z.number().describe("Virtual ms from start to end."),
});

export const nodeRunLogAnswer = answer("NodeRunLog", "A line that the node logged.", {
  level: z.string().describe("debug, info, warn or error."),
  message: z.string().describe("Without secrets."),
  fields: any.describe("What was logged with it, without secrets."),
  at: milliseconds("When."),
});

export const nodeRunAnswer = answer(
  "RunNodePayload",
  "What the node did.",
  {
    status: choice("NodeRunStatus", "What a node's run came to.", {
      completed: "It gave an output.",
      failed: "It failed: see `error`.",
    }).describe("What came of it."),
    input: any.describe("What the node got: its data, rendered. Null where rendering failed."),
    output: any.describe("What it gave."),
    port: z.string().nullable().describe("The port it ended on; null where it failed."),
    error: failureAnswer.nullable().describe("Why it failed."),
    attempts: z.int().nullable().describe("How often it was tried. Null where the time was up and nobody counted."),
    durationMs: z.number().describe("Wall time, the way to the worker included."),
    logs: z.array(nodeRunLogAnswer).describe("What it logged in its last attempt."),
  },
  { component: "NodeRun" },
);
