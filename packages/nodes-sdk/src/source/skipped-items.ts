import { isEventTime, limits, type Json, type SkippedItem } from "@tempograph/graph";
import { isNodeError } from "../error/node-error.ts";
import { normaliseOutput, storableText } from "../json/normalise-output.ts";
import type { SourceItem } from "./source-type.ts";

export const MAX_ITEM_ID_LENGTH = 512;
/** Bytes of JSON that one poll may give. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const SHOWN = 100;
const PLACE = "its data";

/**
 * Parts the items that can become events from those that cannot, so that one of these does not keep all others back. What does not fit the
 * source's own schemas is no such item: the source itself has to be mended then, and nothing of its answer is taken.
 */
export function partItems<Item extends SourceItem>(
  given: readonly Item[],
): { readonly items: readonly Item[]; readonly skipped: readonly SkippedItem[] } {
  const items: Item[] = [];
  const skipped: SkippedItem[] = [];
  for (const item of given) {
    // What is no text is refused by the schema of the answer.
    const why = typeof item?.id === "string" ? problemOf(item) : undefined;
    if (why === undefined) items.push(item);
    else skipped.push({ id: shownId(item), why });
  }
  return { items, skipped };
}

function problemOf({ id, data, time }: SourceItem): string | undefined {
  if (id === "") return "it has no id";
  if (id.length > MAX_ITEM_ID_LENGTH) return `its id is longer than ${MAX_ITEM_ID_LENGTH} characters`;
  if (storableText(id) !== id) return "its id holds text that cannot be stored: \\u0000 or half of a surrogate pair";
  if (typeof time === "string" && !isEventTime(Date.parse(time))) return "its time is none of the years 1 to 9999";
  const json = asJson(data);
  if (typeof json === "string") return json;
  return json.bytes > limits.MAX_VALUE_BYTES ? "it is larger than 1 MiB" : undefined;
}

/** A text says why the data is not JSON that can be stored. */
function asJson(data: unknown): { readonly json: Json; readonly bytes: number } | string {
  try {
    // As deep as it is in the answer, whose depth is limited as a whole.
    const json = normaliseOutput([[[data]]], PLACE) as readonly Json[][][];
    return { json: json[0]![0]![0]!, bytes: Buffer.byteLength(JSON.stringify(json)) };
  } catch (error) {
    if (isNodeError(error)) return error.message.replace(`${PLACE}[0][0][0]`, PLACE).replace(/\.$/, "");
    throw error;
  }
}

/** What people can find the item by. */
function shownId({ id, data }: SourceItem): string {
  if (id !== "") return storableText(id.slice(0, SHOWN));
  const json = asJson(data);
  return typeof json === "string" ? "" : storableText(JSON.stringify(json.json).slice(0, SHOWN));
}
