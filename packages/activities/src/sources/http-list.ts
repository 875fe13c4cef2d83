import { isEventTime, type Json } from "@tempograph/graph";
import { anyJson, defineSource, type NodeLogger } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { HTTP_CONNECTIONS } from "../connections/index.ts";
import { conditionalGet, unexpected, validators, wholeUrl } from "./conditional-get.ts";
import { readJson } from "../nodes/http/read-response.ts";
import { atPath } from "./at-path.ts";

const path = z.string().max(500);
const MAX_BYTES = 4 * 1024 * 1024;
/** A poll that has read so much leaves further pages to the next one, because its answer may have 8 MiB. */
const ENOUGH_BYTES = 3 * 1024 * 1024;

export const httpList = defineSource({
  type: "http_list",
  title: "JSON list",
  description: "Reads a list of JSON objects from a URL. Each object that was not there before is an item.",
  input: z.object({
    url: z.string().min(1).max(2_000).describe("Whole URL, http or https."),
    headers: z.record(z.string(), z.string()).optional(),
    items: path.default("").describe('Where the list is: "data.orders". Empty: the body itself is the list.'),
    id: z
      .union([path, z.array(path).min(1).max(5)])
      .default("id")
      .describe("What makes an item another one: a path in the item, or several paths whose values count together."),
    time: path.optional().describe("Where the item says when it happened."),
    next: path
      .optional()
      .describe('Where the body gives the URL of the next page, such as "links.next", or `link` for the header Link.'),
    pages: z.int().min(1).max(50).default(5).describe("The most pages that one poll reads. The next poll goes on."),
    newestFirst: z.boolean().default(false).describe("Whether the list begins with the newest item."),
  }),
  cursor: z.object({ ...validators.shape, next: z.string().optional() }),
  data: anyJson,
  connections: HTTP_CONNECTIONS,
  example: { url: "https://api.example.com/orders?status=new", items: "data", id: "id" },
  async poll(ctx, input, cursor = {}) {
    const first = wholeUrl(input.url);
    let url: URL | undefined = cursor.next === undefined ? first : sameOrigin(cursor.next, first);
    const { next: _, ...known } = cursor;
    let kept = known;
    const found: Json[] = [];
    let read = 0;
    for (let page = 0; url !== undefined && page < input.pages && read < ENOUGH_BYTES; page += 1) {
      const isFirst: boolean = page === 0 && cursor.next === undefined;
      const answer = await conditionalGet(ctx, url, isFirst ? known : {}, {
        headers: { accept: "application/json", ...input.headers },
        maxBytes: MAX_BYTES,
      });
      if (answer === undefined) return { items: [], cursor: kept };
      if (isFirst) kept = answer.validators;
      read += answer.bytes.byteLength;
      const body = parse(answer.bytes, ctx.logger);
      found.push(...listIn(body, input.items));
      url = nextOf(body, answer.response, input.next, url, first);
    }
    const items = found.map((data) => itemOf(data, input));
    if (items.length > 0 && items.every(({ id }) => id === ""))
      throw unexpected(
        `No item has a text or number at ${JSON.stringify(input.id)}.`,
        "Name in `id` a field that every item has and that no two items share.",
      );
    const next = url?.href;
    return {
      items: input.newestFirst ? items.toReversed() : items,
      // A list of several pages may change on a page whose validators nobody has asked for.
      cursor: next === undefined ? (input.next === undefined ? kept : {}) : { next },
      ...(next !== undefined && { more: true }),
    };
  },
});

function parse(bytes: Uint8Array, logger: NodeLogger): Json {
  try {
    return readJson(new TextDecoder("utf-8").decode(bytes), logger);
  } catch (error) {
    throw unexpected(`The answer is not JSON: ${String(error).slice(0, 200)}.`, "Use a URL that answers with JSON.");
  }
}

function listIn(body: Json, at: string): readonly Json[] {
  const list = atPath(body, at);
  if (Array.isArray(list)) return list as readonly Json[];
  const where = at === "" ? "The body" : `The value at ${JSON.stringify(at)}`;
  throw unexpected(`${where} is no list.`, 'Name the place of the list in `items`, such as "data.orders".');
}

/** An item without the fields that tell it from others has no id, and is skipped. */
function itemOf(data: Json, { id, time }: { id: string | string[]; time?: string | undefined }) {
  const parts = [id].flat().map((one) => {
    const value = atPath(data, one);
    return typeof value === "object" || value === undefined ? undefined : String(value);
  });
  const at = time === undefined ? undefined : atPath(data, time);
  const moment = typeof at === "string" ? Date.parse(at) : Number.NaN;
  return {
    id: parts.includes(undefined) ? "" : parts.length === 1 ? parts[0]! : JSON.stringify(parts),
    data,
    ...(isEventTime(moment) && { time: new Date(moment).toISOString() }),
  };
}

function nextOf(body: Json, response: Response, next: string | undefined, page: URL, first: URL): URL | undefined {
  if (next === undefined) return undefined;
  const given = next === "link" ? linkNext(response.headers.get("link") ?? "") : atPath(body, next);
  if (given === undefined || given === null || given === "") return undefined;
  if (typeof given !== "string")
    throw unexpected(`The value at ${JSON.stringify(next)} is no URL.`, "Name in `next` the place of a URL.");
  return sameOrigin(new URL(given, page).href, first);
}

/** RFC 8288: `<https://…?page=2>; rel="next"`. */
function linkNext(header: string): string | undefined {
  return /<([^<>]*)>\s*;[^<,]*\brel="?next\b/i.exec(header)?.[1];
}

/** The trigger's headers are meant for the server that it names. */
function sameOrigin(next: string, first: URL): URL {
  const url = new URL(next, first);
  if (url.origin === first.origin) return url;
  throw unexpected(
    `The next page is at ${url.origin}, which is another server than ${first.origin}.`,
    "Use the URL of the server on which the pages are.",
  );
}
