import { parseJsonText, USUAL_TEXT_LIMITS } from "@tempograph/graph";
import { refuseBody, type BodyRefused, type HookBody } from "./hook-body.ts";

/** Reads JSON with the limits of every other request. An error names line and column. */
export function readJson(text: string): HookBody | BodyRefused {
  const { value, problems } = parseJsonText(text, { within: USUAL_TEXT_LIMITS });
  const [first] = problems;
  if (value !== undefined || first === undefined) return { body: value ?? null, files: [] };
  const hint = first.hint ?? "Correct the body.";
  if (first.code === "INPUT_TOO_LARGE") return refuseBody(413, "PAYLOAD_TOO_LARGE", first.message, hint);
  return refuseBody(400, first.code === "JSON_SYNTAX" ? "JSON_SYNTAX" : "INVALID_INPUT", first.message, hint);
}
