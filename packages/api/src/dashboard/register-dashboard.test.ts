import { createLogger } from "@tempograph/runtime";
import type { FastifyInstance } from "fastify";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "../http/create-server.ts";
import { dashboardFiles } from "./dashboard-files.ts";
import { registerDashboard } from "./register-dashboard.ts";

const log = createLogger({ service: "test", level: "silent" });
let folder: string;
let server: FastifyInstance;
const serve = (dashboard: ReturnType<typeof registerDashboard>) =>
  createServer({
    ...{ depsOf: undefined as never, auth: {} as never, hasProject: undefined as never, host: "127.0.0.1", log },
    ...{ dashboard, limiter: { count: () => Promise.resolve(undefined) } as never },
  });
const get = (url: string, headers = {}, from = server) =>
  from.inject({ url, headers: { host: "127.0.0.1", ...headers } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tempograph-dashboard-"));
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), '<script src="/app/assets/a-1.js" nonce="@@nonce@@"></script>');
  await writeFile(join(folder, "secret.txt"), "not an asset");
  await writeFile(join(folder, "assets/a-1.js"), "plain");
  await writeFile(join(folder, "assets/a-1.js.br"), "small");
  server = await serve(registerDashboard(dashboardFiles(folder, log)));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test.each(["/app/", "/app/executions/exe_1", "/app/workflows/wf_1?tab=text"])("%s is the page", async (url) => {
  const { statusCode, headers, body } = await get(url);
  expect(statusCode).toBe(200);
  const nonce = /nonce="([\w-]{24})"/.exec(body)![1]!;
  const policy = String(headers["content-security-policy"]);
  expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe|http|\*/);
  expect(headers).toMatchObject({ "cache-control": "no-store", "x-frame-options": "DENY" });
  expect(policy).toContain("frame-ancestors 'none'");
  expect((await get(url)).body).not.toContain(nonce);
});

test.each(["/", "/app"])("%s leads to it", async (url) => {
  const { statusCode, headers } = await get(url);
  expect([statusCode, headers["location"]]).toEqual([302, "/app/"]);
});

test("files, whose names change with their content, are kept for ever, and sent compressed", async () => {
  const plain = await get("/app/assets/a-1.js");
  expect([plain.statusCode, plain.body]).toEqual([200, "plain"]);
  expect(plain.headers["cache-control"]).toMatch(/max-age=31536000, immutable/);
  expect(plain.headers["content-security-policy"]).toContain("default-src 'none'");
  const small = await get("/app/assets/a-1.js", { "accept-encoding": "br, gzip" });
  expect([small.body, small.headers["content-encoding"]]).toEqual(["small", "br"]);
  expect(small.headers["content-type"]).toMatch(/javascript/);
});

test.each(["b-2.js", "../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "", "."])(
  "/app/assets/%s is no file of the dashboard",
  async (name) => {
    const { statusCode, body } = await get(`/app/assets/${name}`);
    expect(body).not.toContain("not an asset");
    // What is left of a path with `..` may be a page, which shows that it does not exist.
    expect(statusCode === 404 || statusCode === 403 || body.includes("a-1.js")).toBe(true);
  },
);

test("the page says what the build is doing, and opens by itself; afterwards it says why a build failed", async () => {
  const building = await mkdtemp(join(tmpdir(), "tempograph-build-"));
  const builder = join(building, "main.ts");
  await writeFile(builder, `process.stderr.write("Reading <modules>\\n"); setTimeout(() => process.exit(3), 1_500)`);
  const files = dashboardFiles(undefined, log, builder);
  const other = await serve(registerDashboard(files));
  try {
    const first = await get("/app/", {}, other);
    expect([first.statusCode, first.headers["cache-control"]]).toEqual([503, "no-store"]);
    expect(first.body).toContain('src="/app/reload.js"');
    expect((await get("/app/reload.js", {}, other)).body).toContain("location.reload()");
    const now = async () => (await get("/app/", {}, other)).body;
    await expect.poll(now, { timeout: 10_000 }).toContain("ended with code 3");
    const last = (await get("/app/", {}, other)).body;
    expect(last).toContain("Reading &lt;modules>");
    expect(last).not.toContain("/app/reload.js");
  } finally {
    files.stop();
    await other.close();
    await rm(building, { recursive: true });
  }
});

test("a build that ends well and names no folder is told", async () => {
  const building = await mkdtemp(join(tmpdir(), "tempograph-build-"));
  const builder = join(building, "main.ts");
  await writeFile(builder, `console.log("Ready")`);
  const files = dashboardFiles(undefined, log, builder);
  try {
    await expect
      .poll(() => files.state(), { timeout: 10_000 })
      .toEqual({ missing: expect.stringContaining("did not say where its files are") });
  } finally {
    files.stop();
    await rm(building, { recursive: true });
  }
});

test("an installation without the files says what to do", async () => {
  for (const files of [dashboardFiles(join(folder, "none"), log), dashboardFiles(undefined, log, join(folder, "none"))])
    expect(await files.state()).toEqual({ missing: expect.stringContaining("TEMPOGRAPH_DASHBOARD_DIR") });
});
