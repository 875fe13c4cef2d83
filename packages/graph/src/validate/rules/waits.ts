import { DurationError, parseDuration } from "../../definition/duration.ts";
import type { Json } from "../../definition/json.ts";
import type { Problem } from "../../definition/problem.ts";
import { MomentError } from "../../time-zone/moment-error.ts";
import { parseMoment } from "../../time-zone/parse-moment.ts";
import { isTimeZone } from "../../time-zone/zone.ts";
import { formProblems } from "../form-problems.ts";
import type { Rule } from "../rule.ts";
import { holdsTemplate } from "../schema-check.ts";

/** By node type of the machine: the fields of its data that are durations. */
const DURATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["delay", ["ms", "duration"]],
  ["wait_for_signal", ["timeout"]],
  ["wait_for_event", ["timeout", "lookBack"]],
  ["approval", ["timeout"]],
  ["lock", ["timeout"]],
  ["call_workflow", ["timeout"]],
]);

/** Times, time zones and forms that are written out can be read; those that a template gives are checked when they are there. */
export const waits: Rule = function* ({ nodes, types, nodePath }) {
  for (const [index, node] of nodes.entries()) {
    if (types.get(node.type)?.runs !== "machine") continue;
    const { data } = node;
    const path = `${nodePath(index)}/data`;
    const place = { severity: "error", node: node.id } as const;
    for (const field of DURATIONS.get(node.type) ?? []) {
      const value = data[field];
      if ((typeof value !== "string" && typeof value !== "number") || holdsTemplate(value)) continue;
      const wrong = attempt(() => parseDuration(value));
      if (wrong !== null) yield { ...wrong, ...place, path: `${path}/${field}` };
    }
    if (node.type === "sleep_until") {
      const { until, timeZone } = data;
      const zone = literal(timeZone);
      const moment = literal(until);
      const known = zone !== undefined && isTimeZone(zone) ? zone : "UTC";
      const wrongZone = zone === undefined || zone === known ? null : attempt(() => parseMoment("2000-01-01", zone));
      if (wrongZone !== null) yield { ...wrongZone, ...place, path: `${path}/timeZone` };
      const wrong = moment === undefined ? null : attempt(() => parseMoment(moment, known));
      if (wrong !== null) yield { ...wrong, ...place, path: `${path}/until` };
    }
    if (node.type === "approval") yield* approvers(data["approvers"], node.id, `${path}/approvers`);
    if (node.type === "approval" && data["form"] !== undefined) {
      for (const { path: where, message } of formProblems(data["form"])) {
        yield {
          code: "FORM_SCHEMA_INVALID",
          ...place,
          path: `${path}/form${where}`,
          message: `The form of "${node.id}" is no JSON Schema: ${message}`,
          hint: 'Write a JSON Schema (draft 2020-12), for example { "type": "object", "properties": { "reason": { "type": "string" } } }.',
        };
      }
    }
  }
};

const APPROVER = /^(role|user):./;

/** Whom nobody can be waits for ever. */
function* approvers(list: Json | undefined, node: string, path: string): Generator<Problem> {
  if (!Array.isArray(list)) return;
  const problem = (where: string, message: string): Problem => ({
    code: "INVALID_NODE_DATA",
    severity: "error",
    path: path + where,
    node,
    message: `approval: ${message}`,
    hint: 'Write "role:finance" or "user:kim"; without approvers every authenticated caller may decide.',
  });
  if (list.length === 0) yield problem("", "nobody may decide.");
  for (const [index, one] of (list as readonly Json[]).entries()) {
    if (typeof one !== "string" || holdsTemplate(one) || APPROVER.test(one)) continue;
    yield problem(`/${index}`, `${JSON.stringify(one)} names no role and no user.`);
  }
}

function literal(value: Json | undefined): string | undefined {
  return typeof value === "string" && !holdsTemplate(value) ? value : undefined;
}

function attempt(
  read: () => unknown,
): { readonly code: string; readonly message: string; readonly hint: string } | null {
  try {
    read();
    return null;
  } catch (error) {
    if (!(error instanceof DurationError || error instanceof MomentError)) throw error;
    const { code, message, hint } = error;
    return { code, message: withStop(message), hint: withStop(hint) };
  }
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
