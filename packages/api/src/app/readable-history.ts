import { isEncoded, type HistoryEventRecord, type Payload } from "@tempograph/db";
import type { Json, JsonObject } from "@tempograph/graph";
import { payloadFromJson, payloadToJson, type PayloadJson } from "./payload-json.ts";

type Decode = (payloads: readonly Payload[]) => Promise<readonly Payload[]>;

/**
 * The events with values in the place of encrypted values and references, and with the texts of failures where they belong. What cannot be
 * decoded stays as it is. The rows themselves keep what Temporal has (I3).
 */
export async function readableHistory(
  events: readonly HistoryEventRecord[],
  decode: Decode,
): Promise<readonly HistoryEventRecord[]> {
  const found: JsonObject[] = [];
  for (const { attributes } of events) collect(attributes, found);
  if (found.length === 0) return events;
  const values = await decode(found.map((one) => payloadFromJson(one as PayloadJson)));
  const decoded = new Map<Json, JsonObject>(found.map((one, index) => [one, payloadToJson(values[index]!)]));
  return events.map((event) => ({ ...event, attributes: replaced(event.attributes, decoded) }));
}

function collect(value: Json, found: JsonObject[]): void {
  if (typeof value !== "object" || value === null) return;
  if (isEncodedJson(value)) found.push(value as JsonObject);
  else for (const field of Object.values(value)) collect(field, found);
}

function isEncodedJson(value: object): boolean {
  const { metadata } = value as { readonly metadata?: Readonly<Record<string, unknown>> | null };
  if (typeof metadata?.["encoding"] !== "string") return false;
  return isEncoded(payloadFromJson({ metadata: metadata as Record<string, string> }));
}

function replaced(value: Json, decoded: ReadonlyMap<Json, JsonObject>): Json {
  if (typeof value !== "object" || value === null) return value;
  const found = decoded.get(value);
  if (found !== undefined) return found;
  if (Array.isArray(value)) return value.map((one) => replaced(one, decoded));
  const fields = Object.entries(value).map(([name, field]) => [name, replaced(field, decoded)] as const);
  return { ...Object.fromEntries(fields), ...textsOf(decoded.get((value as JsonObject)["encodedAttributes"] ?? null)) };
}

/** The message and the stack trace of a failure, which the SDK puts into a payload where payloads are encrypted. */
function textsOf(payload: JsonObject | undefined): JsonObject {
  if (payload === undefined) return {};
  try {
    const texts = JSON.parse(Buffer.from(payload["data"] as string, "base64").toString()) as Readonly<
      Record<string, unknown>
    >;
    const { message, stack_trace: stackTrace } = texts;
    return { ...(typeof message === "string" && { message }), ...(typeof stackTrace === "string" && { stackTrace }) };
  } catch {
    return {};
  }
}
