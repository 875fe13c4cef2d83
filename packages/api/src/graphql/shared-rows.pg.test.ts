import { afterAll, beforeAll, expect, test } from "vitest";
import { smallGraph } from "../test-kit/graphs.ts";
import { insertExecution, insertUpdate, startTestApi, type TestApi } from "../test-kit/start-test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ tokens: { vera: ["viewer"], rita: ["reader"] } });
});
afterAll(() => api.stop());

const SUBSCRIBE = `subscription ($id: ID!) { executionEvents(id: $id) { closing execution { status output } step { status output } } }`;

test("subscribers share the rows beside an update, and each sees of them what its roles allow", async () => {
  const workflow = (await api.request("POST", "/workflows", { name: "one", graph: smallGraph })).body.id as string;
  const id = await insertExecution(api.db, workflow);
  await api.db
    .insertInto("steps")
    .values({
      ...{ execution_id: id, path: "a", position: 0, node_id: "a", type: "set", status: "completed" },
      ...{ known_from: "history", output: '"secret"' as never },
    })
    .execute();
  await insertUpdate(api.db, id, { kind: "step", key: "step:a", path: "a", body: {} });
  const output = '"secret"' as never;
  await api.db.updateTable("executions").set({ output }).where("id", "=", id).execute();
  await insertUpdate(api.db, id, {
    ...{ kind: "status", key: "status:completed", body: { status: "completed" }, status: "completed" },
  });
  const follow = async (token: string): Promise<unknown[]> => {
    const response = await fetch(`${api.url}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ query: SUBSCRIBE, variables: { id } }),
    });
    return [...(await response.text()).matchAll(/^data: (\{.*)$/gm)].map(
      ([, data]) => JSON.parse(data!).data.executionEvents,
    );
  };
  const seen = (value: string | null) => [
    {
      closing: false,
      execution: { status: "COMPLETED", output: value },
      step: { status: "COMPLETED", output: value },
    },
    { closing: true, execution: { status: "COMPLETED", output: value }, step: null },
  ];
  const [vera, rita] = [`${api.token}_vera`, `${api.token}_rita`];
  const all = await Promise.all([rita, vera, rita, vera].map(follow));
  expect(all).toEqual(["secret", null, "secret", null].map(seen));
});
