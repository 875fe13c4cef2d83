import type { Json } from "../definition/json.ts";

/**
 * What stands in the place of a value that cannot be read: another program than ours wrote it, in an encoding that is not
 * `json/plain`, or the text is no JSON. The SDK would throw instead, and Temporal would try the workflow task again for ever.
 */
export class UnreadablePayload {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

/**
 * Marks, in its metadata, a payload that never leaves the worker: an argument of a local activity of ours. It needs no encryption, and
 * is not stored in Postgres if it is large.
 */
export const LOCAL_PAYLOAD = "tempograph-local";

/**
 * What a payload of Temporal holds, the same live and from a history; undefined for `binary/null`, which holds nothing.
 *
 * @param text decodes the payload's bytes, and throws where they are not UTF-8.
 */
export function payloadValue(encoding: string, text: () => string): Json | undefined | UnreadablePayload {
  if (encoding === "binary/null") return undefined;
  if (encoding !== "json/plain") return new UnreadablePayload(`it is encoded as "${encoding}", not as "json/plain"`);
  try {
    return JSON.parse(text()) as Json;
  } catch {
    return new UnreadablePayload("it is not JSON in UTF-8");
  }
}
