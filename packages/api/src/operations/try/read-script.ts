import {
  checkJsonValue,
  OPERATION_SUBJECTS,
  type Caller,
  type Json,
  type Operation,
  type ScriptedOutcome,
  type SimulationScript,
} from "@tempograph/graph";
import { z } from "zod";
import { invalidInput, ok, refuse, type AppError, type Result } from "../../app/app-error.ts";
import { MAX_EVENT_BYTES } from "../../app/send-events.ts";
import { simulatedOutcome, simulateInput } from "./simulate-input.ts";

/** What REST takes in place of the list of outcomes: an object by step path or node id. */
export const outcomesByPlace = z.record(z.string(), simulatedOutcome.omit({ at: true }).strict());

const operation = z.looseObject({ name: z.enum(Object.keys(OPERATION_SUBJECTS)) });
const { signals, replies, decisions, cancelAfterMs } = simulateInput.shape;
const script = z.object({
  ...{ signals, replies, decisions, cancelAfterMs },
  outcomes: outcomesByPlace.nullish(),
  operations: z.array(z.object({ operation, by: z.unknown(), afterMs: cancelAfterMs })).nullish(),
  verbs: z.array(z.object({ verb: operation, by: z.unknown(), afterMs: cancelAfterMs })).nullish(),
});

/** Reads the script, or refuses it with the place and the reason. */
export function readScript(input: Readonly<Record<string, unknown>>): Result<SimulationScript> {
  for (const name of Object.keys(script.shape)) {
    const [problem] = checkJsonValue(input[name] ?? null, { maxBytes: MAX_EVENT_BYTES });
    if (problem) return refuse(invalidInput(`/${name}${problem.path}`, problem.message, problem.hint));
  }
  const parsed = script.safeParse(input);
  if (!parsed.success) return refuse(firstIssue(parsed.error));
  const { outcomes, signals, replies, decisions, operations, verbs, cancelAfterMs } = parsed.data;
  const asked = [
    ...(decisions ?? []).map(({ path, decision, data, by, afterMs }) => {
      const operation = { name: "decide", path, decision, ...(data != null && { data }) };
      return { operation, by, afterMs };
    }),
    ...(operations ?? []),
    ...(verbs ?? []).map(({ verb, ...when }) => ({ operation: verb, ...when })),
  ];
  return ok({
    outcomes: Object.fromEntries(
      Object.entries(outcomes ?? {}).map(([place, outcome]) => [place, withoutNulls(outcome) as ScriptedOutcome]),
    ),
    signals: (signals ?? []).map(({ name, payload, afterMs }) => ({
      ...{ afterMs: afterMs ?? 0, name, payload: (payload ?? null) as Json },
    })),
    replies: (replies ?? []).map(({ path, reply, afterMs }) => ({ afterMs: afterMs ?? 0, path, reply: reply as Json })),
    operations: asked
      .map(({ operation, by, afterMs }) => ({
        ...{ afterMs: afterMs ?? 0, operation: operation as Operation, by: callerOf(by) },
      }))
      .sort((a, b) => a.afterMs - b.afterMs),
    ...(cancelAfterMs != null && { cancelAfterMs }),
  });
}

/** Removes fields that are null, because clients may send null for absent fields. An output of null stays. */
function withoutNulls(outcome: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(outcome).filter(([key, value]) => value != null || (key === "output" && value === null));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === "failure" ? withoutNulls(value as Record<string, unknown>) : value]),
  );
}

/** The caller of an operation. The default is an admin. */
function callerOf(who: unknown): Caller {
  if (typeof who === "string") return { name: who, roles: [] };
  const { name, roles } = (who ?? {}) as { readonly name?: unknown; readonly roles?: unknown };
  return {
    name: typeof name === "string" ? name : "simulation",
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : ["admin"],
  };
}

function firstIssue({ issues: [issue] }: z.ZodError): AppError {
  const at = issue!.code === "unrecognized_keys" ? [...issue!.path, issue!.keys[0]!] : issue!.path;
  const pointer = at.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return invalidInput(pointer, `${issue!.message}.`, "Look at the documentation of `simulate`.");
}
