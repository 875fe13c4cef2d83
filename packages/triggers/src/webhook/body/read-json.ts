import { parseJsonTextInParts, USUAL_TEXT_LIMITS } from "@tempograph/graph";
import { createGiveWay } from "@tempograph/runtime";
import { refuseBody, type BodyRefused, type HookBody } from "./hook-body.ts";

/** Reads JSON with the limits of every other request, and lets others be served in between (I14). An error names line and column. */
export async function readJson(text: string): Promise<HookBody | BodyRefused> {
  const giveWay = createGiveWay();
  const parts = parseJsonTextInParts(text, { within: USUAL_TEXT_LIMITS });
  let read = parts.next();
  for (; read.done !== true; read = parts.next()) await giveWay();
  await giveWay();
  const { value, problems } = read.value;
  const [first] = problems;
  if (value !== undefined || first === undefined) return { body: value ?? null, files: [] };
  const hint = first.hint ?? "Correct the body.";
  if (first.code === "INPUT_TOO_LARGE") return refuseBody(413, "PAYLOAD_TOO_LARGE", first.message, hint);
  return refuseBody(400, first.code === "JSON_SYNTAX" ? "JSON_SYNTAX" : "INVALID_INPUT", first.message, hint);
}
