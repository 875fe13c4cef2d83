import { newId } from "@tempograph/db";
import { expect, test } from "vitest";
import { executionId } from "./execution-id.ts";

test("I2: the same event and workflow always have the same execution id; others have another", () => {
  expect(executionId("evt_01h455vb4pex5vsknk084sn02q", "wf_1")).toMatch(
    /^exe_01h455vb4pex5vsknk084sn02q_[0-9a-z]{10}$/,
  );
  const events = Array.from({ length: 30 }, () => newId("evt"));
  const workflows = Array.from({ length: 30 }, () => newId("wf"));
  const ids = events.flatMap((event) => workflows.map((workflow) => executionId(event, workflow)));
  expect(new Set(ids).size).toBe(900);
  expect(events.flatMap((event) => workflows.map((workflow) => executionId(event, workflow)))).toEqual(ids);
});
