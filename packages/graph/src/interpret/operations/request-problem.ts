import { MAX_DEPTH, MAX_VALUE_BYTES } from "../../definition/limits.ts";
import { checkJsonValue } from "../../definition/parse-json-value.ts";
import { isMoment } from "../wire/moment.ts";
import { OPERATION_SUBJECTS, type Operation, type OperationRequest, type Refusal } from "../operation.ts";

/** Characters of every text that is not the content of a step. */
const MAX_TEXT_LENGTH = 1_000;
/** Bytes of a request beside the content of a step: the caller with its roles, and what proves who it is. */
const MAX_BYTES_AROUND = 64 * 1024;
/** A step's content stands two levels inside the request. */
const WITHIN = { maxBytes: MAX_VALUE_BYTES + MAX_BYTES_AROUND, maxDepth: MAX_DEPTH + 2 };

/**
 * Why a value of any form is not a valid request; null if it is an `OperationRequest` with a known operation. Whoever reaches Temporal
 * can send an Update past the API, so this also refuses what would overflow the stack or make the refusal too large for Temporal: the
 * workflow task would fail, and Temporal would try it again for ever (I14).
 */
export function requestProblem(request: OperationRequest): Refusal | null {
  const [problem] = checkJsonValue({ ...request }, WITHIN);
  if (problem !== undefined) return invalid(problem.message.replace(/\.$/, ""), problem.hint);
  const { id, by, time, operation } = fieldsOf(request);
  if (typeof id !== "string" || id === "") return invalid("id is not a text", "Give each request an id of its own.");
  if (!isMoment(time)) return invalid("time is not a valid time", "Give the time in milliseconds since 1970.");
  const { name: caller, roles } = fieldsOf(by);
  if (typeof caller !== "string" || !Array.isArray(roles) || !roles.every((role) => typeof role === "string")) {
    return invalid("by does not name a caller", "Name the caller: { name, roles }.");
  }
  const { name, path, port, message, decision } = fieldsOf(operation);
  const tooLong = Object.entries({ id, caller, name, path, port, message, decision }).find(
    ([, text]) => typeof text === "string" && text.length > MAX_TEXT_LENGTH,
  );
  if (tooLong !== undefined)
    return invalid(`${tooLong[0]} has more than ${MAX_TEXT_LENGTH} characters`, "Write a shorter text.");
  if (typeof name !== "string" || !Object.hasOwn(OPERATION_SUBJECTS, name))
    return invalid("its operation is unknown", `Use one of ${Object.keys(OPERATION_SUBJECTS).join(", ")}.`);
  if (OPERATION_SUBJECTS[name as Operation["name"]] === "step" && typeof path !== "string")
    return invalid("path is not a text", "Name the step's path.");
  if (port !== undefined && typeof port !== "string")
    return invalid("port is not a text", "Name one of the node's ports.");
  if (message !== undefined && typeof message !== "string") return invalid("message is not a text", "Write a text.");
  return null;
}

/** The id of the request, for the result; an empty text if the request has none. */
export function requestId(request: OperationRequest): string {
  const { id } = fieldsOf(request);
  return typeof id === "string" ? id : "";
}

function fieldsOf(value: unknown): { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null ? (value as { readonly [name: string]: unknown }) : {};
}

function invalid(what: string, hint: string): Refusal {
  return { code: "INPUT_INVALID", message: `The request cannot be read: ${what}.`, hint };
}
