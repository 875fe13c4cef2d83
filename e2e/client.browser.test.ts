import { readFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { startTestStack, type TestStack } from "./support/start-test-stack.ts";

// The client in a real browser, as a page has it that is served beside the API by a proxy.

const PACKAGE = fileURLToPath(new URL("../packages/client/", import.meta.url));
const PAGE = `<script type="importmap">{ "imports": { "eventsource-parser": "/eventsource-parser.js" } }</script>`;
let stack: TestStack;
let browser: Browser;
let site: Server;

/** A site with the client's modules; everything under /api goes to the API. */
function serve(apiUrl: string): Server {
  return createServer((incoming, response) => {
    const path = incoming.url!.split("?")[0]!;
    const script = (text: string) => response.setHeader("content-type", "text/javascript").end(text);
    if (path === "/") return response.setHeader("content-type", "text/html").end(PAGE);
    if (path === "/eventsource-parser.js")
      return script(readFileSync(join(PACKAGE, "node_modules/eventsource-parser/dist/index.js"), "utf8"));
    if (path === "/favicon.ico") return response.writeHead(404).end();
    if (!path.startsWith("/api/"))
      return script(stripTypeScriptTypes(readFileSync(join(PACKAGE, "src", path), "utf8")));
    const { origin: _, host: __, ...headers } = incoming.headers;
    const outgoing = request(
      apiUrl + incoming.url!.slice("/api".length),
      { method: incoming.method, headers },
      (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      },
    );
    response.on("close", () => outgoing.destroy());
    return incoming.pipe(outgoing);
  });
}

beforeAll(async () => {
  stack = await startTestStack();
  site = serve(stack.apiUrl);
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({
    executablePath: inject("tempographChromium"),
    // A site without TLS is no secure context, in which some functions of browsers are missing.
    args: ["--disable-background-networking", "--host-resolver-rules=MAP app.example 127.0.0.1"],
  });
});
afterAll(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
  await stack?.stop();
});

test("a page calls operations, follows an execution, and gets errors as data", async () => {
  const page = await browser.newPage();
  await page.goto(`http://app.example:${(site.address() as AddressInfo).port}/`);
  expect(await page.evaluate("isSecureContext")).toBe(false);
  // It is a text, because a function would be changed by the test runner before it reaches the browser.
  const seen = await page.evaluate(`(async () => {
    const { createClient, TempographError } = await import("/index.ts");
    const client = createClient({ url: location.origin + "/api", token: ${JSON.stringify(stack.token)} });
    const graph = { nodes: [{ id: "start", type: "start", data: {} }, { id: "wait", type: "delay", data: { duration: "500ms" } }], edges: [{ id: "e", source: "start", target: "wait" }] };
    const { id: workflowId } = await client.workflowCreate({ name: "Page", graph });
    const { id } = await client.executionStart({ workflowId });
    const kinds = [];
    for await (const update of client.executionEvents({ id })) kinds.push(update.kind);
    const error = await client.workflow({ id: "wf_none" }).catch((error) => error);
    const { status } = await client.execution({ id });
    return { status, last: kinds.at(-1), isError: error instanceof TempographError, code: error.code };
  })()`);
  expect(seen).toEqual({ status: "completed", last: "status", isError: true, code: "NOT_FOUND" });
});
