import {
  clearRetentionPolicy,
  countDue,
  findRetentionState,
  listRetentionPolicies,
  listRetentionRuns,
  setRetentionPolicy,
  type DueCounts,
  type RetentionPolicy,
  type RetentionRun,
  type RetentionState,
} from "@tempograph/db";
import { notFound, ok, refuse } from "../../app/app-error.ts";
import { retentionAnswer, retentionPolicyAnswer, retentionPreviewAnswer } from "../answers/retention.ts";
import { id, input, noInput } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { policyFields, wantedPolicy } from "./wanted-policy.ts";

type Found = Omit<RetentionState, "removedRows" | "temporalMs"> & {
  readonly policies: readonly RetentionPolicy[];
  readonly runs: readonly RetentionRun[];
};
type Preview = Omit<DueCounts, "shapes"> & { readonly executions: number };

const LAST_RUNS = 20;

export const retention = defineOperation({
  name: "retention",
  kind: "query",
  permission: "read",
  summary: "How long what has ended is kept",
  description:
    "The policies of retention: the project's own, and those of workflows that take its place. Without a policy everything is kept for ever.",
  input: noInput,
  errors: [],
  result: { type: "Retention" },
  rest: {
    method: "GET",
    path: "/retention",
    tag: "system",
    answer: { schema: retentionAnswer, from: (found: Found) => found },
  },
  async run({ deps: { db } }) {
    const [policies, { lookedAt, problem, problemSince }, runs] = await Promise.all([
      listRetentionPolicies(db),
      findRetentionState(db),
      listRetentionRuns(db, LAST_RUNS),
    ]);
    return ok({ policies, lookedAt, problem, problemSince, runs });
  },
});

export const retentionSet = defineOperation({
  name: "retentionSet",
  kind: "mutation",
  permission: "retention",
  summary: "Set how long what has ended is kept",
  description:
    "Sets the policy of the project, or of one workflow, which takes its place. Workers remove what is older in small batches, first exporting it " +
    "where the installation says so. The history contains the data, so it cannot be kept longer than the data. The audit log is never removed by a policy.",
  input: input("RetentionSetInput", "For how many days after the close of an execution.", policyFields),
  errors: ["validation", "notFound"],
  audit: true,
  result: {
    payload: "RetentionSetPayload",
    description: "The policy as it is now.",
    fields: {
      policy: {
        type: "RetentionPolicy",
        description: "The policy as it is now.",
        from: (policy: RetentionPolicy) => policy,
      },
    },
  },
  rest: {
    method: "PUT",
    path: "/retention",
    tag: "system",
    answer: { schema: retentionPolicyAnswer, from: (policy) => policy },
    example: { historyDays: 30, valueDays: 90, shapeDays: 400 },
  },
  async run({ deps: { db }, caller }, asked) {
    const wanted = await wantedPolicy(db, asked);
    return wanted.ok ? ok(await setRetentionPolicy(db, { ...wanted.value, by: caller.name })) : wanted;
  },
});

export const retentionClear = defineOperation({
  name: "retentionClear",
  kind: "mutation",
  permission: "retention",
  summary: "Let a workflow follow the project's policy of retention again",
  description:
    "Removes the policy of a workflow: what has ended of it is kept as long as the policy of the project says.",
  input: input("RetentionClearInput", "Of which workflow.", { workflowId: id("The workflow, `wf_…`.") }),
  errors: ["notFound"],
  audit: true,
  result: {
    payload: "RetentionClearPayload",
    description: "It has no policy of its own any more.",
    fields: { workflowId: { type: "ID", description: "The workflow.", from: (workflowId: string) => workflowId } },
  },
  rest: { method: "DELETE", path: "/retention/:workflowId", tag: "system", status: 204 },
  async run({ deps: { db } }, { workflowId }) {
    return (await clearRetentionPolicy(db, workflowId))
      ? ok(workflowId)
      : refuse(notFound("policy", workflowId, "See `retention` for the workflows that have one.", "/workflowId"));
  },
});

export const retentionPreview = defineOperation({
  name: "retentionPreview",
  kind: "query",
  permission: "read",
  summary: "Count what the next removal would take",
  description:
    "Counts the executions whose time is over, as the policies are; with a field, as if `retentionSet` had been called with it. Nothing is removed or changed.",
  input: input("RetentionPreviewQuery", "As if which policy were set. Without a field: as they are.", policyFields),
  errors: ["validation", "notFound"],
  result: { type: "RetentionPreview" },
  rest: {
    method: "GET",
    path: "/retention/preview",
    tag: "system",
    answer: { schema: retentionPreviewAnswer, from: (preview: Preview) => preview },
  },
  async run({ deps: { db } }, asked) {
    const wanted = await wantedPolicy(db, asked);
    if (!wanted.ok) return wanted;
    const isAsIf = Object.values(asked).some((value) => value != null);
    const { shapes, ...due } = await countDue(db, isAsIf ? wanted.value : undefined);
    return ok({ ...due, executions: shapes });
  },
});
