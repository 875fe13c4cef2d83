import { expect, test } from "vitest";
import type { JsonObject } from "@tempograph/graph";
import { historyBatches } from "./history-batches.ts";

const event = (eventId: number, json: JsonObject = {}) => ({
  ...{ eventId, eventType: "TimerStarted", eventTime: `2026-01-01T00:00:00.${String(eventId).padStart(3, "0")}Z` },
  json: { eventId: String(eventId), ...json },
});
const events = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => event(from + n));
const rows = (all: Parameters<typeof historyBatches>[0]["events"], stored = 0) =>
  historyBatches({ executionId: "exe", runId: "run", events: all }, stored);
const ids = (all: Parameters<typeof historyBatches>[0]["events"], stored = 0) =>
  rows(all, stored).map((row) => [row.first_event_id, row.last_event_id]);

test("a history becomes one row, with the events as they are", () => {
  expect(rows([event(1), event(2, { text: "ab" })])).toEqual([
    {
      ...{ execution_id: "exe", run_id: "run", first_event_id: 1, last_event_id: 2 },
      first_event_time: "2026-01-01T00:00:00.001Z",
      events: [{ eventId: "1" }, { eventId: "2", text: "ab" }],
    },
  ]);
});

test("events that are stored are left out, and a row has no gap, at most 250 events and no more text than is read at once", () => {
  expect(ids(events(1, 501))).toEqual([
    [1, 250],
    [251, 500],
    [501, 501],
  ]);
  expect(ids(events(1, 20), 15)).toEqual([[16, 20]]);
  expect(ids(events(1, 20), 20)).toEqual([]);
  expect(ids([...events(1, 3), ...events(5, 6)])).toEqual([
    [1, 3],
    [5, 6],
  ]);
  const large = { text: "x".repeat(200_000) };
  expect(ids([event(1), event(2, large), event(3, large), event(4)])).toEqual([
    [1, 2],
    [3, 4],
  ]);
});
