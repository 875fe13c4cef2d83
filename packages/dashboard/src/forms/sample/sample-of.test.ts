import { expect, test } from "vitest";
import { eventTypeOf, sampleOfEvent, sampleOfExecution } from "./sample-of.ts";

const event = {
  id: "e1",
  type: "order.created",
  source: "shop",
  subject: null,
  time: "2026-01-01T00:00:00Z",
  data: { total: 5 },
};

test("an execution gives the values of its event, of its steps and of its variables; the last run of a node counts, and in loops the first round", () => {
  const steps = [
    { path: "call", nodeId: "call", type: "http_call", output: { status: 500 } },
    { path: "count", nodeId: "count", type: "set", output: { n: 1 } },
    { path: "call", nodeId: "call", type: "http_call", output: { status: 200 } },
    { path: "each[0]/pack", nodeId: "pack", type: "transform", output: "first" },
    { path: "each[10]/pack", nodeId: "pack", type: "transform", output: "eleventh" },
    { path: "open", nodeId: "open", type: "delay", output: null },
  ];
  const { data: payload, subject: _, ...rest } = event;
  expect(sampleOfExecution(event, steps)).toEqual({
    event: rest,
    payload,
    steps: { call: { status: 200 }, count: { n: 1 }, pack: "first" },
    vars: { n: 1 },
  });
});

test("values that the caller may not read are not there", () => {
  expect(sampleOfEvent({ ...event, data: null })).not.toHaveProperty("payload");
});

test("an event is looked for by the type that a trigger names", () => {
  expect(eventTypeOf([{ kind: "manual", config: {} }, { eventType: "*" }, { eventType: "order.created" }])).toBe(
    "order.created",
  );
  expect(eventTypeOf([])).toBeUndefined();
});
