import { findStepConnection, insertConnectionSignIn, jsonb, loadMasterKeys, sealObtained } from "@tempograph/db";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashToken } from "../access/token.ts";
import { connectionTypes } from "../test-kit/connection-types.ts";
import { startTestApi, type TestApi } from "../test-kit/start-test-api.ts";
import { newTicket, oauthStartUrl, SIGN_IN_MS } from "./oauth-urls.ts";

const keysFolder = mkdtempSync(join(tmpdir(), "tempograph-oauth-"));
const masterKeys = await loadMasterKeys({}, keysFolder, () => undefined);
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ masterKeys: { file: join(keysFolder, "keys", "master-keys.json") } });
  for (const type of connectionTypes)
    await api.db
      .insertInto("connection_types")
      .values({ type: type.type, manifest: jsonb(type) as never })
      .execute();
  await api.request("POST", "/connections", { name: "mail", type: "smtp", fields: { host: "a" } });
});
afterAll(async () => {
  await api.stop();
  rmSync(keysFolder, { recursive: true });
});

/** The address that `connectionAuthorize` answers with. */
async function begin(): Promise<string> {
  const connection = (await findStepConnection(api.db, { project: "main" }, "mail"))!;
  const ticket = newTicket();
  await insertConnectionSignIn(api.db, connection, {
    ...{
      id: `sin_${ticket}`,
      begunBy: "owner",
      ticketHash: hashToken(ticket),
      page: "https://service.example/sign-in",
    },
    sealed: sealObtained(masterKeys, connection, connection, { verifier: "v".repeat(43) }),
    expiresAt: new Date(Date.now() + SIGN_IN_MS),
  });
  return oauthStartUrl(api.url, ticket);
}

const open = (url: string, method = "GET") => fetch(url, { method, redirect: "manual" });

test("opening the address does not use it up, as programs do that show what is behind it; following the link on its page does", async () => {
  const url = await begin();
  expect((await open(url, "HEAD")).status).toBe(404);
  const page = await open(url);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page.headers.get("set-cookie")).toBeNull();
  const text = await page.text();
  expect(text).toContain("service.example");
  expect(text).toContain("mail");
  const link = new URL(/href="([^"]+)"/.exec(text)![1]!.replaceAll("&amp;", "&"), url).href;
  const begun = await open(link);
  expect(begun.status).toBe(302);
  expect(begun.headers.get("location")).toMatch(/^https:\/\/service\.example\/sign-in\?.*code_challenge=/);
  expect(begun.headers.get("set-cookie")).toContain("tempograph_oauth");
  for (const again of [link, url]) expect((await open(again)).status, again).toBe(400);
});

test("a HEAD does not reach the pages that services lead back to", async () => {
  for (const path of ["/oauth/callback?state=x", "/oauth/start?ticket=x"])
    expect((await open(api.url + path, "HEAD")).status, path).toBe(404);
});
