import { readState } from "@tempograph/db";
import { edges, graph, node, start } from "@tempograph/graph/conformance";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workerWorld, type WorkerWorld } from "./test-kit/worker-world.ts";

// What executions remember for later ones, with all parts that take part.

let world: WorkerWorld;
beforeAll(async () => {
  world = await workerWorld();
}, 90_000);
afterAll(() => world.end(), 30_000);

// start ─▶ fresh ─▶ count ─▶ seen ─▶ keep ─▶ recall
const nodes = [
  start,
  node("fresh", "only_new", { items: "{{ payload.items }}", by: "id" }),
  node("count", "state_increment", { key: "items", by: "{{ steps.fresh.count }}" }),
  node("seen", "state_add_to_set", { key: "senders", value: "{{ payload.sender }}", scope: "project" }),
  node("keep", "state_set", { key: "last", value: "{{ payload }}", ttl: "1h" }),
  node("recall", "state_get", { key: "items" }),
];
const flow = edges("start > fresh > count > seen > keep > recall");

test.each(["step", "burst"] as const)("executions remember things for later ones, as %s", async (durability) => {
  const workflowId = await world.publish(`memory_${durability}`, graph(nodes, flow, { durability }));
  const items = (...ids: number[]) => ids.map((id) => ({ id }));
  const sent = [items(1, 2), items(2, 3), items(3)];
  const ids = [];
  for (const list of sent) {
    const id = await world.send(`memory_${durability}`, { items: list, sender: durability });
    ids.push(id);
    expect(await world.closed(id)).toMatchObject({ status: "completed", mirrorProblem: null });
  }
  const outputs = async (id: string) =>
    Object.fromEntries(
      (await world.db.selectFrom("steps").select(["path", "output"]).where("execution_id", "=", id).execute()).map(
        ({ path, output }) => [path, output],
      ),
    );
  expect(await outputs(ids[0]!)).toMatchObject({
    fresh: { items: items(1, 2), count: 2 },
    count: { value: 2 },
    seen: { added: true },
    keep: { changed: true, previous: null },
    recall: { found: true, value: 2 },
  });
  expect(await outputs(ids[1]!)).toMatchObject({ fresh: { items: items(3), count: 1 }, seen: { added: false } });
  expect(await outputs(ids[2]!)).toMatchObject({ fresh: { items: [], count: 0 }, count: { value: 3 } });
  const remembered = await readState(world.db, { project: "main", workflowId }, ["items", "last", "senders"]);
  expect(Object.fromEntries(remembered)).toEqual({ items: 3, last: { items: items(3), sender: durability } });
});

test("a step whose request is refused fails at once, with what to do", async () => {
  await world.publish(
    "refused",
    graph([start, node("no", "state_increment", { key: "{{ '' }}" })], edges("start > no")),
  );
  const { status, failure } = await world.closed(await world.send("refused"));
  expect({ status, failure }).toMatchObject({
    status: "failed",
    failure: { code: "INPUT_INVALID", retryable: false, hint: expect.any(String) },
  });
});
