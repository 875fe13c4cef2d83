import type { FastifyRequest } from "fastify";
import { bodyField, bodyFields, headerText, invalid, parameter, type Query } from "../../http/read-body.ts";
import type { EventToSend } from "./send-input.ts";

/** Reads the event of a request: plain JSON, or CloudEvents 1.0 in structured or binary mode. */
export function readEventRequest(request: FastifyRequest): EventToSend {
  const header = (name: string) => headerText(request.headers, name);
  const query = request.query as Query;
  const key = header("idempotency-key");
  if (header("content-type")?.startsWith("application/cloudevents+json") === true) return structured(request.body, key);
  if (header("content-type")?.startsWith("application/cloudevents-batch+json") === true)
    throw invalid(
      "body",
      "Batches of CloudEvents are not supported.",
      "Send the events one by one, or with GraphQL's eventSendBatch.",
    );
  if (header("ce-specversion") !== undefined || header("ce-type") !== undefined)
    return binary(header, request.body, key);
  return {
    type: parameter(query, "type") ?? header("x-event-type") ?? "event",
    source: parameter(query, "source"),
    subject: parameter(query, "subject"),
    idempotencyKey: key,
    data: request.body,
  };
}

function structured(body: unknown, key: string | undefined): EventToSend {
  const event = bodyFields(body);
  if (event["data_base64"] !== undefined)
    throw invalid("data_base64", "Binary payloads are not supported.", "Send JSON in `data`.");
  const field = (name: string) => bodyField(event, name, "string");
  return cloudEvent(field, event["data"] ?? null, key);
}

function binary(header: (name: string) => string | undefined, body: unknown, key: string | undefined): EventToSend {
  return cloudEvent((name) => decode(header(`ce-${name}`)), body ?? null, key);
}

/** Reads a CloudEvent. `specversion`, `id`, `source` and `type` are required. Source and id together are unique, so they are the idempotency key. */
function cloudEvent(field: (name: string) => string | undefined, data: unknown, key: string | undefined): EventToSend {
  const required = (name: string): string => {
    const value = field(name);
    if (value === undefined)
      throw invalid(name, "This attribute of a CloudEvent is missing.", "Send specversion, id, source and type.");
    return value;
  };
  if (!required("specversion").startsWith("1."))
    throw invalid("specversion", "Only CloudEvents 1.0 are supported.", 'Send "1.0".');
  const [id, source, type] = [required("id"), required("source"), required("type")];
  const time = field("time");
  if (time !== undefined && Number.isNaN(Date.parse(time)))
    throw invalid("time", "The time is not in RFC 3339.", "Send a moment such as 2026-11-21T09:30:00Z.");
  return {
    type,
    source,
    subject: field("subject"),
    time: time === undefined ? undefined : new Date(time),
    idempotencyKey: key ?? `cloudevents:${source}:${id}`,
    data,
  };
}

/** Decodes a header of a CloudEvent, in which characters outside ASCII are percent-encoded. */
function decode(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
