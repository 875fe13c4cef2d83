import { createHash } from "node:crypto";
import { isEventTime } from "@tempograph/graph";
import { defineSource, storableText } from "@tempograph/nodes-sdk";
import { parseFeed } from "feedsmith";
import { z } from "zod";
import { HTTP_CONNECTIONS } from "../connections/index.ts";
import { conditionalGet, unexpected, validators, wholeUrl } from "./conditional-get.ts";

const MAX_BYTES = 4 * 1024 * 1024;
const LONGEST_TEXT = 100_000;

const article = z.object({
  title: z.string().nullable(),
  link: z.string().nullable(),
  summary: z.string().nullable().describe("Text or HTML, as the feed has it. At most 100,000 characters."),
  content: z.string().nullable().describe("The whole article if the feed has it. At most 100,000 characters."),
  author: z.string().nullable(),
  categories: z.array(z.string()),
  published: z.string().nullable().describe("RFC 3339."),
});

export const rss = defineSource({
  type: "rss",
  title: "RSS or Atom feed",
  description: "Reads a feed: RSS, Atom, RDF or JSON Feed. Each new article is an item.",
  input: z.object({ url: z.string().min(1).max(2_000).describe("Whole URL of the feed, http or https.") }),
  cursor: validators,
  data: article,
  connections: HTTP_CONNECTIONS,
  example: { url: "https://example.com/feed.xml" },
  async poll(ctx, input, known = {}) {
    const answer = await conditionalGet(ctx, wholeUrl(input.url), known, { maxBytes: MAX_BYTES });
    if (answer === undefined) return { items: [], cursor: known };
    const items = articlesOf(textOf(answer.bytes, answer.response.headers.get("content-type") ?? ""));
    // Feeds begin with the newest article.
    return { items: items.toReversed(), cursor: answer.validators };
  },
});

/** What the formats have in common, by the names that the parser gives. */
interface Entry {
  readonly id?: string;
  readonly guid?: { readonly value?: string };
  readonly title?: string | { readonly value?: string };
  readonly link?: string;
  readonly url?: string;
  readonly links?: readonly { readonly href?: string; readonly rel?: string }[];
  readonly description?: string;
  readonly summary?: string | { readonly value?: string };
  readonly content?: string | { readonly value?: string; readonly encoded?: string };
  readonly content_html?: string;
  readonly content_text?: string;
  readonly authors?: readonly (string | { readonly name?: string; readonly email?: string })[];
  readonly dc?: { readonly creators?: readonly string[]; readonly dates?: readonly string[] };
  readonly categories?: readonly { readonly name?: string; readonly label?: string; readonly term?: string }[];
  readonly tags?: readonly string[];
  readonly pubDate?: string;
  readonly published?: string;
  readonly updated?: string;
  readonly date_published?: string;
}

function articlesOf(text: string) {
  let feed: { readonly items?: readonly unknown[]; readonly entries?: readonly unknown[] };
  try {
    ({ feed } = parseFeed(text));
  } catch (error) {
    throw unexpected(
      `The answer is no feed that can be read: ${String(error).slice(0, 200)}.`,
      "Use the URL of an RSS, Atom or JSON feed; a page of HTML is none.",
    );
  }
  return (feed.items ?? feed.entries ?? []).map((entry) => itemOf(entry as Entry));
}

function itemOf(entry: Entry) {
  const link =
    entry.link ?? entry.url ?? entry.links?.find(({ rel = "alternate" }) => rel === "alternate")?.href ?? null;
  const [author] = [...(entry.authors ?? []), ...(entry.dc?.creators ?? [])];
  const written = entry.published ?? entry.pubDate ?? entry.date_published ?? entry.updated ?? entry.dc?.dates?.[0];
  const moment = written === undefined ? Number.NaN : Date.parse(written);
  const published = isEventTime(moment) ? new Date(moment).toISOString() : null;
  const data = {
    title: valueOf(entry.title),
    link,
    summary: valueOf(entry.summary) ?? valueOf(entry.description),
    content: valueOf(entry.content) ?? valueOf(entry.content_html) ?? valueOf(entry.content_text),
    author: typeof author === "object" ? (author.name ?? author.email ?? null) : (author ?? null),
    categories: [
      ...(entry.categories ?? []).flatMap(({ name, label, term }) => name ?? label ?? term ?? []),
      ...(entry.tags ?? []),
    ],
    published,
  };
  // Feeds without ids exist. What an article says then tells it from others.
  const id = entry.guid?.value ?? entry.id ?? link ?? hash(JSON.stringify([data.title, data.summary, published]));
  return { id: id.length <= 512 ? id : hash(id), data, ...(published !== null && { time: published }) };
}

function valueOf(field: string | { readonly value?: string; readonly encoded?: string } | undefined): string | null {
  const text = typeof field === "object" ? (field.encoded ?? field.value) : field;
  return text === undefined ? null : storableText(text.slice(0, LONGEST_TEXT));
}

const hash = (text: string) => createHash("sha256").update(text).digest("base64url");

/** The encoding is in the header, else in the first line of the XML, else it is UTF-8. */
function textOf(bytes: Uint8Array, contentType: string): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const charset =
    /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ??
    /^[^<]*<\?xml[^>]*encoding=["']([^"']+)/.exec(head)?.[1];
  try {
    return storableText(new TextDecoder(charset).decode(bytes));
  } catch {
    return storableText(new TextDecoder().decode(bytes));
  }
}
