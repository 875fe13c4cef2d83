import { builder } from "./builder.ts";
import { TriggerInput } from "./trigger-input.ts";

const afterMs = "Virtual ms after the start. Default 0.";

const SimulatedEventInput = builder.inputType("SimulatedEventInput", {
  description: "The event that starts it; all of it may be absent.",
  fields: (t) => ({
    id: t.string({ required: false, description: "Default: made up." }),
    type: t.string({ required: false, description: "CloudEvents `type`. Default `event`." }),
    source: t.string({ required: false, description: "CloudEvents `source`. Default `api`." }),
    subject: t.string({ required: false, description: "CloudEvents `subject`." }),
    time: t.string({ required: false, description: "RFC 3339: virtual time starts here. Default: now." }),
    data: t.field({ type: "JSON", required: false, description: "The payload. Default `{}`." }),
  }),
});

const SimulatedFailureInput = builder.inputType("SimulatedFailureInput", {
  description: "How a step fails.",
  fields: (t) => ({
    code: t.string({ required: true, description: "UPPER_SNAKE." }),
    message: t.string({ required: false, description: "For people." }),
    retryable: t.boolean({ required: false, description: "false: no further attempt, whatever its settings say." }),
    details: t.field({ type: "JSON", required: false, description: "More." }),
  }),
});

const SimulatedOutcomeInput = builder.inputType("SimulatedOutcomeInput", {
  description:
    "What a side effect comes to. Where nobody says, its output is made up from its node type, with a warning.",
  fields: (t) => ({
    at: t.string({
      required: true,
      description: "A step's path (`each[0]/call`), or a node's id: then of each visit.",
    }),
    output: t.field({
      type: "JSON",
      required: false,
      description: "What it gives; of `call_workflow` the called one's output, of `wait_for_event` the event.",
    }),
    port: t.string({ required: false, description: "The port it ends on. Default `out`." }),
    failure: t.field({ type: SimulatedFailureInput, required: false, description: "It fails so." }),
    attempts: t.int({
      required: false,
      description: "With `failure`: so many attempts fail, the next one gives the output. Absent: all fail.",
    }),
    takesMs: t.float({ required: false, description: "Virtual ms of each attempt, or until it is there. Default 0." }),
  }),
});

const SimulatedSignalInput = builder.inputType("SimulatedSignalInput", {
  description: "A signal that is sent.",
  fields: (t) => ({
    name: t.string({ required: true, description: "What waits for it names it." }),
    payload: t.field({ type: "JSON", required: false, description: "Default null." }),
    afterMs: t.float({ required: false, description: afterMs }),
  }),
});

const SimulatedReplyInput = builder.inputType("SimulatedReplyInput", {
  description: "What a step asked for and gets later, in its own words. `outcomes` says the same more simply.",
  fields: (t) => ({
    path: t.string({ required: true, description: "Path of the step that asked." }),
    reply: t.field({
      type: "JSON",
      required: true,
      description: "`{ executionId, status, output? }`, `{ event }` or `{ granted: true }`.",
    }),
    afterMs: t.float({ required: false, description: afterMs }),
  }),
});

const SimulatedDecisionInput = builder.inputType("SimulatedDecisionInput", {
  description: "An approval that is decided.",
  fields: (t) => ({
    path: t.string({ required: true, description: "Path of the approval." }),
    decision: t.string({ required: true, description: "approved or rejected." }),
    data: t.field({ type: "JSON", required: false, description: "What its form asks for." }),
    by: t.field({
      type: "JSON",
      required: false,
      description: "Who: a name, or `{ name, roles }`. Default: somebody who may do everything.",
    }),
    afterMs: t.float({ required: false, description: afterMs }),
  }),
});

const SimulatedOperationInput = builder.inputType("SimulatedOperationInput", {
  description: "Something that a person does to the execution.",
  fields: (t) => ({
    operation: t.field({
      type: "JSON",
      required: true,
      description:
        '`{ name, path?, … }` with the name pause, resume, decide, skipWait, retry, skip or fail: `{ "name": "skipWait", "path": "wait" }`.',
    }),
    by: t.field({ type: "JSON", required: false, description: "Who: a name, or `{ name, roles }`." }),
    afterMs: t.float({ required: false, description: afterMs }),
  }),
});

const SimulatedVerbInput = builder.inputType("SimulatedVerbInput", {
  description: "The older form of SimulatedOperationInput.",
  fields: (t) => ({
    verb: t.field({ type: "JSON", required: true, description: "As `operation` of SimulatedOperationInput." }),
    by: t.field({ type: "JSON", required: false, description: "Who: a name, or `{ name, roles }`." }),
    afterMs: t.float({ required: false, description: afterMs }),
  }),
});

export const SimulateInput = builder.inputType("SimulateInput", {
  description: "What to simulate, and what happens meanwhile.",
  fields: (t) => ({
    graph: t.field({ type: "JSON", required: false, description: "`{ nodes, edges, settings? }`; or `workflowId`." }),
    triggers: t.field({ type: [TriggerInput], required: false, description: "With `graph`: asked about the event." }),
    workflowId: t.id({ required: false, description: "`wf_…`; or `graph`." }),
    version: t.int({ required: false, description: "With `workflowId`: a published version. Absent: the draft." }),
    event: t.field({ type: SimulatedEventInput, required: false, description: "What starts it." }),
    payload: t.field({ type: "JSON", required: false, description: "The event's data, where nothing else matters." }),
    outcomes: t.field({ type: [SimulatedOutcomeInput], required: false, description: "What side effects come to." }),
    signals: t.field({ type: [SimulatedSignalInput], required: false, description: "Signals." }),
    replies: t.field({ type: [SimulatedReplyInput], required: false, description: "Replies." }),
    decisions: t.field({ type: [SimulatedDecisionInput], required: false, description: "Decided approvals." }),
    operations: t.field({ type: [SimulatedOperationInput], required: false, description: "What people do." }),
    verbs: t.field({
      type: [SimulatedVerbInput],
      required: false,
      description: "What people do.",
      deprecationReason: "Use `operations`.",
    }),
    cancelAfterMs: t.float({ required: false, description: "It is cancelled after so many virtual ms." }),
    maxSteps: t.int({
      required: false,
      description: "Changes of steps after which it is stopped: 1 to 100,000, default 20,000.",
    }),
    maxVirtualMs: t.float({
      required: false,
      description: "Virtual ms after which it is stopped: up to ten years, default 366 days.",
    }),
  }),
});
