import { z } from "zod";
import { answer, choice, milliseconds } from "../fields.ts";
import { any, failureAnswer, object, problemAnswer } from "./problem.ts";

export const simulatedStepAnswer = answer("SimulatedStep", "A step: one visit of a node.", {
  path: z.string().describe("The path, such as `notify`, or `each[3]/notify` in a loop."),
  nodeId: z.string().describe("Its node."),
  type: z.string().describe("Its node type."),
  status: choice("SimulatedStepStatus", "The status of a simulated step.", {
    running: "Its side effect has begun.",
    waiting: "It waits.",
    incident: "It failed and waits for a person.",
    completed: "It ended on a port.",
    completedLate: "It succeeded after it was asked to stop.",
    failed: "It failed.",
    skipped: "No path led to it.",
    cancelled: "It was stopped.",
    notReached: "Its scope ended before it began.",
  }).describe("The status."),
  port: z.string().nullable().describe("The port it ended on."),
  input: any.describe("The node's data after its templates were rendered."),
  output: any.describe("The output."),
  failure: failureAnswer.nullable().describe("Why it failed."),
  startedAtMs: z.number().nullable().describe("Virtual milliseconds after the start. Null if it never began."),
  endedAtMs: z.number().nullable().describe("Virtual milliseconds after the start. Null while it is open."),
  attempts: z.int().describe("The number of attempts of its side effect; 0 if it has none."),
  generated: z.boolean().describe("Whether its output was made up, because no outcome was given."),
});

export const takenEdgeAnswer = answer("TakenEdge", "An edge that was taken.", {
  edge: z.string().describe("The id of the edge. The `next` of a case has an id that was made for it."),
  source: z.string().describe("The node that the edge leaves."),
  target: z.string().describe("The node that the edge leads to."),
  port: z.string().describe("The port of the source node."),
  path: z.string().describe("The path of the step that the edge leaves."),
  atMs: z.number().describe("Virtual milliseconds after the start."),
});

export const awaitedAnswer = answer("Awaited", "What an open step waits for.", {
  path: z.string().describe("The path of the step; `!gate` if the execution is paused."),
  nodeId: z.string().describe("Its node."),
  kind: z.string().describe("signal, event, approval, workflow, lock, person, timer, step or resume."),
  name: z
    .string()
    .nullable()
    .describe("The signal's name, the event type, the approval's title, the workflow or the lock's key."),
  untilMs: z
    .number()
    .nullable()
    .describe("Virtual milliseconds after the start at which a time-out ends the wait, if there is one."),
});

export const simulationWarningAnswer = answer(
  "SimulationWarning",
  "A reason for which the simulation may differ from a real execution.",
  {
    code: z.string().describe("OUTCOME_MISSING, OUTCOME_UNUSED or OPERATION_REFUSED."),
    path: z.string().nullable().describe("The step or the outcome that the warning concerns."),
    message: z.string().describe("The reason, for people."),
  },
);

export const simulatedTriggerAnswer = answer("SimulatedTrigger", "Whether a trigger matches the event.", {
  matched: z.boolean().describe("Whether a trigger matches."),
  id: z.string().nullable().describe("The id of the trigger that matches."),
  problem: problemAnswer.nullable().describe("The problem of a condition that failed."),
  missing: z
    .array(z.string())
    .describe(
      "What the answer depends on and `known` does not say, such as `state.seen` or `lookup.customer`; then nothing is known to match. `history`: it matches if no execution has run before.",
    ),
});

export const simulationAnswer = answer("Simulation", "What an execution would do.", {
  status: choice("SimulationStatus", "How a simulation ended.", {
    completed: "Every step that was reached completed.",
    completedWithErrors: "It completed although steps failed.",
    failed: "It failed, see `error`.",
    cancelled: "It was cancelled by the script.",
    waiting: "It waits for something that the script does not give, see `waitingFor`.",
    stopped: "It exceeded a bound, see `error`.",
  }).describe("How it ended."),
  output: any.describe("Its output."),
  error: failureAnswer.nullable().describe("Why it failed or was stopped."),
  event: object.describe("The event as expressions read it."),
  trigger: simulatedTriggerAnswer
    .nullable()
    .describe(
      "Whether the event would start the workflow. Null if there are no triggers. The graph is simulated in every case.",
    ),
  steps: z.array(simulatedStepAnswer).describe("The steps in the order in which they began."),
  taken: z.array(takenEdgeAnswer).describe("The edges that were taken, in order."),
  waitingFor: z.array(awaitedAnswer).describe("What the open steps wait for."),
  warnings: z
    .array(simulationWarningAnswer)
    .describe("Outcomes that were missing or not used, and operations that were refused."),
  problems: z
    .array(problemAnswer)
    .describe("The warnings that publishing would give. A graph with errors is not simulated."),
  tookMs: z.number().describe("Virtual milliseconds from start to end."),
});

export const nodeRunLogAnswer = answer("NodeRunLog", "A line that the node logged.", {
  level: z.string().describe("debug, info, warn or error."),
  message: z.string().describe("The message without secrets."),
  fields: any.describe("The fields that were logged with it, without secrets."),
  at: milliseconds("When it was logged."),
});

export const nodeRunAnswer = answer(
  "RunNodePayload",
  "The run of a single node.",
  {
    status: choice("NodeRunStatus", "How a node's run ended.", {
      completed: "It completed with an output.",
      failed: "It failed, see `error`.",
    }).describe("How it ended."),
    input: any.describe("The node's data after its templates were rendered. Null if rendering failed."),
    output: any.describe("The output."),
    port: z.string().nullable().describe("The port that it ended on. Null if it failed."),
    error: failureAnswer.nullable().describe("Why it failed."),
    attempts: z
      .int()
      .nullable()
      .describe("The number of attempts. Null if the number is unknown, because the time was over."),
    durationMs: z.number().describe("Wall time, including the way to the worker and back."),
    logs: z.array(nodeRunLogAnswer).describe("The lines that it logged in its last attempt."),
  },
  { component: "NodeRun" },
);
