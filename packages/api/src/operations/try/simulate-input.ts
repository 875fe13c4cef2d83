import { decimal, deprecated, flag, id, input, json, listOf, optional, text, whole } from "../fields.ts";
import { triggerInput } from "../workflows/workflow-input.ts";

const afterMs = optional(decimal("Virtual milliseconds after the start. Default 0.").min(0));

const event = input("SimulatedEventInput", "The event that starts the simulation. All fields are optional.", {
  id: optional(text("The event's id. Default: one that is made up.")),
  type: optional(text("CloudEvents `type`. Default `event`.")),
  source: optional(text("CloudEvents `source`. Default `api`.")),
  subject: optional(text("CloudEvents `subject`.")),
  time: optional(text("The moment in RFC 3339 at which virtual time starts. Default: now.")),
  data: optional(json("The payload. Default `{}`.")),
});

const failure = input("SimulatedFailureInput", "How a step fails.", {
  code: text("UPPER_SNAKE."),
  message: optional(text("For people.")),
  retryable: optional(flag("false: there is no further attempt, whatever the node's settings say.")),
  details: optional(json("More.")),
});

export const simulatedOutcome = input(
  "SimulatedOutcomeInput",
  "The outcome of a side effect. Without an outcome, its output is made up from its node type, with a warning.",
  {
    at: text("A step's path (`each[0]/call`), or a node's id for all steps of the node."),
    output: optional(
      json("The output. For `call_workflow` it is the output of the called workflow, for `wait_for_event` the event."),
    ),
    port: optional(text("The port on which the step ends. Default `out`.")),
    failure: optional(failure).describe("The failure, if the step fails."),
    attempts: optional(
      whole(
        "With `failure`: the number of attempts that fail before one gives the output. Default: all attempts fail.",
      ).min(0),
    ),
    takesMs: optional(
      decimal("The virtual milliseconds of each attempt, or until the awaited result arrives. Default 0.").min(0),
    ),
  },
);

const signal = input("SimulatedSignalInput", "A signal that is sent.", {
  name: text("The name of the signal, for which nodes wait."),
  payload: optional(json("Default null.")),
  afterMs,
});

const reply = input(
  "SimulatedReplyInput",
  "A reply to a step that called a workflow or waits for an event or a lock, in the form that the step gets. `outcomes` are simpler.",
  {
    path: text("The path of the step."),
    reply: json("`{ executionId, status, output? }`, `{ event }` or `{ granted: true }`."),
    afterMs,
  },
);

const decision = input("SimulatedDecisionInput", "An approval that is decided.", {
  path: text("The path of the approval."),
  decision: text("approved or rejected."),
  data: optional(json("The data that the approval's form requires.")),
  by: optional(json("The caller: a name, or `{ name, roles }`. Default: an admin.")),
  afterMs,
});

const operation = input("SimulatedOperationInput", "An operation that a person performs on the execution.", {
  operation: json(
    '`{ name, path?, … }` with the name pause, resume, decide, skipWait, retry, skip or fail: `{ "name": "skipWait", "path": "wait" }`.',
  ),
  by: optional(json("The caller: a name, or `{ name, roles }`. Default: an admin.")),
  afterMs,
});

const verb = input("SimulatedVerbInput", "The older form of SimulatedOperationInput.", {
  verb: json("The same as `operation` of SimulatedOperationInput."),
  by: optional(json("The caller: a name, or `{ name, roles }`. Default: an admin.")),
  afterMs,
});

const facts = input("SimulatedFactsInput", "What the conditions of triggers know beside the event (`when`).", {
  state: optional(json("Entries of the memory by their names in the condition: `{ seen: null }`.")),
  lookup: optional(json("What lookups find out, by their names in the condition.")),
  ranBefore: optional(flag("Whether an execution for the same subject has run within the time of `when.history`.")),
});

export const simulateInput = input("SimulateInput", "What to simulate, and what happens during the simulation.", {
  graph: optional(json("A graph `{ nodes, edges, settings? }`, if there is no `workflowId`.")),
  triggers: optional(listOf(triggerInput, "With `graph`: triggers that are evaluated for the event.")),
  workflowId: optional(id("A workflow's id, if there is no `graph`.")),
  version: optional(whole("With `workflowId`: a published version. Default: the draft.")),
  event: optional(event).describe("The event that starts the simulation."),
  payload: optional(json("The event's data, if nothing else of the event matters.")),
  known: optional(facts).describe("What the conditions of triggers know beside the event."),
  outcomes: optional(listOf(simulatedOutcome, "The outcomes of side effects.")),
  signals: optional(listOf(signal, "Signals.")),
  replies: optional(listOf(reply, "Replies.")),
  decisions: optional(listOf(decision, "Decided approvals.")),
  operations: optional(listOf(operation, "The operations that people perform.")),
  verbs: deprecated(listOf(verb, "The operations that people perform."), "Use `operations`."),
  cancelAfterMs: optional(decimal("The virtual milliseconds after which the execution is cancelled.").min(0)),
  maxSteps: optional(
    whole("The number of changes of steps after which the simulation is stopped: 1 to 100,000, default 20,000."),
  ),
  maxVirtualMs: optional(
    decimal("The virtual milliseconds after which the simulation is stopped: up to ten years, default 366 days."),
  ),
});
