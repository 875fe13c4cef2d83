import { checkJsonValue, isObject, parseTriggers, type JsonObject, type Trigger } from "@tempograph/graph";
import { ok, refuse, type AppError, type Result } from "./app-error.ts";

/**
 * Reads a graph that is to be stored as a draft. Any JSON object is accepted; problems of the graph are reported and not refused.
 * Values that the database cannot hold, or would change, are refused.
 */
export function readGraph(graph: unknown): Result<JsonObject> {
  const problems = checkJsonValue(graph);
  if (problems.length > 0) return refuse(invalidGraph(problems));
  if (typeof graph !== "object" || graph === null || Array.isArray(graph))
    return refuse({
      code: "INVALID_GRAPH",
      message: "A graph is a JSON object with nodes and edges.",
      path: "/graph",
      hint:
        typeof graph === "string"
          ? "Send the object itself and not a text that contains it."
          : 'Send { "nodes": […], "edges": […] }.',
    });
  return ok(graph as JsonObject);
}

export function readTriggers(triggers: unknown): Result<readonly Trigger[]> {
  const parsed = parseTriggers(withoutNulls(triggers));
  const errors = parsed.problems.filter((problem) => problem.severity === "error");
  return errors.length > 0 ? refuse(invalidGraph(parsed.problems)) : ok(parsed.triggers);
}

export function invalidGraph(problems: AppError["problems"] & object): AppError {
  const errors = problems.filter((problem) => problem.severity === "error");
  const first = errors[0];
  return {
    code: "INVALID_GRAPH",
    message:
      `The graph has ${errors.length === 1 ? "1 problem" : `${String(errors.length)} problems`}. ${first?.message ?? ""}`.trim(),
    ...(first && { path: first.path, hint: first.hint }),
    problems,
  };
}

/** Removes fields that are null, because GraphQL passes null for an input field that a client leaves without a value. */
function withoutNulls(triggers: unknown): unknown {
  if (!Array.isArray(triggers)) return triggers;
  return triggers.map((trigger: unknown) =>
    isObject(trigger)
      ? Object.fromEntries(Object.entries(trigger).filter(([key, value]) => key === "condition" || value !== null))
      : trigger,
  );
}
