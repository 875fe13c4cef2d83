import { expect, test } from "vitest";
import { MADE_UP, readOutcome, scriptOf } from "./outcome-choice.ts";

test.each([
  [{}, { outcome: {} }],
  [{ takes: "3h" }, { outcome: { takesMs: 10_800_000 } }],
  [{ takes: "soon" }, { problem: expect.stringContaining('"soon" is no duration') }],
  [{ kind: "returns", output: '{"id": 1}' }, { outcome: { output: { id: 1 } } }],
  [{ kind: "returns", output: "[]", port: "large " }, { outcome: { output: [], port: "large" } }],
  [{ kind: "returns", output: "id" }, { problem: expect.stringContaining("no JSON") }],
  [{ kind: "fails", code: "DECLINED" }, { outcome: { failure: { code: "DECLINED", retryable: false } } }],
  [
    { kind: "fails", code: " ", takes: "1s" },
    { outcome: { takesMs: 1_000, failure: { code: "FAILED", retryable: false } } },
  ],
  [
    { kind: "approved", output: '{"amount": 3}', takes: "2h" },
    { answer: { kind: "approved", data: { amount: 3 }, afterMs: 7_200_000 } },
  ],
  [{ kind: "rejected", output: "no" }, { problem: expect.stringContaining("no JSON") }],
] as const)("the fields %j are read", (fields, read) => {
  expect(readOutcome({ ...MADE_UP, ...fields })).toEqual(read);
});

test("a choice that cannot be read is left out of the script", () => {
  const choices = new Map([
    ["a", { ...MADE_UP, kind: "fails" as const }],
    ["b", { ...MADE_UP, takes: "soon" }],
  ]);
  expect(scriptOf(choices).outcomes).toEqual({ a: { failure: { code: "FAILED", retryable: false } } });
});
