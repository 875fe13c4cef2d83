import type { NotedFailure } from "@tempograph/db";
import { expect, test } from "vitest";
import { addFailures, dueGroups } from "./failure-groups.ts";
import { tellFailures } from "./tell-failures.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 10, minute));
const nowMs = at(30).getTime();
const within = { nowMs, forgetMs: 3_600_000 };

const failure = (n: number, more: Partial<NotedFailure> = {}): NotedFailure => ({
  ...{ id: n, executionId: `exe_${String(n)}`, workflowId: "wf_a", workflowName: "Orders", path: "call" },
  ...{ code: "HTTP_STATUS", message: `It answered ${String(500 + n)}.`, at: at(n), ...more },
});

test("a group counts what was not told, and goes on counting all", () => {
  const [group] = addFailures([], [failure(1), failure(2)], within);
  expect(group).toMatchObject({
    count: 2,
    total: 2,
    firstAt: at(1).toISOString(),
    lastAt: at(2).toISOString(),
    executionId: "exe_2",
  });
  const told = { ...group!, count: 0, toldAt: at(3).toISOString() };
  const [more] = addFailures([told], [failure(4)], within);
  expect(more).toMatchObject({ count: 1, total: 3, firstAt: at(4).toISOString(), message: "It answered 504." });
  expect(dueGroups([more!], nowMs, 60 * 60_000)).toEqual([]);
  expect(dueGroups([more!], nowMs, 27 * 60_000)).toEqual([more]);
  // Nothing new for so long that nobody has to remember it.
  expect(addFailures([told], [], { nowMs, forgetMs: 60_000 })).toEqual([]);
  expect(addFailures([more!], [], { nowMs, forgetMs: 60_000 })).toEqual([more]);
});

test("however different failures are, their groups are bounded, and none is left out of the count", () => {
  const many = Array.from({ length: 1_000 }, (_, n) =>
    failure(n, { code: `CODE_${"x".repeat(n % 50)}${String(n)}`, at: at(0) }),
  );
  const groups = addFailures([], many, within);
  expect(groups).toHaveLength(201);
  expect(groups.at(-1)).toMatchObject({ code: "VARIOUS", step: null, count: 800 });
  const told = tellFailures(groups, undefined);
  expect(told).toMatchObject({
    count: 1_000,
    moreGroups: 181,
    subject: "1000 failures of 201 kinds, such as in Orders",
  });
  expect(told["text"]).toContain("181 other kinds of failures are not listed here.");
});

test("a message is not cut within a character, which Postgres would not store", () => {
  const [group] = addFailures([], [failure(1, { message: "x".repeat(299) + "😀".repeat(9) })], within);
  expect(group!.message).toBe("x".repeat(299));
});

test("one failure is told in a sentence", () => {
  const groups = addFailures([], [failure(1, { path: null })], within);
  expect(tellFailures(groups, "https://tg.example.com")).toMatchObject({
    subject: "Orders failed: HTTP_STATUS",
    text: "Orders failed: HTTP_STATUS\nIt answered 501.\nOnce, at 2026-11-23T10:01:00.000Z. The last one: https://tg.example.com/app/executions/exe_1",
  });
});
