import type { Json } from "@tempograph/graph";
import { permanent } from "@tempograph/nodes-sdk";

type Scalar = string | number | boolean;

interface HttpInput {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, Scalar>> | undefined;
  readonly query?: Readonly<Record<string, Scalar | null | readonly Scalar[]>> | undefined;
  readonly body?: Json | undefined;
  readonly bodyType?: "json" | "form" | "text" | undefined;
}

const BODYLESS = new Set(["GET", "HEAD"]);
const CONTENT_TYPES = {
  json: "application/json",
  form: "application/x-www-form-urlencoded;charset=UTF-8",
  text: "text/plain;charset=UTF-8",
} as const;

/** @throws NodeError INPUT_INVALID naming the field */
export function requestOf(input: HttpInput): {
  url: URL;
  init: { method: string; headers: Record<string, string>; body?: string };
} {
  const { method, body } = input;
  const url = URL.parse(input.url);
  if (url === null) throw invalid("url", "is no whole URL", 'Write scheme and host: "https://api.example.com/leads".');
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== null) url.searchParams.append(name, String(each));
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(input.headers ?? {})) headers[name.toLowerCase()] = String(value);
  if (body === undefined || body === null) return { url, init: { method, headers } };
  if (BODYLESS.has(method))
    throw invalid("body", `cannot be sent with ${method}`, 'Use the method "POST", or `query`.');

  const bodyType = input.bodyType ?? (typeof body === "string" ? "text" : "json");
  headers["content-type"] ??= CONTENT_TYPES[bodyType];
  return { url, init: { method, headers, body: encode(body, bodyType) } };
}

function encode(body: Json, bodyType: "json" | "form" | "text"): string {
  if (bodyType === "json") return JSON.stringify(body);
  if (bodyType === "text") return typeof body === "string" ? body : JSON.stringify(body);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalid("body", "is no object, which a form needs", 'Write { "name": "value" }.');
  }
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each === "object" && each !== null) {
        throw invalid(
          `body.${name}`,
          "is no plain value, which a form needs",
          "Send it as JSON, or pick a value out of it.",
        );
      }
      if (each !== null) form.append(name, String(each));
    }
  }
  return form.toString();
}

function invalid(field: string, why: string, hint: string) {
  return permanent("INPUT_INVALID", `The input does not fit: ${field} ${why}.`, {
    hint,
    details: { problems: [{ path: field, message: why }] },
  });
}
