import type { Facts, Trigger } from "@tempograph/graph";
import { expect, test } from "vitest";
import { compareTriggers } from "./compare-triggers.ts";

const event = { id: "evt_1", type: "a", source: "s", time: "2026-01-01T00:00:00Z", data: { n: 5 } };
const compare = (published: Trigger, changed: Trigger, facts: Facts = {}, startedBy: string | null = null) => {
  const workflow = { id: "wf_1", name: "W", version: 1 };
  const { before, after, undecided } = compareTriggers([{ event, receivedAt: 0, facts, startedBy }], {
    ...{ published: [{ id: "t", ...published }], changed: [{ id: "t", ...changed }], workflow, most: 10 },
  });
  return { before, after, undecided };
};

const once = (noneWithin: string): Trigger => ({ when: { history: { noneWithin } } });
const ran = { t: { ranBefore: { eventId: "evt_0", executionId: null, at: "2026-01-01T00:00:00Z" } } };

test("what ran before: known where it kept the event from starting, and where the event has started", () => {
  expect(compare(once("1h"), once("1h"), ran)).toEqual({ before: 0, after: 0, undecided: 0 });
  expect(compare(once("1h"), once("1h"), {}, "t")).toEqual({ before: 1, after: 1, undecided: 0 });
  expect(compare(once("1h"), {}, ran)).toEqual({ before: 0, after: 1, undecided: 0 });
  expect(compare(once("1h"), once("24h"), ran)).toEqual({ before: 0, after: 1, undecided: 1 });
  expect(compare({ condition: false }, once("1h"))).toEqual({ before: 0, after: 1, undecided: 1 });
});

const seen = (condition: string, key = "seen"): Trigger => ({ condition, when: { state: [{ key, as: "seen" }] } });
const found = { t: { state: { seen: 7 } } };

test("the memory: what it had for the same question also answers another condition", () => {
  expect(compare(seen("{{ state.seen > 8 }}"), seen("{{ state.seen > 6 }}"), found)).toEqual({
    ...{ before: 0, after: 1, undecided: 0 },
  });
  expect(compare(seen("{{ state.seen > 6 }}"), seen("{{ state.seen > 6 }}", "other"), found)).toEqual({
    ...{ before: 1, after: 0, undecided: 1 },
  });
  // Facts of an older version, which asked for something else.
  const older = { t: { ...found.t, asked: { state: "0000000000000000" } } };
  expect(compare(seen("{{ state.seen > 6 }}"), seen("{{ state.seen > 6 }}"), older)).toMatchObject({ undecided: 1 });
  expect(compare({}, seen("{{ payload.n > 6 && state.seen > 6 }}"))).toEqual({ before: 1, after: 0, undecided: 0 });
});
