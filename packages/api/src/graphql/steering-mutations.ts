import type { Steered } from "../app/steer/operations.ts";
import { builder } from "./builder.ts";
import { ConflictError, NotFoundError, UnavailableError, ValidationError, unwrap } from "./errors.ts";
import { ExecutionType, StepType } from "./node-refs.ts";

const errors = { types: [ValidationError, NotFoundError, ConflictError, UnavailableError] };

const payload = (name: string, description: string) =>
  builder.objectRef<Steered>(name).implement({
    description,
    fields: (t) => ({
      execution: t.field({
        type: ExecutionType,
        description:
          "As it is after the operation; if the mirror does not show it within two seconds, as it is stored by then.",
        resolve: ({ execution }) => execution,
      }),
    }),
  });

/** With the step that it was about. */
const stepPayload = (name: string, description: string) =>
  builder.objectRef<Steered>(name).implement({
    description,
    fields: (t) => ({
      execution: t.field({
        type: ExecutionType,
        description:
          "As it is after the operation; if the mirror does not show it within two seconds, as it is stored by then.",
        resolve: ({ execution }) => execution,
      }),
      step: t.field({
        type: StepType,
        nullable: true,
        description: "The step, as it is after the operation.",
        resolve: async ({ execution, path }, _args, { app }) =>
          path === null ? null : ((await app.loadSteps([`${execution.id}:${path}`]))[0] ?? null),
      }),
    }),
  });

const executionIdDescription = "Id of the execution.";
const pathDescription = "Path of the step: `approve`, in a loop `each[3]/approve`.";
const keyDescription = "The same request with the same key counts once.";

const gateInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      id: t.id({ required: true, description: executionIdDescription }),
      idempotencyKey: t.string({ required: false, description: keyDescription }),
    }),
  });
const ExecutionPauseInput = gateInput("ExecutionPauseInput", "Which execution to pause.");
const ExecutionResumeInput = gateInput("ExecutionResumeInput", "Which execution to let go on.");
const ExecutionSkipWaitInput = builder.inputType("ExecutionSkipWaitInput", {
  description: "Which wait to end.",
  fields: (t) => ({
    id: t.id({ required: true, description: executionIdDescription }),
    path: t.string({ required: true, description: pathDescription }),
    output: t.field({
      type: "JSON",
      required: false,
      description: "What the wait gives. Default `{ skipped: true }`.",
    }),
    idempotencyKey: t.string({ required: false, description: keyDescription }),
  }),
});

export const DecisionEnum = builder.enumType("ApprovalDecision", {
  description: "The answer to an approval; also the port that its step ends on.",
  values: {
    APPROVED: { value: "approved", description: "Yes." },
    REJECTED: { value: "rejected", description: "No." },
  } as const,
});
const ApprovalDecideInput = builder.inputType("ApprovalDecideInput", {
  description: "A decision on an approval.",
  fields: (t) => ({
    executionId: t.id({ required: true, description: executionIdDescription }),
    path: t.string({ required: true, description: pathDescription }),
    decision: t.field({ type: DecisionEnum, required: true, description: "Yes or no." }),
    data: t.field({ type: "JSON", required: false, description: "What the approval's form asks for." }),
    idempotencyKey: t.string({ required: false, description: keyDescription }),
  }),
});
const IncidentRetryInput = builder.inputType("IncidentRetryInput", {
  description: "Which incident to try again.",
  fields: (t) => ({
    executionId: t.id({ required: true, description: executionIdDescription }),
    path: t.string({ required: true, description: pathDescription }),
    input: t.field({
      type: "JSON",
      required: false,
      description: "The whole input that the step gets this time. Default: the one it had.",
    }),
    idempotencyKey: t.string({ required: false, description: keyDescription }),
  }),
});
const IncidentSkipInput = builder.inputType("IncidentSkipInput", {
  description: "Which incident to go past.",
  fields: (t) => ({
    executionId: t.id({ required: true, description: executionIdDescription }),
    path: t.string({ required: true, description: pathDescription }),
    output: t.field({ type: "JSON", required: false, description: "What the step gives. Default null." }),
    port: t.string({ required: false, description: "The port that it ends on. Default `out`." }),
    idempotencyKey: t.string({ required: false, description: keyDescription }),
  }),
});
const IncidentFailInput = builder.inputType("IncidentFailInput", {
  description: "Which incident to let fail.",
  fields: (t) => ({
    executionId: t.id({ required: true, description: executionIdDescription }),
    path: t.string({ required: true, description: pathDescription }),
    message: t.string({ required: false, description: "Why; for people." }),
    idempotencyKey: t.string({ required: false, description: keyDescription }),
  }),
});

builder.mutationFields((t) => ({
  executionPause: t.field({
    type: payload("ExecutionPausePayload", "The execution that was paused."),
    description:
      "Pauses an execution: no step, timer or end begins until it is resumed. What runs ends, and time-outs go on.",
    errors,
    args: { input: t.arg({ type: ExecutionPauseInput, required: true, description: "Which one." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.pauseExecution(input)),
  }),
  executionResume: t.field({
    type: payload("ExecutionResumePayload", "The execution that goes on."),
    description: "Lets a paused execution go on.",
    errors,
    args: { input: t.arg({ type: ExecutionResumeInput, required: true, description: "Which one." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.resumeExecution(input)),
  }),
  executionSkipWait: t.field({
    type: stepPayload("ExecutionSkipWaitPayload", "The execution, and the step that waited."),
    description: "Ends a wait before its time, on `out`. Not for approvals: decide them.",
    errors,
    args: { input: t.arg({ type: ExecutionSkipWaitInput, required: true, description: "Which wait." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.skipWait(input)),
  }),
  approvalDecide: t.field({
    type: stepPayload("ApprovalDecidePayload", "The execution, and the step that waited."),
    description: "Decides an approval, once. The caller is one of its approvers, or an admin.",
    errors,
    args: { input: t.arg({ type: ApprovalDecideInput, required: true, description: "The decision." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.decideApproval(input)),
  }),
  incidentRetry: t.field({
    type: stepPayload("IncidentRetryPayload", "The execution, and the step that runs again."),
    description: "At an incident (`onError: pause`): runs the step again, with other input where given.",
    errors,
    args: { input: t.arg({ type: IncidentRetryInput, required: true, description: "Which incident." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.retryIncident(input)),
  }),
  incidentSkip: t.field({
    type: stepPayload("IncidentSkipPayload", "The execution, and the step that was gone past."),
    description: "At an incident: ends the step with this output, as if it had succeeded.",
    errors,
    args: { input: t.arg({ type: IncidentSkipInput, required: true, description: "Which incident." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.skipIncident(input)),
  }),
  incidentFail: t.field({
    type: stepPayload("IncidentFailPayload", "The execution, and the step that failed."),
    description: "At an incident: lets the step fail for good; the scope around it fails with it.",
    errors,
    args: { input: t.arg({ type: IncidentFailInput, required: true, description: "Which incident." }) },
    resolve: async (_root, { input }, { app }) => unwrap(await app.failIncident(input)),
  }),
}));
