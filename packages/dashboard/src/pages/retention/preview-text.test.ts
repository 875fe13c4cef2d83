import { expect, test } from "vitest";
import { previewText } from "./preview-text.ts";

const nothing = { histories: 0, values: 0, executions: 0, kept: 0, capped: false, closedBefore: "" };

test("a preview says what goes, what stays, and whether that is all", () => {
  expect(previewText(nothing)).toBe("Nothing would be removed.");
  expect(previewText({ ...nothing, executions: 1 })).toBe("1 execution would be removed.");
  expect(previewText({ ...nothing, executions: 2_000, values: 3, histories: 4, kept: 5, capped: true })).toBe(
    "2,000 executions would be removed, 3 executions would lose their data, and 4 executions would lose Temporal's history. " +
      "5 executions would stay although their time is over, because they are held, not copied from Temporal, or needed by what is open. " +
      "There are more: the 5,000 that closed first were counted.",
  );
});
