import { checkJsonValue, parseTriggers, type JsonObject, type Trigger } from "@tempograph/graph";
import { ok, refuse, type AppError, type Result } from "./app-error.ts";

/**
 * What may be stored as a draft: any JSON object as graph (its problems are told, not refused), and triggers that can
 * be read. Refuses what the database cannot hold, and what would be lost by storing it.
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
          ? "Send the object itself, not a text that holds it."
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
      `${errors.length === 1 ? "1 problem stands" : `${String(errors.length)} problems stand`} against it. ${first?.message ?? ""}`.trim(),
    ...(first && { path: first.path, hint: first.hint }),
    problems,
  };
}

/** GraphQL gives null for an input field that a client names without a value: absent, here. */
function withoutNulls(triggers: unknown): unknown {
  if (!Array.isArray(triggers)) return triggers;
  return triggers.map((trigger: unknown) =>
    typeof trigger === "object" && trigger !== null && !Array.isArray(trigger)
      ? Object.fromEntries(Object.entries(trigger).filter(([key, value]) => key === "condition" || value !== null))
      : trigger,
  );
}
