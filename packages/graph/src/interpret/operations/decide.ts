import type { Json, JsonObject } from "../../definition/json.ts";
import { jsonSize } from "../../definition/json-size.ts";
import { printMoment } from "../../time-zone/print-moment.ts";
import { endNode } from "../step/ending.ts";
import { closeEntry } from "../step/open.ts";
import type { Caller, Refusal, Operation } from "../operation.ts";
import { isRefusal, openAt, type OperationRule } from "./operation-rule.ts";
import { scopeOf } from "../state/open-entries.ts";
import { SchemaBudgetExceeded, SchemaEvaluation } from "../../schema/schema-evaluation.ts";
import { SchemaFault } from "../../schema/schema-reference.ts";
import { isApproval, type Approval } from "../constructs/approval.ts";

/** Decides an approval. An approval is decided once, by a person who may decide it, with data that fits its form. */
export const decide: OperationRule<Extract<Operation, { name: "decide" }>> = {
  check(run, { path, decision, data }, by) {
    const entry = openAt(run, path);
    if (isRefusal(entry)) return entry;
    if (!isApproval(entry)) {
      return {
        code: "NOT_WAITING",
        message: `The step "${path}" does not wait for a decision.`,
        hint: "Only a node of type approval can be decided.",
      };
    }
    if (decision !== "approved" && decision !== "rejected") {
      return {
        code: "INPUT_INVALID",
        message: `${JSON.stringify(decision)?.slice(0, 100)} is not a decision.`,
        hint: 'Decide "approved" or "rejected".',
      };
    }
    return notAllowed(entry, by) ?? misfit(entry, data);
  },
  carryOut(run, { path, decision, data }, by) {
    const entry = run.open.get(path)!;
    closeEntry(run, entry);
    run.decided.set(path, { as: decision, by: by.name });
    const output: Json = { decision, by: by.name, data: data ?? null, at: printMoment(run.at) };
    endNode(run, scopeOf(run, entry), entry.node, decision, output, { by: by.name });
  },
};

/** The data of a decision is limited, because it is checked within the workflow task. A form filled in by a person is small. */
const MAX_DECISION_BYTES = 16 * 1024;

function notAllowed(entry: Approval, by: Caller): Refusal | null {
  const { approvers } = entry.memo;
  if (approvers === null || by.roles.includes("admin")) return null;
  const mine = new Set([`user:${by.name}`, ...by.roles.map((role) => `role:${role}`)]);
  if (approvers.some((one) => mine.has(one))) return null;
  return {
    code: "NOT_AUTHORISED",
    message: `"${by.name}" may not decide "${entry.path}".`,
    hint: `The approvers are ${approvers.join(", ")}.`,
  };
}

function misfit(entry: Approval, data: Json | undefined): Refusal | null {
  const { form } = entry.memo;
  if (jsonSize(data ?? null, MAX_DECISION_BYTES) > MAX_DECISION_BYTES) {
    return {
      code: "FORM_INVALID",
      message: `The decision's data is larger than ${MAX_DECISION_BYTES} bytes.`,
      hint: "Send only what the form asks for. Instead of a large value, send its URL.",
    };
  }
  if (form === null) return null;
  const problem = formMisfit(form, data ?? null);
  if (problem === undefined) return null;
  return { code: "FORM_INVALID", message: problem, hint: "See the form in the approval step's input." };
}

/** The check is bounded (I14): neither the form's author nor the caller can hold up the workflow task, which would be retried for ever. */
function formMisfit(form: JsonObject, data: Json): string | undefined {
  try {
    const last = new SchemaEvaluation(form).errors(data).at(-1);
    if (last === undefined) return undefined;
    return `The data does not fit the approval's form: ${last.error} (at ${last.instanceLocation}).`;
  } catch (error) {
    if (error instanceof SchemaFault) return `The approval's form cannot be used: ${error.message}.`;
    if (error instanceof SchemaBudgetExceeded) return `${error.message}.`;
    throw error;
  }
}
