import { parseJsonText, USUAL_TEXT_LIMITS } from "@tempograph/graph";
import { badJson } from "../../http/json-body.ts";
import { mediaTypeOf } from "../../http/media-type.ts";
import { bodyField, bodyFields, invalid, type Fields } from "../../http/read-body.ts";
import { BadRequest } from "../../http/read-json-text.ts";
import type { EventToSend } from "./send-input.ts";

/** The attributes that an event has fields for. All others are kept as they are, in `attributes`. */
const FIELDS = new Set(["specversion", "id", "source", "type", "subject", "time", "data", "data_base64"]);

/**
 * Reads a CloudEvent: the object of structured mode, an element of a batch, or what the headers of binary mode say. `specversion`, `id`,
 * `source` and `type` are required. Source and id together are unique, so they are the idempotency key if the request has none.
 */
export function readCloudEvent(body: unknown, key?: string): EventToSend {
  const event = bodyFields(body);
  const text = (name: string) => bodyField(event, name, "string");
  const required = (name: string): string => {
    const value = text(name) ?? "";
    if (value !== "") return value;
    throw invalid(name, "This attribute of a CloudEvent is missing.", "Send specversion, id, source and type.");
  };
  if (!required("specversion").startsWith("1."))
    throw invalid("specversion", "Only CloudEvents 1.0 are supported.", 'Send "1.0".');
  const [id, source, type] = [required("id"), required("source"), required("type")];
  const time = text("time");
  if (time !== undefined && Number.isNaN(Date.parse(time)))
    throw invalid("time", "The time is not in RFC 3339.", "Send a moment such as 2026-11-21T09:30:00Z.");
  const others = Object.entries(event).filter(([name, value]) => !FIELDS.has(name) && value !== null);
  return {
    type,
    source,
    subject: text("subject"),
    time: time === undefined ? undefined : new Date(time),
    idempotencyKey: key ?? `cloudevents:${source}:${id}`,
    ...(others.length > 0 && { attributes: Object.fromEntries(others) }),
    data: dataOf(event, mediaTypeOf(text("datacontenttype") ?? "application/json")),
  };
}

/** `data`, or what `data_base64` holds if its `datacontenttype` says that it is JSON or text. */
function dataOf(event: Fields, mediaType: string): unknown {
  const encoded = bodyField(event, "data_base64", "string");
  if (encoded === undefined) return event["data"] ?? null;
  const refuse = (detail: string, hint: string) => invalid("data_base64", detail, hint);
  if (event["data"] !== undefined)
    throw refuse("The event has `data` and `data_base64`.", "Send only one of the two, as CloudEvents requires.");
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(encoded))
    throw refuse("The text is not Base64.", "Encode the bytes as in RFC 4648, section 4.");
  const isJson = /^(application|text)\/(\S+\+)?json$/.test(mediaType);
  if (!isJson && !mediaType.startsWith("text/"))
    throw refuse(
      `A payload of the type ${mediaType} cannot be read by conditions and templates.`,
      "Send JSON or text, or put a link to the file into `data`.",
    );
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(encoded, "base64"));
  } catch {
    throw refuse("The bytes are not UTF-8.", "Encode JSON and text in UTF-8.");
  }
  if (!isJson) return text;
  const { value, problems } = parseJsonText(text, { within: USUAL_TEXT_LIMITS });
  if (problems.length > 0) throw new BadRequest({ ...badJson(problems), path: "/data_base64" });
  return value;
}
