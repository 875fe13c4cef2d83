import { afterAll, beforeAll, expect, test } from "vitest";
import { errorCodes } from "../app/app-error.ts";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

test("the `type` of a problem links to the page of its code, which needs no token", async () => {
  const { body } = await api.request("GET", "/executions/exe_nobody");
  expect(body).toMatchObject({ type: "/errors/NOT_FOUND", title: "Nothing has this id.", code: "NOT_FOUND" });
  const page = await fetch(new URL(body.type, api.url));
  expect(page.headers.get("content-type")).toContain("text/markdown");
  expect(await page.text()).toContain("# NOT_FOUND\n");
});

test("a browser gets a page to read, also of a code that is none of Tempograph's", async () => {
  const ask = (code: string) =>
    fetch(`${api.url}/errors/${code}`, { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } });
  const page = await ask("NOT_FOUND");
  expect(page.headers.get("content-type")).toContain("text/html");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await page.text()).toContain("<h1>NOT_FOUND</h1>");
  const foreign = await ask("NO_ROOM");
  expect([foreign.status, foreign.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  expect(await foreign.text()).toContain("not one of Tempograph");
  expect((await ask("%3Cscript%3E")).headers.get("content-type")).toContain("json");
});

test("every code of the table has its page", async () => {
  for (const code of [...Object.keys(errorCodes), "UNAUTHORIZED", "INTERNAL", "JSON_SYNTAX"]) {
    const page = await fetch(`${api.url}/errors/${code}`);
    expect(await page.text(), code).toMatch(new RegExp(`^# ${code}\n[^]*## Hint`));
  }
  expect((await fetch(`${api.url}/errors/NO_SUCH_CODE`)).status).toBe(404);
  expect((await fetch(`${api.url}/errors/..%2fREADME`)).status).toBe(404);
});
