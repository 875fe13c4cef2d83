import { GrpcStatus } from "@tempograph/runtime";
import { expect, test } from "vitest";
import { oneByOne } from "./one-by-one.ts";

const runs = ["exe_1", "exe_2", "exe_3"].map((executionId) => ({ executionId }));
const refused = (code: number | string) => Object.assign(new Error("no"), { code });

/** The executions that were done, those that the log names, and whether all ended with an error, if the second one fails so. */
async function outcome(error: Error) {
  const done: string[] = [];
  const named: unknown[] = [];
  const log = (fields: object) => void named.push((fields as { executionId?: string }).executionId);
  const logger = { debug: log, info: log, warn: log, error: log };
  const thrown = await oneByOne({ logger }, runs, undefined, async ({ executionId }) => {
    if (executionId === "exe_2") throw error;
    done.push(executionId);
  }).then(
    () => null,
    (reason: unknown) => reason,
  );
  return { done, named, thrown };
}

test.each([
  ["Postgres refuses a value", refused("54000")],
  ["Temporal refuses the request about it", refused(GrpcStatus.INVALID_ARGUMENT)],
  ["its history is gone", refused(GrpcStatus.NOT_FOUND)],
  ["of a defect", new TypeError("no")],
])("a run that fails because %s is named, and the others are done", async (_, error) => {
  expect(await outcome(error)).toEqual({ done: ["exe_1", "exe_3"], named: ["exe_2"], thrown: null });
});

test.each([
  ["Postgres", refused("ECONNREFUSED")],
  ["Temporal", refused(GrpcStatus.UNAVAILABLE)],
])("while %s is away no further run is tried", async (_, error) => {
  expect(await outcome(error)).toEqual({ done: ["exe_1"], named: [], thrown: error });
});

test("a mirror that stops begins with no further run", async () => {
  const stopping = new AbortController();
  const done: string[] = [];
  await oneByOne({ logger: console as never }, runs, stopping.signal, async ({ executionId }) => {
    done.push(executionId);
    stopping.abort();
  });
  expect(done).toEqual(["exe_1"]);
});
