import type { HookChallenge } from "@tempograph/graph";
import { expect, test } from "vitest";
import { answerChallenge } from "./challenge.ts";
import type { HookRequest } from "./hook-request.ts";

const ask = (challenge: HookChallenge | undefined, request: Partial<HookRequest>, body: unknown = null) =>
  answerChallenge(
    challenge,
    { method: "POST", headers: {}, query: {}, body: Buffer.alloc(0), ...request },
    ["agreed"],
    () => ({ body: body as null, files: [] }),
  );

const slack = {
  token: "x",
  challenge: "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P",
  type: "url_verification",
};
const meta = (token: string) => ({
  method: "GET",
  query: { "hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444" },
});

test("Slack gets the challenge back", () => {
  expect(ask("slack", {}, slack)).toMatchObject({ status: 200, body: slack.challenge });
  expect(ask("slack", {}, { ...slack, type: "event_callback" })).toBeUndefined();
  expect(ask(undefined, {}, slack)).toBeUndefined();
});

test("Meta gets its challenge back if it knows the word", () => {
  expect(ask("meta", meta("agreed"))).toMatchObject({ status: 200, body: "1158201444" });
  expect(ask("meta", meta("guessed"))).toMatchObject({ status: 403, body: "" });
  expect(ask("meta", { method: "POST" })).toBeUndefined();
});

test("the handshake of CloudEvents' webhooks allows the origin that asks", () => {
  expect(ask("cloudevents", { method: "OPTIONS", headers: { "webhook-request-origin": "sender.example" } })).toEqual({
    status: 200,
    headers: expect.objectContaining({
      "webhook-allowed-origin": "sender.example",
      "webhook-allowed-rate": "*",
    }) as unknown,
    body: "",
  });
  expect(ask("cloudevents", { method: "POST" })).toBeUndefined();
});

test("what a caller wrote is never answered as a page", () => {
  const answer = ask("slack", {}, { ...slack, challenge: "<script>" });
  expect(answer?.headers["content-type"]).toMatch(/^text\/plain/);
});
