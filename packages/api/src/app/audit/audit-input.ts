import { isSecretName, type Json, type JsonObject } from "@tempograph/graph";

const MAX_BYTES = 4_096;
const MAX_TEXT = 500;
const MAX_DEPTH = 8;
/** Fields whose values are left out, because the draft, the version or the entry holds them, or because they are secrets (I10). */
const LEFT_OUT: Readonly<Record<string, string>> = {
  graph: "[kept with the draft]",
  triggers: "[kept with the draft]",
  fields: "[kept with the connection]",
  value: "[kept with the state entry]",
};

/** The part of a mutation's input that is written into the audit log: without secrets and long values. The id of the target is returned separately. */
export function auditInput(input: unknown): { readonly target: string | null; readonly rest: Json } {
  if (typeof input === "string") return { target: input.slice(0, MAX_TEXT), rest: {} };
  if (typeof input !== "object" || input === null) return { target: null, rest: {} };
  const fields = input as Readonly<Record<string, unknown>>;
  const key = ["id", "executionId", "jobId"].find((name) => typeof fields[name] === "string");
  const rest: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === key || value === undefined || value === null) continue;
    rest[name] = Object.hasOwn(LEFT_OUT, name) ? LEFT_OUT[name]! : plain(name, value, 0);
  }
  const size = JSON.stringify(rest).length;
  const small: Json = size <= MAX_BYTES ? rest : shortened(rest, size);
  return { target: key === undefined ? null : (fields[key] as string).slice(0, MAX_TEXT), rest: small };
}

function plain(name: string, value: unknown, depth: number): Json {
  if (isSecretName(name)) return "[redacted]";
  if (typeof value === "string") return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object" || depth === MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => plain("", item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(key, inner, depth + 1)]));
}

/** Keeps the plain fields and replaces the others by "…". */
function shortened(rest: JsonObject, size: number): JsonObject {
  const kept = Object.entries(rest).map(([name, value]) => [name, typeof value === "object" ? "…" : value]);
  return { ...(Object.fromEntries(kept.slice(0, 20)) as JsonObject), shortenedFrom: size };
}
