import { checkJsonValue, type Caller, type Json, type Operation } from "@tempograph/graph";
import { ok, refuse, type AppError, type Result } from "../app-error.ts";
import { MAX_EVENT_BYTES } from "../send-events.ts";
import type { SimulatedOutcome, SimulationScript } from "./simulation.ts";

/** The events from outside, as callers send them. Each part may be absent. */
export interface ScriptInput {
  /** An object with an outcome for each step path or node id. */
  readonly outcomes?: unknown;
  readonly signals?: unknown;
  readonly replies?: unknown;
  readonly decisions?: unknown;
  readonly operations?: unknown;
  /** The deprecated name of `operations`. */
  readonly verbs?: unknown;
  readonly cancelAfterMs?: number | null | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
type Kind = "string" | "number" | "object" | "any";

const MOST_ENTRIES = 10_000;
const OPERATIONS: ReadonlySet<string> = new Set(["pause", "resume", "decide", "skipWait", "retry", "skip", "fail"]);

/** Reads the script, or refuses it with the place and the reason. */
export function readScript(input: ScriptInput): Result<SimulationScript> {
  try {
    const decisions = entries(input.decisions, "decisions", { path: "string", decision: "string" }).map(
      ({ afterMs, path, decision, data, by }) => ({
        afterMs,
        operation: { name: "decide", path, decision, ...(data != null && { data }) } as Operation,
        by: callerOf(by),
      }),
    );
    const operations = [...operationsIn(input, "operations", "operation"), ...operationsIn(input, "verbs", "verb")];
    return ok({
      outcomes: readOutcomes(input.outcomes),
      signals: entries(input.signals, "signals", { name: "string" }).map(({ afterMs, name, payload }) => ({
        ...{ afterMs, name: name as string, payload: (payload ?? null) as Json },
      })),
      replies: entries(input.replies, "replies", { path: "string", reply: "any" }).map(({ afterMs, path, reply }) => ({
        ...{ afterMs, path: path as string, reply: reply as Json },
      })),
      operations: [...decisions, ...operations].sort((a, b) => a.afterMs - b.afterMs),
      ...(input.cancelAfterMs != null && { cancelAfterMs: moment(input.cancelAfterMs, "/cancelAfterMs") }),
    });
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.error);
    throw error;
  }
}

/** The operations in a list of the script. `verbs` with `verb` is the older name of `operations` with `operation`. */
function operationsIn(input: ScriptInput, list: "operations" | "verbs", field: "operation" | "verb") {
  return entries(input[list], list, { [field]: "object" }).map(({ afterMs, by, ...fields }, index) => {
    const operation = fields[field] as Operation;
    if (!OPERATIONS.has(operation.name))
      throw new Unreadable(
        `/${list}/${String(index)}/${field}/name`,
        `There is no operation ${JSON.stringify(operation.name)}.`,
      );
    return { afterMs, operation, by: callerOf(by) };
  });
}

class Unreadable extends Error {
  readonly error: AppError;
  constructor(path: string, message: string, hint = "Look at the documentation of `simulate`.") {
    super(message);
    this.error = { code: "INVALID_INPUT", path, message, hint };
  }
}

function readOutcomes(input: unknown): Readonly<Record<string, SimulatedOutcome>> {
  if (input == null) return {};
  const outcomes = object(input, "/outcomes");
  checkSize(outcomes, "/outcomes");
  for (const [key, value] of Object.entries(outcomes)) {
    const at = `/outcomes/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const outcome = object(value, at);
    const unknown = Object.keys(outcome).find((name) => !OUTCOME_FIELDS.has(name));
    if (unknown !== undefined)
      throw new Unreadable(
        `${at}/${unknown}`,
        `An outcome has no ${unknown}.`,
        `Use ${[...OUTCOME_FIELDS].join(", ")}.`,
      );
    if (outcome["failure"] !== undefined && typeof object(outcome["failure"], `${at}/failure`)["code"] !== "string")
      throw new Unreadable(`${at}/failure/code`, "A failure needs a code.", 'Write { "code": "CRM_BUSY" }.');
    if (outcome["port"] !== undefined && typeof outcome["port"] !== "string")
      throw new Unreadable(`${at}/port`, "A port is a text.");
    for (const name of ["takesMs", "attempts"]) if (outcome[name] !== undefined) moment(outcome[name], `${at}/${name}`);
  }
  return outcomes as Readonly<Record<string, SimulatedOutcome>>;
}

const OUTCOME_FIELDS: ReadonlySet<string> = new Set(["output", "port", "failure", "attempts", "takesMs"]);

/** Reads a list of entries that happen at a moment, each with these fields. `afterMs` is 0 if it is absent. */
function entries(
  input: unknown,
  name: string,
  fields: Readonly<Record<string, Kind>>,
): (Fields & { readonly afterMs: number })[] {
  if (input == null) return [];
  if (!Array.isArray(input)) throw new Unreadable(`/${name}`, `\`${name}\` has to be a list.`);
  if (input.length > MOST_ENTRIES)
    throw new Unreadable(`/${name}`, `\`${name}\` has more than ${MOST_ENTRIES} entries.`);
  checkSize(input, `/${name}`);
  return input.map((item: unknown, index) => {
    const at = `/${name}/${String(index)}`;
    const entry = object(item, at);
    for (const [field, kind] of Object.entries(fields)) {
      const value = entry[field];
      if (value === undefined || (kind !== "any" && (value === null || typeof value !== kind)))
        throw new Unreadable(`${at}/${field}`, `\`${field}\` has to be ${kind === "any" ? "there" : `a ${kind}`}.`);
    }
    return { ...entry, afterMs: entry["afterMs"] == null ? 0 : moment(entry["afterMs"], `${at}/afterMs`) };
  });
}

function moment(value: unknown, path: string): number {
  if (typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER) return value;
  throw new Unreadable(path, "The value has to be a number of 0 or more.");
}

function object(value: unknown, path: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Unreadable(path, "The value has to be an object.");
}

function checkSize(value: unknown, path: string): void {
  const [problem] = checkJsonValue(value, { maxBytes: MAX_EVENT_BYTES });
  if (problem) throw new Unreadable(path + problem.path, problem.message, problem.hint);
}

/** The caller of an operation. The default is an admin. */
function callerOf(who: unknown): Caller {
  if (typeof who === "string") return { name: who, roles: [] };
  const { name, roles } = typeof who === "object" && who !== null ? (who as Fields) : {};
  return {
    name: typeof name === "string" ? name : "simulation",
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : ["admin"],
  };
}
