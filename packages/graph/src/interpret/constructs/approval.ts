import type { Failure } from "../../definition/failure.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { armTimeout, closeEntry, openEntry } from "../step/open.ts";
import { compileData, renderData } from "../step/render-data.ts";
import { traceNode } from "../effects/trace-node.ts";
import { formProblems } from "../../schema/form-problems.ts";
import { deadline, isFailure } from "../step/wait-time.ts";
import { textOf } from "../step/text-of.ts";
import { CORE_PACK } from "./core-pack.ts";
import { timeoutSchema } from "./timeout-schema.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";
import type { OpenEntry } from "../state/open-entry.ts";

/** What an approval remembers. */
export interface ApprovalMemo {
  /** Who may decide, such as `role:finance` or `user:kim`; null if everybody may whose role allows to decide approvals. */
  readonly approvers: readonly string[] | null;
  /** JSON Schema of the decision's data. */
  readonly form: JsonObject | null;
}

/** The entry of an open approval. */
export type Approval = OpenEntry<CompiledTemplate, ApprovalMemo>;

/** Waits until one of the approvers decides through the API. */
export const approval: Construct<CompiledTemplate, ApprovalMemo> = {
  manifest: {
    type: "approval",
    title: "Approval",
    description: "Waits until one of the approvers approves or rejects. The data of the decision must fit the form.",
    runs: "machine",
    input: {
      type: "object",
      properties: {
        title: { type: "string", description: "The question to be decided." },
        description: { type: "string" },
        approvers: {
          type: "array",
          items: { type: "string" },
          description:
            'Who may decide: "role:finance", "user:kim". Default: everybody whose role allows to decide approvals.',
        },
        form: { type: "object", description: "JSON Schema of the decision's data." },
        timeout: timeoutSchema,
        keepInReruns: {
          type: "boolean",
          description:
            "Whether a rerun that begins behind the approval takes the decision over. Default: it asks again.",
        },
      },
    },
    output: {
      type: "object",
      properties: {
        decision: { enum: ["approved", "rejected"] },
        by: { type: "string" },
        data: {},
        at: { type: "string" },
      },
    },
    ports: ["approved", "rejected", "timeout"],
    idempotent: true,
    sentence: ["ask for approval[ of {title}][ by {approvers}][ within {timeout}]"],
    pack: CORE_PACK,
    example: { title: "Refund {{ payload.amount }}?", approvers: ["role:finance"], timeout: "2d" },
  },
  fields: { approvers: "approvers", form: "jsonSchema", timeout: "duration", keepInReruns: "literal" },
  goesOn: "approved",
  portWords: {
    approved: "if it is approved",
    rejected: "if it is rejected",
    timeout: "if nobody decides in time",
  },
  receivesSignals: true,
  awaits: { kind: "approval", nameIn: "title" },
  decidedByPerson: { keptInRerunsBy: "keepInReruns" },
  compile: compileData,
  enter(run, scope, node) {
    const input = renderData(run, scope, node);
    const until = deadline(input["timeout"], run.at);
    if (isFailure(until)) {
      failNode(run, scope, node, until, { input });
      return;
    }
    const { form } = input;
    const approvers = approversOf(input["approvers"], run.program.definition.interpreterVersion);
    if (approvers === "unusable") {
      failNode(run, scope, node, UNUSABLE_APPROVERS, { input });
      return;
    }
    const problem = form === undefined || form === null ? undefined : formProblems(form)[0];
    if (problem !== undefined) {
      failNode(run, scope, node, unusableForm(problem.message), { input });
      return;
    }
    const memo: ApprovalMemo = {
      approvers,
      form: typeof form === "object" && form !== null ? (form as JsonObject) : null,
    };
    const { path } = openEntry(run, scope, node, "approval", memo, until === null ? {} : { until });
    if (until !== null) armTimeout(run, path, until);
    traceNode(run, scope, node, "waiting", { input, ...(until !== null && { until }) });
  },
  onEvent(run, entry, event) {
    if (event.kind !== "timerFired") return;
    closeEntry(run, entry);
    run.decided.set(entry.path, { as: "timeout", by: "nobody in time" });
    endNode(run, scopeOf(run, entry), entry.node, "timeout", { decision: null, by: null, data: null, at: null });
  },
};

/**
 * Who may decide; null if everybody may, which an author says by leaving the field out. Until interpreter version 3 everybody could
 * decide, too, where a template gave something else than a list.
 */
function approversOf(value: Json | undefined, interpreterVersion: number): readonly string[] | "unusable" | null {
  if (Array.isArray(value)) return value.map(textOf);
  if (value === undefined || interpreterVersion < 3) return null;
  return typeof value === "string" ? [value] : "unusable";
}

const UNUSABLE_APPROVERS: Failure = {
  code: "INPUT_INVALID",
  message: "The approvers are neither a list nor a text.",
  hint: 'Correct data.approvers: its template has to give a list such as ["role:finance"].',
  retryable: false,
};

/** Whether the entry is an open approval. */
export function isApproval(entry: OpenEntry): entry is Approval {
  return entry.kind === "approval";
}

function unusableForm(message: string): Failure {
  return {
    code: "FORM_SCHEMA_INVALID",
    message: `The form is not a JSON Schema that a decision could be checked against: ${message}`,
    hint: "Correct data.form. If it contains templates, their values must make it a valid JSON Schema.",
    retryable: false,
  };
}
