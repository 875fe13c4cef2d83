import { findWorkflows, listRetentionPolicies, type Database, type RetentionDays } from "@tempograph/db";
import { invalidInput, notFound, ok, refuse, type AppError, type Result } from "../../app/app-error.ts";
import { id, optional, whole } from "../fields.ts";

const days = (what: string) => optional(whole(`${what} 0: for ever. Left out: it stays as it is.`));

/** The fields of an input that says how a policy is to be. */
export const policyFields = {
  workflowId: optional(id("The workflow, `wf_…`. Left out: the project.")),
  historyDays: days("Temporal's history."),
  valueDays: days("The data of events, inputs, outputs, texts of failures, log lines."),
  shapeDays: days("The execution and its steps themselves, and events that nothing needs any more."),
};

export interface AskedPolicy {
  readonly workflowId?: string | null | undefined;
  readonly historyDays?: number | null | undefined;
  readonly valueDays?: number | null | undefined;
  readonly shapeDays?: number | null | undefined;
}

/** The policy as it would be: what is left out stays as it is. Refused if it contradicts itself, or names no workflow. */
export async function wantedPolicy(
  db: Database,
  { workflowId = null, ...asked }: AskedPolicy,
): Promise<Result<RetentionDays & { readonly workflowId: string | null }>> {
  if (workflowId !== null && (await findWorkflows(db, [workflowId], { withDeleted: true })).length === 0)
    return refuse(notFound("workflow", workflowId, "Look the id up in `workflows`.", "/workflowId"));
  const known = (await listRetentionPolicies(db)).find((policy) => policy.workflowId === workflowId);
  const wanted = {
    historyDays: asked.historyDays ?? known?.historyDays ?? null,
    valueDays: asked.valueDays ?? known?.valueDays ?? null,
    shapeDays: asked.shapeDays ?? known?.shapeDays ?? null,
  };
  const error = checkDays(wanted);
  return error === undefined ? ok({ workflowId, ...wanted }) : refuse(error);
}

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
