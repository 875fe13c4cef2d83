import { expect, test } from "vitest";
import { HistoryBuilder, T0 } from "../test-kit/history-builder.ts";
import { eventId, type HistoryEvent } from "../history/history-event.ts";
import { TaskBatches, type Batch } from "./task-batches.ts";

/** The batches of a history in which every signal is held: the names of the signals, and the batch's time as an event id. */
function batchesOf(events: readonly HistoryEvent[]): { readonly names: string[]; readonly atEvent: number }[] {
  const batches = new TaskBatches();
  const found: Batch[] = [];
  for (const event of events) {
    const batch = batches.next(event);
    if (batch !== undefined && batch.events.length > 0) found.push(batch);
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal)
      batches.hold(eventId(event), { kind: "signalReceived", id: "", name: signal.signalName!, payload: null });
  }
  return found.map(({ at, events: heard }) => ({
    names: heard.map((event) => ("name" in event ? event.name : event.kind)),
    atEvent: (at - T0) / 10,
  }));
}

test("a batch holds all events up to the start of a workflow task that completed, and has the time of that start", () => {
  const history = new HistoryBuilder();
  history.signal("a", null);
  history.signal("b", null);
  history.task();
  history.signal("c", null);
  history.task();
  expect(batchesOf(history.events)).toEqual([
    { names: ["a", "b"], atEvent: 4 },
    { names: ["c"], atEvent: 8 },
  ]);
});

test("a workflow task that failed or timed out does not end a batch", () => {
  const history = new HistoryBuilder();
  history.signal("a", null);
  history.scheduled();
  history.started();
  history.failed();
  history.signal("b", null);
  history.scheduled();
  const started = history.started();
  history.add({ workflowTaskTimedOutEventAttributes: { startedEventId: started } });
  history.task();
  expect(batchesOf(history.events)).toEqual([{ names: ["a", "b"], atEvent: 10 }]);
});

test("an event between the start and the completion of a task belongs to the next batch", () => {
  const history = new HistoryBuilder();
  history.signal("a", null);
  history.scheduled();
  history.started();
  history.signal("late", null);
  history.completed();
  history.task();
  expect(batchesOf(history.events)).toEqual([
    { names: ["a"], atEvent: 3 },
    { names: ["late"], atEvent: 7 },
  ]);
});

test("a workflow task without events brings the machine nothing", () => {
  const history = new HistoryBuilder();
  history.task();
  history.task();
  expect(batchesOf(history.events)).toEqual([]);
});
