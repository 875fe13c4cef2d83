import { expect, test } from "vitest";
import { problems, start } from "../validate/test-kit.ts";
import { hookPath, hookSource } from "./hook-path.ts";
import { webhook } from "./webhook.ts";

const found = (config: object) => problems([start], [], { triggers: [{ kind: "webhook", config: config as never }] });

test.each<[string, object, string]>([
  ["a path with a space", { path: "a b" }, "/path"],
  ["a path that leads up", { path: "a/../b" }, "/path"],
  ["a path that looks like a generated one", { path: "wf_1/t" }, "/path"],
  ["a token without a connection", { auth: { type: "token" } }, "/auth/connection"],
  ["a preset that there is not", { auth: { type: "hmac", connection: "c", preset: "gitlab" } }, "/auth/preset"],
  ["HTTP Basic without a user", { auth: { type: "basic", connection: "c" } }, "/auth/user"],
  [
    "a tolerance where none is written, so that it is Standard Webhooks",
    { auth: { type: "hmac", connection: "c", toleranceSeconds: 60 } },
    "/auth/toleranceSeconds",
  ],
  [
    "a tolerance for a sender who signs no time",
    { auth: { type: "hmac", connection: "c", preset: "github", toleranceSeconds: 60 } },
    "/auth/toleranceSeconds",
  ],
  ["a preset without signatures", { auth: { type: "token", connection: "c", preset: "github" } }, "/auth/preset"],
  ["a secret that nobody checks", { auth: { type: "none", connection: "c" } }, "/auth/connection"],
  ["a user with a colon", { auth: { type: "basic", connection: "c", user: "a:b" } }, "/auth/user"],
  ["a question of Meta without a secret", { challenge: "meta" }, "/challenge"],
  ["a delivery id from nowhere", { deliveryId: {} }, "/deliveryId"],
  ["a cookie", { answer: { type: "fixed", headers: { "Set-Cookie": "a=b" } } }, "/answer/headers"],
  ["a second header in a value", { answer: { type: "fixed", headers: { "X-A": "b\r\nc: d" } } }, "/answer/headers"],
  ["a status of HTTP's own", { answer: { type: "fixed", status: 101 } }, "/answer/status"],
  ["another method", { methods: ["DELETE"] }, "/methods/0"],
])("%s is refused at its place", (_, config, at) => {
  expect(found(config)).toMatchObject([{ code: "INVALID_TRIGGER", path: `/triggers/0/config${at}` }]);
});

test("it listens to the source of its path, or to one that follows from the ids", () => {
  const listens = (config: object) => webhook.listensTo({ kind: "webhook", id: "t", config: config as never }, "wf_1");
  expect(listens({ path: "shop/orders" })).toEqual({
    eventType: "webhook.received",
    source: "tempograph:webhook/shop/orders",
  });
  expect(listens({ eventType: "order.created" })).toEqual({
    eventType: "order.created",
    source: hookSource("webhook", hookPath({}, "wf_1", "t")),
  });
});

test("the order of a form names its own fields", () => {
  const config = { title: "A", schema: { type: "object", properties: { a: { type: "string" } } }, order: ["b", "a"] };
  expect(problems([start], [], { triggers: [{ kind: "form", config }] })).toMatchObject([
    { code: "INVALID_TRIGGER", path: "/triggers/0/config/order/0", hint: "Name fields of the schema: a." },
  ]);
});

test("two triggers of a workflow cannot have one address; a form and a webhook have addresses of their own", () => {
  const at = (kind: string, path?: string) => ({ kind, config: { ...(path !== undefined && { path }) } as never });
  const form = { kind: "form", config: { path: "a", title: "A", schema: { type: "object", properties: {} } } as never };
  expect(problems([start], [], { triggers: [at("webhook", "a"), form, at("webhook"), at("webhook")] })).toEqual([]);
  expect(problems([start], [], { triggers: [at("webhook", "a"), form, at("webhook", "a"), form] })).toMatchObject([
    { code: "PATH_TAKEN", path: "/triggers/2/config/path", message: expect.stringContaining('"trigger0"') },
    { code: "PATH_TAKEN", path: "/triggers/3/config/path", message: expect.stringContaining('"trigger1"') },
  ]);
});
