import type { FastifyRequest } from "fastify";
import { mediaTypeOf } from "../../http/media-type.ts";
import { headerText, invalid, parameter, type Query } from "../../http/read-body.ts";
import { BadRequest } from "../../http/read-json-text.ts";
import { readCloudEvent } from "./cloud-event.ts";
import type { EventToSend } from "./send-input.ts";

/** The media type of a list of CloudEvents. */
export const CLOUD_EVENTS_BATCH = "application/cloudevents-batch+json";

/** Reads the event of a request: plain JSON, or CloudEvents 1.0 in structured or binary mode. */
export function readEventRequest(request: FastifyRequest): EventToSend {
  const header = (name: string) => headerText(request.headers, name);
  const query = request.query as Query;
  const key = header("idempotency-key");
  const mediaType = mediaTypeOf(header("content-type"));
  if (mediaType === "application/cloudevents+json") return readCloudEvent(request.body, key);
  if (mediaType.startsWith("application/cloudevents"))
    throw new BadRequest({
      status: 415,
      code: "UNSUPPORTED_MEDIA_TYPE",
      detail: `CloudEvents in the format ${mediaType} are not supported.`,
      hint: `Send application/cloudevents+json or ${CLOUD_EVENTS_BATCH}.`,
    });
  if (header("ce-specversion") !== undefined || header("ce-type") !== undefined)
    return readCloudEvent(binaryEvent(request), key);
  return {
    type: parameter(query, "type") ?? header("x-event-type") ?? "event",
    source: parameter(query, "source"),
    subject: parameter(query, "subject"),
    idempotencyKey: key,
    data: request.body,
  };
}

/** Reads a list of CloudEvents. If one of them is malformed, none is stored, and the error names its place in the list. */
export function readEventBatch({ body }: FastifyRequest): { readonly events: EventToSend[] } {
  if (!Array.isArray(body))
    throw new BadRequest({
      status: 400,
      code: "INVALID_INPUT",
      detail: "The body of a batch has to be a list of CloudEvents.",
      path: "",
      hint: "Send a JSON array, or one event as application/cloudevents+json.",
    });
  const events = body.map((event: unknown, index) => {
    try {
      return readCloudEvent(event);
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      throw new BadRequest({ ...error.problem, path: `/${String(index)}${error.problem.path ?? ""}` });
    }
  });
  return { events };
}

/** The event of binary mode as the object of structured mode: an attribute is a header `ce-…`, and the body is the data. */
function binaryEvent({ headers, body }: FastifyRequest): object {
  const attributes = Object.keys(headers)
    .filter((name) => name.startsWith("ce-"))
    .map((name) => [name.slice("ce-".length), decode(headerText(headers, name))] as const);
  for (const [name] of attributes)
    if (name === "data" || name === "data_base64" || name === "datacontenttype")
      throw invalid(`ce-${name}`, "Binary mode has no such header.", "The body is the data, of the type Content-Type.");
  const datacontenttype = headerText(headers, "content-type");
  return { ...Object.fromEntries(attributes), ...(datacontenttype && { datacontenttype }), data: body ?? null };
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
