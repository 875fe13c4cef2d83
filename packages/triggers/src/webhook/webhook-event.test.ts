import type { WebhookConfig } from "@tempograph/graph";
import { expect, test } from "vitest";
import type { HookRequest } from "./hook-request.ts";
import { webhookEvent } from "./webhook-event.ts";

const request = (headers: HookRequest["headers"] = {}): HookRequest => ({
  method: "POST",
  headers,
  query: { a: "1", b: ["2", "3"] },
  body: Buffer.from("{}"),
});
const made = (config: WebhookConfig, headers: HookRequest["headers"], body: object = { n: 1 }) =>
  webhookEvent("orders", config, request(headers), { body: body as never, files: [] });
const hmac = (preset: "github" | "stripe" | "slack" | "shopify" | "standard"): WebhookConfig => ({
  auth: { type: "hmac", connection: "c", preset },
});

test("a request becomes an event without what proves its sender, and without what concerns the way only", () => {
  const config: WebhookConfig = { auth: { type: "token", connection: "c", header: "X-Token" }, eventType: "order" };
  const headers = { ...{ "x-token": "s", authorization: "a", cookie: "c", host: "h" }, "x-forwarded-for": "1.2.3.4" };
  expect(made(config, { ...headers, "user-agent": "GitHub", "x-two": ["a", "b"] })).toEqual({
    type: "order",
    data: {
      method: "POST",
      path: "orders",
      headers: { "user-agent": "GitHub", "x-two": "a, b" },
      query: { a: "1", b: ["2", "3"] },
      body: { n: 1 },
    },
    compared: [{ a: "1", b: ["2", "3"] }, { n: 1 }, []],
  });
});

test.each<[string, WebhookConfig, HookRequest["headers"], object, string | undefined]>([
  ["nothing says which delivery it is", {}, { "x-github-delivery": "1" }, {}, undefined],
  ["GitHub", hmac("github"), { "x-github-delivery": "72d3162e" }, {}, "72d3162e"],
  ["Stripe", hmac("stripe"), {}, { id: "evt_1" }, "evt_1"],
  ["Slack", hmac("slack"), {}, { event_id: "Ev1" }, "Ev1"],
  ["Shopify", hmac("shopify"), { "x-shopify-webhook-id": "b54557e4" }, {}, "b54557e4"],
  ["Standard Webhooks", hmac("standard"), { "webhook-id": "msg_1" }, {}, "msg_1"],
  ["a header of its own", { deliveryId: { header: "X-Delivery" } }, { "x-delivery": "7" }, {}, "7"],
  ["a field of its own", { deliveryId: { field: "number" } }, {}, { number: 7 }, "7"],
  ["a field that is no text", { deliveryId: { field: "number" } }, {}, { number: {} }, undefined],
])("the id of the delivery: %s", (_, config, headers, body, id) => {
  expect(made(config, headers, body).id).toBe(id);
});

test("a signed request of Slack without an id is identified by what was signed", () => {
  const signed = (time: string) => ({ "x-slack-request-timestamp": time, "x-slack-signature": `v0=${"a".repeat(64)}` });
  const id = (time: string) => made(hmac("slack"), signed(time), {}).id;
  expect(id("1")).toMatch(/^signed:/);
  expect(id("1")).toBe(id("1"));
  expect(id("1")).not.toBe(id("2"));
});
