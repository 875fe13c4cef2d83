import { DURATION_FORMAT, DurationError, parseDuration } from "../../definition/duration.ts";
import type { Json, JsonObject } from "../../definition/json.ts";
import type { NodeTypeManifest } from "../../definition/node-type.ts";
import type { Problem } from "../../definition/problem.ts";
import { MomentError } from "../../time-zone/moment-error.ts";
import { parseMoment } from "../../time-zone/parse-moment.ts";
import { isTimeZone } from "../../time-zone/zone.ts";
import { formProblems } from "../../schema/form-problems.ts";
import type { Rule } from "../rule.ts";
import { holdsTemplate } from "../../schema/schema-check.ts";
import type { FieldKind } from "../../definition/construct-descriptor.ts";
import type { GraphNode } from "../../definition/graph.ts";
import { fieldOfKind, fieldsOf } from "../node-fields.ts";

interface Place {
  readonly path: string;
  readonly node: GraphNode;
}

/** Checks the literal value of a field of that kind. The value of a template is checked when the node runs. */
type Check = (value: Json, place: Place) => Iterable<Problem>;

const CHECKS: { readonly [Kind in FieldKind]?: Check } = {
  *duration(value, place) {
    if ((typeof value !== "string" && typeof value !== "number") || holdsTemplate(value)) return;
    yield* attempt(place, () => parseDuration(value));
  },
  *timeZone(value, place) {
    const zone = literal(value);
    if (zone !== undefined && !isTimeZone(zone)) yield* attempt(place, () => parseMoment("2000-01-01", zone));
  },
  *moment(value, place) {
    const moment = literal(value);
    const field = fieldOfKind(place.node.type, "timeZone");
    const zone = field === undefined ? undefined : literal(place.node.data[field]);
    const known = zone !== undefined && isTimeZone(zone) ? zone : "UTC";
    if (moment !== undefined) yield* attempt(place, () => parseMoment(moment, known));
  },
  approvers,
  *jsonSchema(value, { path, node }) {
    for (const { path: where, message } of formProblems(value)) {
      yield {
        code: "FORM_SCHEMA_INVALID",
        severity: "error",
        path: path + where,
        node: node.id,
        message: `The form of "${node.id}" is not a valid JSON Schema: ${message}`,
        hint: 'Write a JSON Schema (draft 2020-12), for example { "type": "object", "properties": { "reason": { "type": "string" } } }.',
      };
    }
  },
};

/** Literal durations, moments, time zones, approvers and forms must be valid. */
export const fieldValues: Rule = function* ({ nodes, nodePath, types }) {
  for (const [index, node] of nodes.entries()) {
    const fields = [...fieldsOf(node), ...durationsOf(node, types.get(node.type))];
    for (const { name, kind, value } of fields) {
      yield* CHECKS[kind]?.(value, { path: `${nodePath(index)}/data/${name}`, node }) ?? [];
    }
  }
};

/** The fields that the schema of an activity's node type marks as durations. */
function durationsOf({ data }: GraphNode, type: NodeTypeManifest | undefined) {
  const { properties = {} } = (type?.input ?? {}) as { readonly properties?: Readonly<Record<string, JsonObject>> };
  return Object.entries(properties).flatMap(([name, field]) => {
    const value = data[name];
    return field["format"] === DURATION_FORMAT && value !== undefined
      ? [{ name, kind: "duration" as const, value }]
      : [];
  });
}

const APPROVER = /^(role|user):./;

/** An approver that no one can match would block the approval forever. */
function* approvers(list: Json, { path, node }: Place): Generator<Problem> {
  if (!Array.isArray(list)) return;
  const problem = (where: string, message: string): Problem => ({
    code: "INVALID_NODE_DATA",
    severity: "error",
    path: path + where,
    node: node.id,
    message: `${node.type}: ${message}`,
    hint: 'Write "role:finance" or "user:kim"; without approvers everybody may whose role allows to decide approvals.',
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

function* attempt({ path, node }: Place, read: () => unknown): Generator<Problem> {
  try {
    read();
  } catch (error) {
    if (!(error instanceof DurationError || error instanceof MomentError)) throw error;
    const { code, message, hint } = error;
    yield { code, severity: "error", path, node: node.id, message: withStop(message), hint: withStop(hint) };
  }
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
