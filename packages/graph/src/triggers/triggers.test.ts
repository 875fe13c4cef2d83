import { describe, expect, test } from "vitest";
import { formProblems } from "../schema/form-problems.ts";
import type { Trigger } from "../definition/trigger.ts";
import { compileTriggers } from "../match/compile-triggers.ts";
import { matchEvent } from "../match/match-event.ts";
import { problems, start } from "../validate/test-kit.ts";
import { triggerDescriptions } from "./index.ts";
import { isReservedSource, triggerSource } from "./trigger-source.ts";

describe.for(triggerDescriptions)("the kind $kind", (description) => {
  const { kind, config, example } = description;

  test("has a title and a description in full sentences", () => {
    expect(description.title).toMatch(/^[A-Z]/);
    expect(description.description).toMatch(/^[A-Z].*\.$/s);
  });

  test.runIf(config !== undefined)("has a schema that forms can use, and an example without a problem", () => {
    expect(formProblems(config!)).toEqual([]);
    expect(problems([start], [], { triggers: [{ kind, config: example! }] })).toEqual([]);
    expect(description.sentence({ kind, config: example! })).not.toMatch(/\.$|undefined/);
  });
});

test.each<[string, object, string, string]>([
  ["an unknown field of the config", { shema: {} }, "UNKNOWN_FIELD", "/triggers/0/config/shema"],
  ["a config that does not fit", { schema: 7 }, "INVALID_TRIGGER", "/triggers/0/config/schema"],
  ["a schema that cannot be used", { schema: { type: "text" } }, "INVALID_TRIGGER", "/triggers/0/config/schema/type"],
])("%s is an error with its place and a hint", (_, config, code, path) => {
  const [problem] = problems([start], [], { triggers: [{ kind: "manual", config: config as never }] });
  expect(problem).toMatchObject({ code, path, severity: "error", hint: expect.any(String) });
});

test("a trigger takes events of a reserved source only if it names the source", () => {
  const source = triggerSource("webhook", "orders/new");
  const event = { id: "evt_1", type: "webhook.received", source, time: "2026-01-01T00:00:00Z", data: {} };
  const workflow = { id: "wf_1", name: "W", version: 1 };
  const match = (trigger: Trigger, from = source) =>
    matchEvent(compileTriggers([trigger], workflow.id), { ...event, source: from }, workflow, { receivedAt: 0 });
  expect(source).toBe("tempograph:webhook/orders%2Fnew");
  expect(match({ eventType: "webhook.received" })).toEqual({ none: true });
  expect(match({ eventType: "*" })).toEqual({ none: true });
  expect(match({ id: "t", source })).toEqual({ triggerId: "t" });
  expect(match({ id: "t", source }, "api")).toEqual({ none: true });
  expect(match({ id: "t", source: "api", eventType: "webhook.*" }, "api")).toEqual({ triggerId: "t" });
});

test.each([
  ["tempograph:webhook/orders", true],
  ["TEMPOGRAPH:webhook/orders", true],
  ["tempograph:/orders", true],
  ["tempograph:exe_01h455vb4pex5vsknk084sn02q_abc", false],
  ["api", false],
  ["https://example.com/tempograph:webhook/x", false],
])("the source %s is reserved: %s", (source, reserved) => {
  expect(isReservedSource(source)).toBe(reserved);
});

test("a kind that this version does not know matches nothing", () => {
  const event = { id: "evt_1", type: "x", source: "api", time: "2026-01-01T00:00:00Z", data: {} };
  const compiled = compileTriggers([{ kind: "from-tomorrow", config: {} }], "wf_1");
  expect(matchEvent(compiled, event, { id: "wf_1", name: "W", version: 1 }, { receivedAt: 0 })).toEqual({ none: true });
});
