import { decimal, deprecated, flag, id, input, json, listOf, optional, text, whole } from "../fields.ts";
import { triggerInput } from "../workflows/workflow-input.ts";

const afterMs = optional(decimal("Virtual ms after the start. Default 0."));

const event = input("SimulatedEventInput", "The event that starts it; all of it may be absent.", {
  id: optional(text("Default: made up.")),
  type: optional(text("CloudEvents `type`. Default `event`.")),
  source: optional(text("CloudEvents `source`. Default `api`.")),
  subject: optional(text("CloudEvents `subject`.")),
  time: optional(text("RFC 3339: virtual time starts here. Default: now.")),
  data: optional(json("The payload. Default `{}`.")),
});

const failure = input("SimulatedFailureInput", "How a step fails.", {
  code: text("UPPER_SNAKE."),
  message: optional(text("For people.")),
  retryable: optional(flag("false: no further attempt, whatever its settings say.")),
  details: optional(json("More.")),
});

export const simulatedOutcome = input(
  "SimulatedOutcomeInput",
  "What a side effect comes to. Where nobody says, its output is made up from its node type, with a warning.",
  {
    at: text("A step's path (`each[0]/call`), or a node's id: then of each visit."),
    output: optional(json("What it gives; of `call_workflow` the called one's output, of `wait_for_event` the event.")),
    port: optional(text("The port it ends on. Default `out`.")),
    failure: optional(failure).describe("It fails so."),
    attempts: optional(
      whole("With `failure`: so many attempts fail, the next one gives the output. Absent: all fail."),
    ),
    takesMs: optional(decimal("Virtual ms of each attempt, or until it is there. Default 0.")),
  },
);

const signal = input("SimulatedSignalInput", "A signal that is sent.", {
  name: text("What waits for it names it."),
  payload: optional(json("Default null.")),
  afterMs,
});

const reply = input(
  "SimulatedReplyInput",
  "What a step asked for and gets later, in its own words. `outcomes` says the same more simply.",
  {
    path: text("Path of the step that asked."),
    reply: json("`{ executionId, status, output? }`, `{ event }` or `{ granted: true }`."),
    afterMs,
  },
);

const decision = input("SimulatedDecisionInput", "An approval that is decided.", {
  path: text("Path of the approval."),
  decision: text("approved or rejected."),
  data: optional(json("What its form asks for.")),
  by: optional(json("Who: a name, or `{ name, roles }`. Default: somebody who may do everything.")),
  afterMs,
});

const operation = input("SimulatedOperationInput", "Something that a person does to the execution.", {
  operation: json(
    '`{ name, path?, … }` with the name pause, resume, decide, skipWait, retry, skip or fail: `{ "name": "skipWait", "path": "wait" }`.',
  ),
  by: optional(json("Who: a name, or `{ name, roles }`.")),
  afterMs,
});

const verb = input("SimulatedVerbInput", "The older form of SimulatedOperationInput.", {
  verb: json("As `operation` of SimulatedOperationInput."),
  by: optional(json("Who: a name, or `{ name, roles }`.")),
  afterMs,
});

export const simulateInput = input("SimulateInput", "What to simulate, and what happens meanwhile.", {
  graph: optional(json("`{ nodes, edges, settings? }`; or `workflowId`.")),
  triggers: optional(listOf(triggerInput, "With `graph`: asked about the event.")),
  workflowId: optional(id("`wf_…`; or `graph`.")),
  version: optional(whole("With `workflowId`: a published version. Absent: the draft.")),
  event: optional(event).describe("What starts it."),
  payload: optional(json("The event's data, where nothing else matters.")),
  outcomes: optional(listOf(simulatedOutcome, "What side effects come to.")),
  signals: optional(listOf(signal, "Signals.")),
  replies: optional(listOf(reply, "Replies.")),
  decisions: optional(listOf(decision, "Decided approvals.")),
  operations: optional(listOf(operation, "What people do.")),
  verbs: deprecated(listOf(verb, "What people do."), "Use `operations`."),
  cancelAfterMs: optional(decimal("It is cancelled after so many virtual ms.")),
  maxSteps: optional(whole("Changes of steps after which it is stopped: 1 to 100,000, default 20,000.")),
  maxVirtualMs: optional(decimal("Virtual ms after which it is stopped: up to ten years, default 366 days.")),
});
