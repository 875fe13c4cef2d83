import { expect, test } from "vitest";
import type { EventData } from "../definition/graph.ts";
import type { Trigger } from "../definition/trigger.ts";
import type { Json } from "../definition/json.ts";
import { compileTriggers } from "./compile-triggers.ts";
import { matchEvent } from "./match-event.ts";

const workflow = { id: "wf_1", name: "Leads", version: 2 };
const known = { receivedAt: Date.parse("2026-11-28T13:02:00Z") };
const event = (data: Json, type = "lead.new"): EventData => ({
  id: "evt_1",
  type,
  source: "test",
  time: "2026-01-01T00:00:00Z",
  data,
});
const match = (triggers: readonly Trigger[], sent: EventData) =>
  matchEvent(compileTriggers(triggers, workflow.id), sent, workflow, known);
const lead = event({ lead: { source: "LinkedIn", score: 90 } });

test.each<[string | undefined, string, boolean]>([
  [undefined, "anything", true],
  ["*", "anything", true],
  ["order.created", "order.created", true],
  ["order.created", "order.created.again", false],
  ["order.*", "order.created", true],
  ["order.*", "order.line.added", true],
  ["order.*", "order", false],
  ["order.*", "orders.created", false],
])("the filter %s on an event of type %s: %s", (eventType, type, matches) => {
  const trigger: Trigger = eventType === undefined ? { id: "t" } : { id: "t", eventType };
  expect(match([trigger], event({}, type))).toEqual(matches ? { triggerId: "t" } : { none: true });
});

test.each<[string, Json, Json, boolean]>([
  ["the payload's own field", { ">": [{ var: "lead.score" }, 80] }, lead.data, true],
  ["by `payload`", { ">": [{ var: "payload.lead.score" }, 80] }, lead.data, true],
  ["by `event`", { "==": [{ var: "event.data.lead.score" }, 90] }, lead.data, true],
  ["the event's type", { "==": [{ var: "event.type" }, "lead.new"] }, {}, true],
  ["the workflow", { "==": [{ var: "workflow.version" }, 2] }, {}, true],
  ["a missing field", { ">": [{ var: "lead.age" }, 80] }, lead.data, false],
  [
    "the payload's own field `event`, which wins over the root `event`",
    { "==": [{ var: "event" }, "signup"] },
    { event: "signup" },
    true,
  ],
  ["a prototype's name", { var: "constructor" }, {}, false],
])("a condition reads %s", (_, condition, data, holds) => {
  expect(match([{ id: "t", condition }], event(data))).toEqual(holds ? { triggerId: "t" } : { none: true });
});

test("the first trigger that matches wins", () => {
  const triggers: Trigger[] = [{ id: "a", eventType: "order.*" }, { condition: { var: "lead" } }, { id: "c" }];
  expect(match(triggers, lead)).toEqual({ triggerId: "trigger1" });
});

test("a condition that fails is reported as data, and no later trigger takes the event instead", () => {
  const triggers: Trigger[] = [{ id: "a", condition: { telepathy: [] } }, { id: "b" }];
  expect(match(triggers, lead)).toMatchObject({
    failed: { code: "CONDITION_UNKNOWN_OPERATOR", path: "/triggers/0/condition", severity: "error" },
  });
  expect(match([{ id: "a", eventType: "other", condition: { telepathy: [] } }, { id: "b" }], lead)).toEqual({
    triggerId: "b",
  });
});

test("a condition that exceeds the evaluation budget is stopped", () => {
  const big = Array.from({ length: 1_000 }, (_, index) => index);
  const condition: Json = { map: [{ var: "list" }, { map: [{ var: "" }, { "+": [1, 1] }] }] };
  expect(match([{ id: "a", condition }], event({ list: big.map(() => big) }))).toMatchObject({
    failed: { code: "EXPRESSION_BUDGET" },
  });
});

test("a workflow without triggers matches no event", () => {
  expect(match([], lead)).toEqual({ none: true });
});
