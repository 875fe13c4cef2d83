import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
let workflow: string;
beforeAll(async () => {
  api = await startTestApi();
  workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id;
});
afterAll(() => api.stop());

const QUERY = `query ($id: ID!) { execution(id: $id) {
  pendingBecause
  calledBy { path execution { id } }
  steps { nodes { path called { id } } }
} }`;
const read = async (id: string) => (await api.graphql(QUERY, { id })).body.data.execution;

test("an execution names the step that called it, and a step the execution that it called last", async () => {
  const [caller, first, second] = await Promise.all([1, 2, 3].map(() => insertExecution(api.db, workflow)));
  const step = {
    execution_id: caller!,
    type: "call_workflow",
    status: "waiting" as const,
    known_from: "history" as const,
  };
  await api.db
    .insertInto("steps")
    .values(["each[0]/call", "other"].map((path, position) => ({ ...step, path, node_id: path, position })))
    .execute();
  await api.db
    .insertInto("calls")
    .values(
      [first!, second!].map((child_id) => ({
        ...{ child_id, parent_id: caller!, parent_path: "each[0]/call", reply_key: child_id, wait: true },
        ...{ parent_close_policy: "abandon" as const, depth: 1 },
      })),
    )
    .execute();
  expect(await read(second!)).toMatchObject({ calledBy: { path: "each[0]/call", execution: { id: caller } } });
  const { calledBy, steps } = await read(caller!);
  expect(calledBy).toBeNull();
  const called = await api.db
    .selectFrom("executions")
    .select("id")
    .where("id", "in", [first!, second!])
    .orderBy("seq", "desc")
    .execute();
  expect(steps.nodes).toEqual([
    { path: "each[0]/call", called: { id: called[0]!.id } },
    { path: "other", called: null },
  ]);
});

test("a pending execution says why it has not started", async () => {
  const id = await insertExecution(api.db, workflow, { status: "pending" });
  expect((await read(id)).pendingBecause).toContain("No worker has started it yet.");
  await api.db.updateTable("executions").set({ start_error: "The namespace is gone." }).where("id", "=", id).execute();
  expect((await read(id)).pendingBecause).toContain("The namespace is gone.");
  await api.db.updateTable("executions").set({ start_error: null }).where("id", "=", id).execute();
  await api.db.updateTable("projects").set({ max_open_executions: 1 }).where("id", "=", "main").execute();
  expect((await read(id)).pendingBecause).toContain("may have 1 open executions at once");
  await api.db.updateTable("executions").set({ status: "completed" }).where("id", "=", id).execute();
  expect((await read(id)).pendingBecause).toBeNull();
});
