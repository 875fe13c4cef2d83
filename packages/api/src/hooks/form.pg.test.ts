import { waitFor } from "@tempograph/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const schema = {
    type: "object",
    properties: { email: { type: "string", format: "email" }, seats: { type: "integer", maximum: 9 } },
    required: ["email"],
  };
  const triggers = [{ id: "t", kind: "form", config: { path: "table", title: "Book a table", schema } }];
  const made = await api.request("POST", "/workflows", { name: "Table", graph: smallGraph, triggers });
  expect(made.status).toBe(201);
});
afterAll(() => api.stop());

const url = () => `${api.url}/forms/main/table`;
const events = () =>
  api.db.selectFrom("events").select(["type", "data"]).where("source", "=", "tempograph:form/table").execute();
const stampIn = (html: string) => /name="_stamp" value="([^"]+)"/.exec(html)![1]!;
const post = (fields: Record<string, string>) => fetch(url(), { method: "POST", body: new URLSearchParams(fields) });

/** A stamp that is old enough for a person. */
async function stamp(): Promise<string> {
  const made = stampIn(await (await fetch(url())).text());
  await waitFor(() => Date.now() - Number(made.split(".")[1]) > 1_000, { what: "a second" });
  return made;
}

test("a page without scripts, which nobody can frame", async () => {
  const response = await fetch(url());
  expect(response.status).toBe(200);
  const policy = response.headers.get("content-security-policy");
  expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(await response.text()).toContain("<h1>Book a table</h1>");
});

test("what does not fit comes back with its error and what was sent; once it fits it is one event, however often the button is pressed", async () => {
  const _stamp = await stamp();
  const wrong = await post({ email: "ada@example.com", seats: "10", _stamp });
  const html = await wrong.text();
  expect([wrong.status, html]).toEqual([422, expect.stringMatching(/value="10".*class="error"/s)]);
  expect(html).toContain('value="ada@example.com"');
  expect(await events()).toEqual([]);
  const good = { email: "ada@example.com", seats: "9", _stamp };
  const answers = await Promise.all([post(good), post(good)]);
  expect(await Promise.all(answers.map(async (one) => [one.status, /Thank you/.test(await one.text())]))).toEqual([
    [200, true],
    [200, true],
  ]);
  expect(await events()).toEqual([{ type: "form.submitted", data: { email: "ada@example.com", seats: 9 } }]);
});

test("programs that fill in everything, or do not load the page, store nothing", async () => {
  const before = (await events()).length;
  const filled = await post({ email: "x@example.com", _stamp: await stamp(), _website: "https://spam.example" });
  expect([filled.status, /Thank you/.test(await filled.text())]).toEqual([200, true]);
  for (const _stamp of ["", "made.up", stampIn(await (await fetch(url())).text())])
    expect((await post({ email: "x@example.com", _stamp })).status).toBe(422);
  expect(await events()).toHaveLength(before);
});

test("a form that never was, is paused, or is of another project is the same page for people, and no JSON", async () => {
  const ask = async (path: string, method = "GET") => {
    const answer = await fetch(`${api.url}/${path}`, { method });
    return [answer.status, answer.headers.get("content-type"), await answer.text()];
  };
  const never = await ask("forms/main/nothing");
  expect(never).toEqual([404, "text/html; charset=utf-8", expect.stringContaining("<h1>There is nothing here</h1>")]);
  const [{ workflow_id: id }] = (await api.db.selectFrom("workflow_triggers").select("workflow_id").execute()) as [
    { workflow_id: string },
  ];
  await api.request("POST", `/workflows/${id}/triggers/t/pause`, {});
  for (const [path, method] of [
    ["forms/main/table", "GET"],
    ["forms/main/table", "POST"],
    ["forms/nobody/table", "GET"],
    ["forms/main/%00", "POST"],
  ])
    expect(await ask(path!, method)).toEqual(never);
  await api.request("POST", `/workflows/${id}/triggers/t/resume`, {});
  expect((await ask("forms/main/table"))[0]).toBe(200);
  expect((await ask("hooks/main/table", "POST"))[0]).toBe(404);
});

test("an address that sends too many forms has to wait", async () => {
  const statuses = new Set<number>();
  let last: Response | undefined;
  for (let index = 0; index < 25; index++) statuses.add((last = await post({ email: "" })).status);
  expect(statuses).toContain(429);
  expect(Number(last!.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await last!.text()).toContain("<h1>Please wait a moment</h1>");
});
