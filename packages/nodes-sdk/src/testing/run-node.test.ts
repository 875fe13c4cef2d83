import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { z } from "zod";
import { defineNode } from "../define/define-node.ts";
import { port } from "../define/port.ts";
import { permanent, retryable } from "../error/node-error.ts";
import type { NodeContext } from "../context/node-context.ts";
import { runNode } from "./run-node.ts";

type Execute = (ctx: NodeContext, input: Record<string, unknown>) => unknown;

const nodeOf = (execute: Execute, rest: object = {}) =>
  defineNode({ type: "probe", title: "Probe", description: "For tests.", input: z.looseObject({}), execute, ...rest });

test("input goes through its schema, with defaults, and the output through its own", async () => {
  const node = defineNode({
    type: "greet",
    title: "Greet",
    description: "Greets.",
    input: z.object({ name: z.string(), greeting: z.string().default("Hello") }),
    output: z.object({ text: z.string() }),
    execute: (ctx, { name, greeting }) => {
      ctx.logger.info("greeting", { name, password: "hunter2" });
      return { text: `${greeting} ${name}`, extra: 1 };
    },
  });
  const run = await runNode(node, { name: "Ada" });
  expect(run).toMatchObject({ output: { text: "Hello Ada" }, port: "out", attempts: [{ attempt: 1, startedAt: 0 }] });
  expect(run.output).not.toHaveProperty("extra");
  expect(run.logs).toEqual([
    { level: "info", message: "greeting", fields: { name: "Ada", password: "[redacted]" }, attempt: 1 },
  ]);
});

test("an input that does not fit is permanent and names its fields", async () => {
  const node = nodeOf(() => null, { input: z.object({ lead: z.object({ scores: z.array(z.number()) }) }) });
  const { error, attempts, output } = await runNode(node, { lead: { scores: [1, "two"] } } as never);
  expect(error).toMatchObject({
    code: "INPUT_INVALID",
    retryable: false,
    details: { problems: [{ path: "lead.scores[1]" }] },
  });
  expect(error!.message).toContain("lead.scores[1]");
  expect(attempts).toHaveLength(1);
  expect(output).toBeUndefined();
});

test("an output that does not fit is permanent", async () => {
  const node = nodeOf(() => ({ id: 1 }), { output: z.object({ id: z.string() }) });
  expect((await runNode(node, {})).error).toMatchObject({ code: "OUTPUT_INVALID", retryable: false });
});

test("ports: a named one, and one that was not declared", async () => {
  const found = nodeOf(() => port("found", { id: 7 }), { ports: ["found", "missing"] });
  expect(await runNode(found, {})).toMatchObject({ port: "found", output: { id: 7 } });
  const plain = nodeOf(() => 1, { ports: ["found", "missing"] });
  expect((await runNode(plain, {})).error).toMatchObject({
    code: "PORT_UNKNOWN",
    hint: expect.stringContaining("found, missing"),
  });
});

test("retryable errors are tried again in virtual time, by the node's policy and by retryAfterMs", async () => {
  const node = nodeOf(
    ({ attempt }) => {
      if (attempt === 1) throw new Error("flaky");
      if (attempt === 2) throw retryable("BUSY", "busy", { retryAfterMs: 3_600_000 });
      return attempt;
    },
    { retry: { maximumAttempts: 5, initialInterval: "10s" } },
  );
  // An hour and ten seconds: a test that slept them would not end.
  const run = await runNode(node, {});
  expect(run.output).toBe(3);
  expect(run.attempts).toMatchObject([
    { startedAt: 0, failure: { code: "NODE_FAILED", retryable: true, message: "flaky" } },
    { startedAt: 10_000, failure: { code: "BUSY" } },
    { startedAt: 3_610_000 },
  ]);
});

test("attempts end with the policy; permanent errors and non-retryable codes at once", async () => {
  const busy = nodeOf(() => {
    throw retryable("BUSY", "busy");
  });
  expect((await runNode(busy, {})).attempts).toHaveLength(3);
  expect((await runNode(busy, {}, { retry: { maximumAttempts: 7 } })).attempts).toHaveLength(7);
  expect((await runNode(busy, {}, { retry: { nonRetryable: ["BUSY"] } })).attempts).toHaveLength(1);
  const gone = nodeOf(() => {
    throw permanent("GONE", "gone", { hint: "Take another." });
  });
  expect(await runNode(gone, {})).toMatchObject({ error: { code: "GONE", hint: "Take another." }, attempts: [{}] });
});

test("heartbeats are recorded, and the last details reach the next attempt", async () => {
  const node = nodeOf((ctx) => {
    ctx.heartbeat({ page: ctx.attempt });
    if (ctx.attempt === 1) throw retryable("BUSY", "busy");
    return ctx.heartbeatDetails;
  });
  expect(await runNode(node, {})).toMatchObject({ heartbeats: [{ page: 1 }, { page: 2 }], output: { page: 1 } });
});

const loop: Record<string, unknown> = {};
loop["self"] = loop;

test.each([
  ["OUTPUT_NOT_JSON", "a cycle", loop],
  ["OUTPUT_NOT_JSON", "a function", () => 1],
  ["OUTPUT_NOT_TEXT", "half of an emoji", { a: "\ud83d" }],
  ["HEARTBEAT_TOO_LARGE", "40 KiB", "x".repeat(40 * 1024)],
])("%s: heartbeat details that hold %s fail the step at once, and say why", async (code, _, details) => {
  const { error, heartbeats, attempts } = await runNode(
    nodeOf((ctx) => ctx.heartbeat(details as never)),
    {},
  );
  expect(error).toMatchObject({
    code,
    retryable: false,
    message: expect.stringContaining("heartbeat details") as string,
  });
  expect([heartbeats, attempts.length]).toEqual([[], 1]);
});

test("aborting the signal cancels the step", async () => {
  const controller = new AbortController();
  const node = nodeOf(async ({ signal }) => {
    const ended = new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    controller.abort();
    await ended;
  });
  const { error, attempts } = await runNode(node, {}, { signal: controller.signal });
  expect(error?.code).toBe("CANCELLED");
  expect(attempts).toHaveLength(1);
});

test.each([
  ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
  ["NaN", { a: Number.NaN, b: [undefined], c: undefined }, { a: null, b: [null] }],
  ["-0", -0, 0],
  ["big integers", [7n, 2n ** 60n], [7, "1152921504606846976"]],
  ["nothing", undefined, null],
  ["the key __proto__", JSON.parse('{"__proto__": {"x": 1}}'), JSON.parse('{"__proto__": {"x": 1}}')],
  ["an emoji", "🦊", "🦊"],
])("outputs become JSON: %s", async (_, value, json) => {
  expect(
    (
      await runNode(
        nodeOf(() => value),
        {},
      )
    ).output,
  ).toStrictEqual(json);
});

const circular: Record<string, unknown> = {};
circular["self"] = circular;
const deep = JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`) as unknown;

test.each([
  ["a cycle", circular, "OUTPUT_NOT_JSON", "output.self"],
  ["a function", () => 1, "OUTPUT_NOT_JSON", "output"],
  ["a map", { a: [new Map()] }, "OUTPUT_NOT_JSON", "output.a[0]"],
  ["bytes", new Uint8Array(3), "OUTPUT_NOT_JSON", "output"],
  ["500 levels", deep, "OUTPUT_NOT_JSON", "output[0][0]"],
  ["\\u0000", { a: { b: "x\u0000y" } }, "OUTPUT_NOT_TEXT", "output.a.b"],
  ["a lone surrogate", { a: ["\ud800"] }, "OUTPUT_NOT_TEXT", "output.a[0]"],
  ["a lone surrogate in a key", { "\udc00": 1 }, "OUTPUT_NOT_TEXT", "output"],
  ["1 MiB and more", "x".repeat(1024 * 1024), "OUTPUT_TOO_LARGE", "1048578 bytes"],
])("outputs that cannot be kept are permanent errors with their place: %s", async (_, value, code, place) => {
  const { error } = await runNode(
    nodeOf(() => value),
    {},
  );
  expect(error).toMatchObject({ code, retryable: false });
  expect(error!.message).toContain(place);
  expect(error!.hint).toBeTruthy();
});

test("fetch is real, under the egress rules, and sends the idempotency key on unsafe methods only", async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers["idempotency-key"] as string | undefined);
    response.end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const node = nodeOf(async (ctx) => {
    await ctx.fetch(url);
    await ctx.fetch(url, { method: "POST", body: "1" });
    await ctx.fetch(url, { method: "PATCH", body: "2", headers: { "idempotency-key": "mine" } });
    await ctx.fetch(`${url}other`, { method: "DELETE" });
  });
  try {
    expect((await runNode(node, {})).error).toMatchObject({ code: "EGRESS_REFUSED" });
    const run = await runNode(node, {}, { allow: ["127.0.0.1"], idempotencyKey: "key-1" });
    expect(run.error).toBeUndefined();
    expect(seen).toEqual([undefined, "key-1", "mine", "key-1"]);
    expect(run.logs).toMatchObject([{ level: "warn", message: expect.stringContaining("Idempotency-Key") }]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("config is what the pack was given, own properties only", async () => {
  const node = nodeOf((ctx) => [ctx.config("url"), ctx.config("constructor") ?? null]);
  expect((await runNode(node, {}, { config: { url: "https://x" } })).output).toEqual(["https://x", null]);
});

test("secret values are taken out as in production: of output, heartbeats, log lines and errors", async () => {
  const node = nodeOf(
    (ctx) => {
      const token = ctx.secret("canary-5511");
      ctx.heartbeat({ token });
      ctx.logger.info(`has ${token}`, { url: new URL(`https://example.com/${token}`), list: [token] });
      if (ctx.attempt === 1)
        throw retryable("BUSY", `${token} is busy`, { details: { token }, cause: new Error(token) });
      return { token, made: "canary-5522", same: "canary-5522" };
    },
    { output: z.object({ token: z.string(), made: z.string().meta({ secret: true }), same: z.string() }) },
  );
  const run = await runNode(node, {});
  expect(run).toMatchObject({
    output: { token: "[redacted]", made: "[redacted]", same: "[redacted]" },
    attempts: [{ failure: { message: "[redacted] is busy", details: { token: "[redacted]" } } }, {}],
    heartbeats: [{ token: "[redacted]" }, { token: "[redacted]" }],
  });
  expect(JSON.stringify(run)).not.toContain("canary");
});

test("what the schema of the input marks as secret is taken out; the node itself reads it", async () => {
  const node = defineNode({
    type: "probe",
    title: "Probe",
    description: "For tests.",
    input: z.object({
      keys: z.record(z.string(), z.string().meta({ secret: true })).optional(),
      pin: z.number().meta({ secret: true }),
    }),
    execute: (_ctx, { keys, pin }) => ({ length: keys?.["a"]?.length, echo: `${keys?.["a"]} ${pin}`, pin }),
  });
  const { output } = await runNode(node, { keys: { a: "canary-5533" }, pin: 47114711 });
  expect(output).toEqual({ length: 11, echo: "[redacted] [redacted]", pin: "[redacted]" });
});

test("what a node reads from its configuration under a secret name is taken out", async () => {
  const node = nodeOf((ctx) => {
    const smtp = ctx.config("smtp") as { password: string; url: string; host: string };
    ctx.config("missing");
    return { ...smtp, echo: `login ${smtp.password} failed at ${smtp.host}`, key: ctx.config("apiKey") };
  });
  const config = {
    smtp: { host: "mail.example", password: "canary-5544", url: "smtp://kim:canary%2D5555@mail.example" },
    apiKey: "canary-5566",
  };
  const { output } = await runNode(node, {}, { config });
  expect(output).toMatchObject({ host: "mail.example", echo: "login [redacted] failed at mail.example" });
  expect(JSON.stringify(output)).not.toMatch(/canary/);
});
