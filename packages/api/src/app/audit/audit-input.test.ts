import { expect, test } from "vitest";
import { auditInput } from "./audit-input.ts";

test("the id is returned separately, secrets are redacted at any depth, and graphs are left out", () => {
  expect(
    auditInput({
      id: "exe_1",
      reason: "stuck",
      payload: { user: "kim", password: "p", nested: [{ apiKey: "k", n: 1 }] },
      graph: { nodes: [] },
      signalId: undefined,
    }),
  ).toEqual({
    target: "exe_1",
    rest: {
      reason: "stuck",
      payload: { user: "kim", password: "[redacted]", nested: [{ apiKey: "[redacted]", n: 1 }] },
      graph: "[kept with the draft]",
    },
  });
  expect(auditInput("wf_1")).toEqual({ target: "wf_1", rest: {} });
});

test("long and deep input is shortened; the row stays small", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 2_000; level++) deep = { deep };
  const { rest } = auditInput({
    executionId: "x",
    text: "a".repeat(10_000),
    list: Array(1_000).fill("b".repeat(400)),
    deep,
  });
  expect(JSON.stringify(rest).length).toBeLessThan(3_000);
  expect(rest).toMatchObject({ list: "…", shortenedFrom: expect.any(Number) });
});
