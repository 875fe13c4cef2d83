import { createHmac } from "node:crypto";
import type { HookAuth } from "@tempograph/graph";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import type { HookRequest } from "../hook-request.ts";
import { verifyRequest } from "./verify-request.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const request = (body: string, headers: Readonly<Record<string, string>>): HookRequest => ({
  method: "POST",
  headers,
  query: {},
  body: Buffer.from(body),
});

/** The example of GitHub's page "Validating webhook deliveries". */
const github = {
  secret: "It's a Secret to Everybody",
  body: "Hello, World!",
  headers: { "x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17" },
};

/** The example of Slack's page "Verifying requests from Slack". */
const slack = {
  secret: "8f742231b10e8888abcd99yyyzzz85a5",
  at: new Date(1_531_420_618_000),
  body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
  headers: {
    "x-slack-request-timestamp": "1531420618",
    "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
  },
};

const stripeBody = JSON.stringify({ id: "evt_1", object: "event", type: "charge.succeeded" });
const stripeSigned = (secret: string, at = NOW) => ({
  "stripe-signature": Stripe.webhooks.generateTestHeaderString({
    payload: stripeBody,
    secret,
    timestamp: Math.floor(at.getTime() / 1_000),
  }),
});

const hmac = (preset: "github" | "stripe" | "slack" | "shopify" | "standard"): HookAuth => ({
  type: "hmac",
  connection: "sender",
  preset,
});

describe("the examples that senders document, or make with their own library", () => {
  test("GitHub", () => {
    expect(verifyRequest(hmac("github"), [github.secret], request(github.body, github.headers), NOW)).toBe(true);
    expect(verifyRequest(hmac("github"), [github.secret], request("Hello, World", github.headers), NOW)).toBe(false);
  });

  test("Slack, whose moment is signed", () => {
    const { secret, at, body, headers } = slack;
    expect(verifyRequest(hmac("slack"), [secret], request(body, headers), at)).toBe(true);
    expect(verifyRequest(hmac("slack"), [secret], request(body, headers), new Date(at.getTime() + 301_000))).toBe(
      false,
    );
    const later = { ...headers, "x-slack-request-timestamp": "1531420918" };
    expect(verifyRequest(hmac("slack"), [secret], request(body, later), new Date(1_531_420_918_000))).toBe(false);
  });

  test("Stripe, as its own library signs", () => {
    const given = request(stripeBody, stripeSigned("whsec_test"));
    expect(verifyRequest(hmac("stripe"), ["whsec_test"], given, NOW)).toBe(true);
    expect(verifyRequest(hmac("stripe"), ["whsec_other"], given, NOW)).toBe(false);
  });

  test.each([
    [300, true],
    [301, false],
    [-300, true],
    [-301, false],
  ])("Stripe's request of %d seconds ago: %s", (age, expected) => {
    const given = request(stripeBody, stripeSigned("s", new Date(NOW.getTime() - age * 1_000)));
    expect(verifyRequest(hmac("stripe"), ["s"], given, NOW)).toBe(expected);
  });

  test("Stripe's header may hold two signatures, while Stripe exchanges its secret", () => {
    const [time, fresh] = stripeSigned("new")["stripe-signature"].split(",");
    const old = stripeSigned("old")["stripe-signature"].split(",")[1];
    const both = { "stripe-signature": `${time},${fresh},${old},v0=${"0".repeat(64)}` };
    expect(verifyRequest(hmac("stripe"), ["old"], request(stripeBody, both), NOW)).toBe(true);
    const tooMany = { "stripe-signature": `${time},${`${fresh},`.repeat(5)}${old}` };
    expect(verifyRequest(hmac("stripe"), ["old"], request(stripeBody, tooMany), NOW)).toBe(false);
  });

  test("Shopify, in Base64", () => {
    const signature = createHmac("sha256", "shpss").update('{"id":1}').digest("base64");
    const given = request('{"id":1}', { "x-shopify-hmac-sha256": signature });
    expect(verifyRequest(hmac("shopify"), ["shpss"], given)).toBe(true);
    expect(verifyRequest(hmac("shopify"), ["shpsx"], given)).toBe(false);
  });

  test("Standard Webhooks, signed by its own library", () => {
    const secret = `whsec_${Buffer.from("a secret of 24 bytes....").toString("base64")}`;
    const now = new Date();
    const body = '{"order":7}';
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
      "webhook-signature": new Webhook(secret).sign("msg_1", now, body),
    };
    expect(verifyRequest(hmac("standard"), [secret], request(body, headers))).toBe(true);
    expect(verifyRequest(hmac("standard"), [secret], request("not JSON", headers))).toBe(false);
    expect(verifyRequest(hmac("standard"), [secret], request(body, { ...headers, "webhook-id": "msg_2" }))).toBe(false);
    expect(verifyRequest(hmac("standard"), ["no base64!"], request(body, headers))).toBe(false);
    const ageing = { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 400) };
    expect(verifyRequest(hmac("standard"), [secret], request(body, ageing))).toBe(false);
  });
});

const token: HookAuth = { type: "token", connection: "sender" };
const ownHeader: HookAuth = { type: "token", connection: "sender", header: "X-Token" };
const basic: HookAuth = { type: "basic", connection: "sender", user: "ada" };
const basicHeader = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });

test.each<[string, HookAuth, Readonly<Record<string, string>>, boolean]>([
  ["nothing asked, nothing given", { type: "none" }, {}, true],
  ["a bearer token", token, { authorization: "Bearer current" }, true],
  ["a token without Bearer", token, { authorization: "current" }, true],
  ["a token in a header of its own", ownHeader, { "x-token": "current" }, true],
  ["the token in another header", ownHeader, { authorization: "Bearer current" }, false],
  ["no token", token, {}, false],
  ["a token that begins alike", token, { authorization: "Bearer curren" }, false],
  ["user and password", basic, basicHeader("ada:current"), true],
  ["another user", basic, basicHeader("bob:current"), false],
  ["no Base64", basic, { authorization: "Basic ada:current" }, false],
])("%s", (_, auth, headers, expected) => {
  expect(verifyRequest(auth, ["current"], request("", headers))).toBe(expected);
});

test("two secrets are valid at once, and no third", () => {
  for (const [secret, expected] of [
    ["new", true],
    ["old", true],
    ["older", false],
  ] as const) {
    expect(verifyRequest(token, ["new", "old"], request("", { authorization: `Bearer ${secret}` }))).toBe(expected);
    expect(verifyRequest(hmac("stripe"), ["new", "old"], request(stripeBody, stripeSigned(secret)), NOW)).toBe(
      expected,
    );
  }
});

test.each(["github", "stripe", "slack", "shopify", "standard"] as const)(
  "no signature of %s, and no secret, let nobody in",
  (preset) => {
    expect(verifyRequest(hmac(preset), ["secret"], request("{}", {}), NOW)).toBe(false);
    expect(verifyRequest(hmac(preset), [], request(github.body, github.headers), NOW)).toBe(false);
  },
);
