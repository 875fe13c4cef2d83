import { expect, test } from "vitest";
import { account, type Facts } from "./account.ts";
import { WORKFLOWS } from "./workflows.ts";

const [steps, beside] = WORKFLOWS;

function fine(): Facts {
  const execution = (id: string, workflow: (typeof WORKFLOWS)[number]) => ({
    ...{ id, eventId: "evt_1", workflow: workflow.name, status: "completed", failure: null, mirrorOk: true },
    ...{ completedSteps: workflow.steps, otherSteps: 0 },
  });
  const call = (name: string) => [name, { keys: new Set([`key of ${name}`]), count: 2 }] as const;
  return {
    acknowledged: [{ n: 0, type: "soak.steps", ids: new Set(["evt_1"]) }],
    unsure: [7],
    events: [{ id: "evt_1", n: 0, dispatched: true }],
    executions: [execution("exe_1", steps!), execution("exe_2", beside!)],
    calls: new Map([call("exe_1 first"), call("exe_1 second"), call("exe_2 only")]),
    counted: { [steps!.name]: 1 },
    left: { leases: 0 },
    temporal: { closed: 2, open: 0 },
    histories: { compared: 2, differ: [] },
    unexpected: [],
  };
}

test("an account that adds up says nothing, also when an event whose sender gave up is stored", () => {
  expect(account(fine())).toEqual([]);
  const facts = fine();
  const late = { ...facts, events: [...facts.events, { id: "evt_7", n: 7, dispatched: true }] };
  expect(account(late)).toEqual([]);
});

const first = <T>(all: readonly T[], change: Partial<T>): readonly T[] => [{ ...all[0]!, ...change }, ...all.slice(1)];

test.each<[string, (facts: Facts) => Partial<Facts>]>([
  ["got two ids", (f) => ({ acknowledged: first(f.acknowledged, { ids: new Set(["evt_1", "evt_2"]) }) })],
  ["are not stored", () => ({ events: [] })],
  ["never sent, or twice", (f) => ({ events: [...f.events, { id: "evt_2", n: 0, dispatched: true }] })],
  ["never sent, or twice", (f) => ({ events: [...f.events, { id: "evt_2", n: 1, dispatched: true }] })],
  ["were not dispatched", (f) => ({ events: first(f.events, { dispatched: false }) })],
  ["executions are missing", (f) => ({ executions: f.executions.slice(1) })],
  ["more than once", (f) => ({ executions: [...f.executions, { ...f.executions[0]!, id: "exe_3" }] })],
  ["(failed, HTTP_STATUS)", (f) => ({ executions: first(f.executions, { status: "failed", failure: "HTTP_STATUS" }) })],
  ["not mirrored", (f) => ({ executions: first(f.executions, { mirrorOk: null }) })],
  ["other steps than 5", (f) => ({ executions: first(f.executions, { completedSteps: 4, otherSteps: 1 }) })],
  ["were never called", (f) => ({ calls: new Map([...f.calls].slice(1)) })],
  ["counted 2 executions and has 1", () => ({ counted: { [steps!.name]: 2 } })],
  [
    "more than one key",
    (f) => ({ calls: new Map([...f.calls, ["exe_1 first", { keys: new Set(["a", "b"]), count: 2 }]]) }),
  ],
  [
    "no execution that is known",
    (f) => ({ calls: new Map([...f.calls, ["exe_9 a", { keys: new Set(["a"]), count: 1 }]]) }),
  ],
  ["1 leases are left", () => ({ left: { leases: 1 } })],
  ["1 workflows are open", () => ({ temporal: { closed: 2, open: 1 } })],
  ["has 1 closed", () => ({ temporal: { closed: 1, open: 0 } })],
  ["another history", () => ({ histories: { compared: 1, differ: ["exe_1"] } })],
  ["not expected", () => ({ unexpected: ["event 3: 500"] })],
])("a fault of this kind is told: %s", (words, change) => {
  const facts = fine();
  expect(account({ ...facts, ...change(facts) }).join("\n")).toContain(words);
});
