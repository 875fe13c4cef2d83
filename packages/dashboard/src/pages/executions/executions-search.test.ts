import { expect, test } from "vitest";
import { filterOf } from "./filter-of.ts";
import { isFiltered, readExecutionsSearch, withExecutionFilter } from "./executions-search.ts";

test("an address is read, and what has no sense is left out", () => {
  expect(
    readExecutionsSearch({ workflow: "wf_1", status: ["FAILED", "NONSENSE"], event: "", since: "yes", more: 1 }),
  ).toEqual({ workflow: "wf_1", status: ["FAILED"] });
  expect(readExecutionsSearch({ version: 2 })).toEqual({ version: 2 });
  expect(readExecutionsSearch({ version: "2.5", from: "yesterday" })).toEqual({});
  expect(readExecutionsSearch({ status: "RUNNING", waiting: ["TIMER"], name: "paid", after: "c" })).toEqual({
    ...{ status: ["RUNNING"], waiting: ["TIMER"], name: "paid", after: "c" },
  });
  expect(readExecutionsSearch({ since: "24h", from: "2026-11-22T10:00:00+01:00", text: 80 })).toEqual({
    ...{ since: "24h", from: "2026-11-22T09:00:00.000Z", text: "80" },
  });
});

test("columns come in their own order, and are no filter", () => {
  const search = readExecutionsSearch({ columns: ["lasts", "event", "nonsense"] });
  expect(search).toEqual({ columns: ["event", "lasts"] });
  expect(isFiltered(search)).toBe(false);
  expect(isFiltered({ text: "ada" })).toBe(true);
});

test("an address of before finds those that wait for a person after a failure", () => {
  expect(readExecutionsSearch({ incident: true })).toEqual({ waiting: ["PERSON"] });
});

test("another filter begins at the first page", () => {
  expect(withExecutionFilter({ workflow: "wf_1", after: "c" }, { status: ["FAILED"] })).toEqual({
    ...{ workflow: "wf_1", status: ["FAILED"] },
  });
  expect(withExecutionFilter({ workflow: "wf_1" }, { workflow: undefined })).toEqual({});
});

test("a span counts from now, by the minute; what is narrower holds", () => {
  const now = Date.parse("2026-11-22T10:00:30.123Z");
  expect(filterOf({ since: "1h" }, now)).toEqual({ createdAfter: "2026-11-22T09:00:00.000Z" });
  expect(filterOf({ since: "1h", from: "2026-11-22T09:30:00.000Z" }, now)).toEqual({
    createdAfter: "2026-11-22T09:30:00.000Z",
  });
  expect(filterOf({ since: "1h", from: "2026-11-01T09:30:00.000Z", to: "2026-11-22T09:59:00.000Z" }, now)).toEqual({
    createdAfter: "2026-11-22T09:00:00.000Z",
    createdBefore: "2026-11-22T09:59:00.000Z",
  });
});
