import { expect, test } from "vitest";
import { readExecutionsSearch, withFilter } from "./executions-search.ts";

test("an address is read, and what has no sense is left out", () => {
  expect(
    readExecutionsSearch({ workflow: "wf_1", status: ["FAILED", "NONSENSE"], event: "", incident: "yes", more: 1 }),
  ).toEqual({ workflow: "wf_1", status: ["FAILED"] });
  expect(readExecutionsSearch({ version: 2 })).toEqual({ version: 2 });
  expect(readExecutionsSearch({ version: "2.5" })).toEqual({});
  expect(readExecutionsSearch({ status: "RUNNING", incident: true, after: "c" })).toEqual({
    ...{ status: ["RUNNING"], incident: true, after: "c" },
  });
});

test("another filter begins at the first page", () => {
  expect(withFilter({ workflow: "wf_1", after: "c" }, { status: ["FAILED"] })).toEqual({
    ...{ workflow: "wf_1", status: ["FAILED"] },
  });
  expect(withFilter({ workflow: "wf_1" }, { workflow: undefined })).toEqual({});
});
