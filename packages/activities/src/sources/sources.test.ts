import { defineNodePack, defineSource } from "@tempograph/nodes-sdk";
import { runSource } from "@tempograph/nodes-sdk/testing";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { createActivityHost } from "../host/create-activity-host.ts";
import { startTestServer } from "../test-kit/test-server.ts";
import { httpList } from "./http-list.ts";
import { rss } from "./rss.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));

type Reply = { readonly body: string; readonly headers?: Record<string, string>; readonly status?: number };

/** A server that answers by path. */
async function serve(reply: (url: string, headers: Record<string, unknown>) => Reply) {
  const server = await startTestServer((request, response) => {
    const { body, headers = {}, status = 200 } = reply(request.url, request.headers);
    response.writeHead(status, headers).end(body);
  });
  open.push(server);
  const poll = (source: typeof rss, input: object, cursor?: unknown) =>
    runSource(source, input as never, {
      ...{ cursor, allow: ["127.0.0.1"], retry: { maximumAttempts: 1 } },
    });
  return { ...server, poll };
}

const rssFeed = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>
  <item><title>Second &amp; last</title><link>https://example.com/2</link><guid>g2</guid><pubDate>Sat, 21 Nov 2026 10:00:00 +0100</pubDate>
    <description><![CDATA[<p>Two</p>]]></description><content:encoded><![CDATA[<p>All of two</p>]]></content:encoded><category>a</category></item>
  <item><title>First</title><link>https://example.com/1</link><guid isPermaLink="false">g1</guid><pubDate>+275760-09-13T00:00:00Z</pubDate></item></channel></rss>`;
const atomFeed = `<?xml version="1.0" encoding="ISO-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>f</id>
  <entry><id>urn:1</id><title>K\u00e4se</title><link rel="self" href="https://example.com/self"/><link href="https://example.com/a"/>
  <updated>2026-11-21T09:30:00Z</updated><author><name>Kim</name></author><summary>Short</summary></entry></feed>`;

test("rss reads RSS, the oldest article first, with its time, and says that nothing has changed", async () => {
  const { url, poll, requests } = await serve((_, headers) =>
    headers["if-none-match"] === '"v1"'
      ? { body: "", status: 304 }
      : { body: rssFeed, headers: { "content-type": "application/rss+xml", etag: '"v1"' } },
  );
  const { answer } = await poll(rss, { url });
  expect(answer!.items.map(({ id, time }) => [id, time])).toEqual([
    ["g1", undefined],
    ["g2", "2026-11-21T09:00:00.000Z"],
  ]);
  expect(answer!.items[1]!.data).toEqual({
    title: "Second & last",
    link: "https://example.com/2",
    summary: "<p>Two</p>",
    content: "<p>All of two</p>",
    author: null,
    categories: ["a"],
    published: "2026-11-21T09:00:00.000Z",
  });
  const again = await poll(rss, { url }, answer!.cursor);
  expect(again.answer).toEqual({ items: [], cursor: { etag: '"v1"' } });
  expect(requests).toHaveLength(2);
});

test("rss reads Atom in the encoding that its first line names, and JSON Feed", async () => {
  const json = {
    ...{ version: "https://jsonfeed.org/version/1.1", title: "News" },
    items: [{ id: "j1", url: "https://example.com/j", content_text: "Hello", date_published: "2026-11-21T09:30:00Z" }],
  };
  const server = await startTestServer((request, response) => {
    response.end(request.url === "/json" ? JSON.stringify(json) : Buffer.from(atomFeed, "latin1"));
  });
  open.push(server);
  const poll = (path: string) => runSource(rss, { url: server.url + path }, { allow: ["127.0.0.1"] });
  expect((await poll("/atom")).answer!.items).toMatchObject([
    { id: "urn:1", data: { title: "Käse", link: "https://example.com/a", author: "Kim", summary: "Short" } },
  ]);
  expect((await poll("/json")).answer!.items).toMatchObject([{ id: "j1", data: { content: "Hello" } }]);
});

test.each<[string, string]>([
  ["a page of HTML", "<!doctype html><html><body>Hello</body></html>"],
  ["nothing", ""],
  [
    "entities that would grow to gigabytes",
    `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "${"x".repeat(100)}">${["b", "c", "d", "e", "f", "g", "h"]
      .map((name, index) => `<!ENTITY ${name} "${`&${"abcdefg"[index]!};`.repeat(10)}">`)
      .join("")}]><rss version="2.0"><channel><item><title>&h;</title><guid>1</guid></item></channel></rss>`,
  ],
])("rss says what is wrong with %s, or reads it within its bounds", async (_, body) => {
  const { url, poll } = await serve(() => ({ body }));
  const { error, answer } = await poll(rss, { url });
  if (answer === undefined) expect(error).toMatchObject({ code: "SOURCE_UNREADABLE", hint: expect.any(String) });
  else expect(JSON.stringify(answer).length).toBeLessThan(200_000);
});

test("http_list finds the list, makes ids of one or several fields, and follows pages of the same server", async () => {
  const { url, poll, requests } = await serve((path) => ({
    body:
      path === "/?page=2"
        ? '{"data": [{"n": 3, "of": "a", "at": "2026-11-21T10:30:00+01:00"}]}'
        : '{"data": [{"n": 1, "of": "a"}, {"n": 2, "of": "b"}], "links": {"next": "/?page=2"}}',
    headers: { etag: '"v1"' },
  }));
  const input = { url, items: "data", id: ["of", "n"], next: "links.next", time: "at", headers: { "x-team": "7" } };
  const { answer } = await poll(httpList, input);
  expect(answer).toEqual({
    items: [
      { id: '["a","1"]', data: { n: 1, of: "a" } },
      { id: '["b","2"]', data: { n: 2, of: "b" } },
      { id: '["a","3"]', data: { n: 3, of: "a", at: "2026-11-21T10:30:00+01:00" }, time: "2026-11-21T09:30:00.000Z" },
    ],
    cursor: {},
  });
  expect(requests.map(({ url: path, headers }) => [path, headers["x-team"]])).toEqual([
    ["/", "7"],
    ["/?page=2", "7"],
  ]);
});

test("http_list keeps numbers that a double would change, and fields of any name; what cannot be stored in a text is replaced", async () => {
  const { url, poll } = await serve(() => ({
    body: '[{"id": 9007199254740993, "n": 12345678901234567890, "__proto__": {"a": {"__proto__": 1}}, "t": "a\\u0000b", "of": 1.5}, {"id": 9007199254740992}]',
  }));
  const { answer } = await poll(httpList, { url });
  expect(answer!.items.map(({ id }) => id)).toEqual(["9007199254740993", "9007199254740992"]);
  expect(JSON.stringify(answer!.items[0]!.data)).toBe(
    '{"id":"9007199254740993","n":"12345678901234567890","__proto__":{"a":{"__proto__":1}},"t":"a\ufffdb","of":1.5}',
  );
});

test("an item that cannot become an event is skipped, and the others are taken", async () => {
  const deep = "[".repeat(5_000) + "]".repeat(5_000);
  const { url, poll } = await serve(() => ({
    body: `[{"id": "a"}, {"id": "large", "x": "${"x".repeat(1_100_000)}"}, {"id": "deep", "x": ${deep}}, {"name": "Kim"}, {"id": "${"l".repeat(513)}"}, {"id": "b"}]`,
  }));
  const { answer } = await poll(httpList, { url });
  expect(answer!.items.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(answer!.skipped).toEqual([
    { id: "large", why: "it is larger than 1 MiB" },
    { id: "deep", why: expect.stringMatching(/^its data\.x(\[0\])+ is deeper than 64 levels/) },
    { id: '{"name":"Kim"}', why: "it has no id" },
    { id: "l".repeat(100), why: "its id is longer than 512 characters" },
  ]);
  const own = defineSource({
    ...{ type: "own", title: "T", description: "D.", input: z.object({}) },
    poll: async () => ({
      items: [
        { id: "1", data: { t: "\0" } },
        { id: "2\0", data: {} },
        { id: "3", data: {}, time: "+275760-09-13T00:00:00Z" },
        { id: "4", data: { at: new Date(0) } },
      ],
    }),
  });
  const run = await runSource(own, {});
  expect(run.answer!.items).toEqual([{ id: "4", data: { at: "1970-01-01T00:00:00.000Z" } }]);
  expect(run.answer!.skipped!.map(({ id, why }) => [id, why.slice(0, 20)])).toEqual([
    ["1", "its data.t holds tex"],
    ["2\ufffd", "its id holds text th"],
    ["3", "its time is none of "],
  ]);
});

test("http_list leaves pages to the next poll once it has read as much as one answer may hold", async () => {
  const { url, poll, requests } = await serve((path) => {
    const page = Number(new URLSearchParams(path.slice(2)).get("page") ?? 1);
    const items = [1, 2].map((n) => ({ id: `${page}.${n}`, x: "x".repeat(900_000) }));
    return { body: JSON.stringify({ items, next: `/?page=${page + 1}` }) };
  });
  const { answer } = await poll(httpList, { url, items: "items", next: "next", pages: 50 });
  expect(answer).toMatchObject({ cursor: { next: `${url}/?page=3` }, more: true });
  expect(requests).toHaveLength(2);
});

test("http_list goes on with the next page in the next poll, by the body or by the header Link", async () => {
  const { url, poll } = await serve((path) => {
    const page = Number(new URLSearchParams(path.slice(2)).get("page") ?? 1);
    const body = JSON.stringify([{ id: page }]);
    return page < 3 ? { body, headers: { link: `</?page=${page + 1}>; rel="next"` } } : { body };
  });
  const ids: string[] = [];
  for (let cursor: unknown, more = true; more;) {
    const { answer } = await poll(httpList, { url, next: "link", pages: 1 }, cursor);
    ids.push(...answer!.items.map(({ id }) => id));
    ({ cursor, more = false } = answer!);
  }
  expect(ids).toEqual(["1", "2", "3"]);
});

test.each<[string, Reply, object]>([
  ["a body that is no JSON", { body: "<html>" }, {}],
  ["a place without a list", { body: '{"data": {}}' }, { items: "data" }],
  ["an item without the id", { body: '[{"id": null}]' }, {}],
  ["a path into what every object has", { body: '[{"id": 1}]' }, { id: "constructor.name" }],
  [
    "the next page on another server",
    { body: '{"next": "https://evil.example/", "list": []}' },
    { items: "list", next: "next" },
  ],
])("http_list says what is wrong: %s", async (_, reply, input) => {
  const { url, poll } = await serve(() => reply);
  expect((await poll(httpList, { url, ...input })).error).toMatchObject({
    code: "SOURCE_UNREADABLE",
    hint: expect.any(String),
  });
});

test("a status that is no success is the error of a node, and tried again only where that makes sense", async () => {
  const { url, poll } = await serve((path) => ({ body: "no", status: path === "/gone" ? 404 : 503 }));
  expect((await poll(rss, { url: `${url}/gone` })).error).toMatchObject({ code: "HTTP_STATUS", retryable: false });
  expect((await poll(httpList, { url })).error).toMatchObject({ code: "HTTP_STATUS", retryable: true });
});

const request = {
  ...{ project: "main", workflow: { id: "wf_1", version: 1 }, triggerId: "t", input: { key: "hunter2-canary" } },
  signal: new AbortController().signal,
};

test("the host polls a pack's source with its configuration, takes secrets out of errors, and ends a poll that does not end", async () => {
  const shared = { title: "T", description: "D.", input: z.object({ key: z.string() }) };
  const sources = [
    defineSource({
      ...{ ...shared, type: "fails" },
      poll: (ctx, { key }) => Promise.reject(new Error(`no ${ctx.secret(key)}`)),
    }),
    defineSource({ ...shared, type: "hangs", poll: () => new Promise<never>(() => {}) }),
    defineSource({
      ...{ ...shared, type: "counts", cursor: z.int() },
      poll: async (ctx, _input, n = 0) => ({
        items: [{ id: String(n), data: ctx.config("unit") ?? null }],
        cursor: n + 1,
      }),
    }),
  ];
  const pack = defineNodePack({ name: "p", version: "1.0.0", nodes: [], sources });
  const host = createActivityHost({ packs: [pack], config: { p: { unit: "km" } }, maxPollMs: 200 });
  open.push(host);
  expect(host.sourceTypes.map(({ type }) => type)).toEqual(["counts", "fails", "hangs"]);
  expect(await host.pollSource({ ...request, source: "counts", cursor: 4 })).toEqual({
    items: [{ id: "4", data: "km" }],
    cursor: 5,
  });
  // A cursor of an older version of the source counts as none.
  expect(await host.pollSource({ ...request, source: "counts", cursor: { old: true } })).toMatchObject({ cursor: 1 });
  const failing = host.pollSource({ ...request, source: "fails" });
  await expect(failing).rejects.toMatchObject({ code: "NODE_FAILED", message: "no [redacted]", retryable: true });
  await expect(host.pollSource({ ...request, source: "hangs" })).rejects.toMatchObject({ code: "POLL_TIMEOUT" });
  await expect(host.pollSource({ ...request, source: "none" })).rejects.toMatchObject({ code: "SOURCE_UNKNOWN" });
  await expect(host.pollSource({ ...request, source: "counts", input: {} })).rejects.toMatchObject({
    code: "INPUT_INVALID",
  });
});

test("a definition that is wrong is refused with everything that is wrong with it", () => {
  const poll = async () => ({ items: [] });
  const shared = { title: "T", description: "D.", input: z.object({}) };
  expect(() => defineSource({ ...shared, type: "X", poll })).toThrow(/`type`.*snake_case/);
  expect(() => defineSource({ ...shared, type: "ok", poll: undefined as never })).toThrow(/`poll` is no function/);
  const source = defineSource({ ...shared, type: "ok", poll });
  expect(() => defineNodePack({ name: "p", version: "1", nodes: [], sources: [source, source] })).toThrow(
    /listed twice/,
  );
  expect(() => defineNodePack({ name: "p", version: "1", nodes: [], sources: [{} as never] })).toThrow(/defineSource/);
});
