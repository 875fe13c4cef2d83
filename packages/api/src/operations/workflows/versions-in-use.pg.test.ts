import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../../test-kit/graphs.ts";
import { insertExecution, startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
let id: string;
beforeAll(async () => {
  api = await startTestApi();
  ({ id } = (await api.request("POST", "/workflows", { name: "w", graph: smallGraph })).body);
});
afterAll(() => api.stop());

const publish = (body: object) => api.request("POST", `/workflows/${id}/publish`, body);

test("a version keeps the note of whoever published it first", async () => {
  const nodes = [...smallGraph.nodes, { id: "more", type: "send_notification", data: { message: "m" } }];
  await api.request("PUT", `/workflows/${id}`, { graph: { ...smallGraph, nodes }, publish: false });
  expect((await publish({ note: "x".repeat(2_001) })).body).toMatchObject({ code: "INVALID_INPUT", path: "/note" });
  await publish({ note: "One more message" });
  await publish({ version: 1, note: "Back again" });
  await publish({ version: 2, note: "And forth" });
  const { items } = (await api.request("GET", `/workflows/${id}/versions`)).body;
  expect(items.map(({ version, note }: { version: number; note: string | null }) => [version, note])).toEqual([
    [2, "One more message"],
    [1, null],
  ]);
});

test("open executions are counted by version, and listed by it", async () => {
  for (const status of ["running", "pending", "completed"])
    await insertExecution(api.db, id, { status: status as never });
  await api.db.updateTable("executions").set({ workflow_version: 2 }).where("status", "=", "pending").execute();
  expect((await api.request("GET", `/workflows/${id}/open-executions`)).body.items).toEqual([
    { version: 2, count: 1 },
    { version: 1, count: 1 },
  ]);
  const of = async (version: number) =>
    (await api.request("GET", `/executions?workflow_id=${id}&version=${String(version)}`)).body.items.length;
  expect([await of(1), await of(2), await of(3), await of(3_000_000_000)]).toEqual([2, 1, 0, 0]);
  expect((await api.request("GET", "/workflows/wf_none/open-executions")).status).toBe(404);
});
