import {
  findRetentionState,
  findWorkflows,
  listRetentionPolicies,
  setRetentionPolicy,
  type RetentionPolicy,
  type RetentionState,
} from "@tempograph/db";
import { invalidInput, notFound, ok, refuse, type AppError } from "../../app/app-error.ts";
import { retentionAnswer, retentionPolicyAnswer } from "../answers/retention.ts";
import { id, input, noInput, optional, whole } from "../fields.ts";
import { defineOperation } from "../operation.ts";

type Found = Omit<RetentionState, "removedRows" | "temporalMs"> & { readonly policies: readonly RetentionPolicy[] };

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
    const [policies, { lookedAt, problem, problemSince }] = await Promise.all([
      listRetentionPolicies(db),
      findRetentionState(db),
    ]);
    return ok({ policies, lookedAt, problem, problemSince });
  },
});

const days = (what: string) => optional(whole(`${what} 0: for ever. Left out: it stays as it is.`));

export const retentionSet = defineOperation({
  name: "retentionSet",
  kind: "mutation",
  permission: "retention",
  summary: "Set how long what has ended is kept",
  description:
    "Sets the policy of the project, or of one workflow, which takes its place. Workers remove what is older in small batches, first exporting it " +
    "where the installation says so. The history contains the data, so it cannot be kept longer than the data. The audit log is never removed by a policy.",
  input: input("RetentionSetInput", "For how many days after the close of an execution.", {
    workflowId: optional(id("The workflow, `wf_…`. Left out: the project.")),
    historyDays: days("Temporal's history."),
    valueDays: days("The data of events, inputs, outputs, texts of failures, log lines."),
    shapeDays: days("The execution and its steps themselves, and events that nothing needs any more."),
  }),
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
  async run({ deps: { db }, caller }, { workflowId, ...asked }) {
    if (workflowId != null && (await findWorkflows(db, [workflowId], { withDeleted: true })).length === 0)
      return refuse(notFound("workflow", workflowId, "Look the id up in `workflows`.", "/workflowId"));
    const known = (await listRetentionPolicies(db)).find((policy) => policy.workflowId === (workflowId ?? null));
    const wanted = {
      historyDays: asked.historyDays ?? known?.historyDays ?? null,
      valueDays: asked.valueDays ?? known?.valueDays ?? null,
      shapeDays: asked.shapeDays ?? known?.shapeDays ?? null,
    };
    const error = checkDays(wanted);
    if (error !== undefined) return refuse(error);
    return ok(await setRetentionPolicy(db, { ...wanted, workflowId: workflowId ?? null, by: caller.name }));
  },
});

const MAX_DAYS = 36_500;
const ORDER = ["historyDays", "valueDays", "shapeDays"] as const;

function checkDays(policy: Readonly<Record<(typeof ORDER)[number], number | null>>): AppError | undefined {
  for (const field of ORDER) {
    const value = policy[field];
    if (value !== null && (value < 0 || value > MAX_DAYS))
      return invalidInput(
        `/${field}`,
        `Days are a whole number from 0 to ${MAX_DAYS.toLocaleString("en")}.`,
        "Send 0 to keep it for ever.",
      );
  }
  for (const [index, field] of ORDER.entries())
    for (const later of ORDER.slice(index + 1)) {
      const [own, most] = [policy[field], policy[later]];
      const isLonger = own !== null && most !== null && most > 0 && (own === 0 || own > most);
      if (isLonger)
        return invalidInput(
          `/${field}`,
          `${field} is ${own === 0 ? "0 (for ever)" : String(own)}, longer than ${later}, which is ${String(most)}.`,
          `Keep history at most as long as the values, and values at most as long as the execution: send a ${field} of up to ${String(most)}.`,
        );
    }
  return undefined;
}
