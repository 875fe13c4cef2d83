import { claimPendingExecutions } from "@tempograph/db";
import type { Json } from "@tempograph/graph";
import { afterAll, beforeAll, expect, test } from "vitest";
import { publish } from "../testing/publish.ts";
import { policyWorld, type PolicyWorld } from "../testing/policy-world.ts";

// Executions that wait in Postgres are claimed by priority, then in turns of their fairness keys, so that a backlog does not undo
// what Temporal's own priority and fairness do.

let world: PolicyWorld;
beforeAll(async () => {
  world = await policyWorld();
});
afterAll(() => world.end());

/** Claims executions, and writes that they have started. */
async function claim(limit: number) {
  const { rows } = await claimPendingExecutions(world.db, limit, 60_000);
  const ids = rows.map(({ id }) => id);
  await world.db
    .updateTable("executions")
    .set({ status: "running" })
    .where("id", "in", [...ids, ""])
    .execute();
  return rows;
}

/** Claims all that wait, so many at a time. Answers the events' data. */
async function claimed(project: string, limit: number): Promise<readonly Json[]> {
  const all: Json[] = [];
  for (;;) {
    const rows = await claim(limit);
    if (rows.length === 0) return all;
    all.push(...rows.filter((row) => row.project === project).map(({ event }) => event.data));
  }
}

test("a smaller number comes first, whether or not policies had to be asked", async () => {
  await world.workflow("order", { priority: "{{ payload.n }}" });
  await world.send("order", ...[4, 3, 1, 5, 1].map((n) => ({ n })));
  await world.settle();
  expect((await claimed("order", 2)).map((data) => (data as { n: number }).n)).toEqual([1, 1, 3, 4, 5]);
  await world.workflow("asked", { priority: "{{ payload.n }}", dedupe: { key: "{{ event.id }}", within: 1 } });
  await world.send("asked", ...[4, 3, 1].map((n) => ({ n })));
  await world.settle();
  expect((await claimed("asked", 1)).map((data) => (data as { n: number }).n)).toEqual([1, 3, 4]);
});

test("keys take turns: the one order of a customer comes before the second of one who sent a hundred", async () => {
  await world.workflow("fair", { fairness: { key: "{{ payload.customer }}" } });
  await world.send(
    "fair",
    ...Array.from({ length: 30 }, () => ({ customer: "noisy" })),
    { customer: "b" },
    { customer: "c" },
  );
  await world.settle();
  const customers = (await claimed("fair", 6)).map((data) => (data as { customer: string }).customer);
  expect(customers.slice(0, 3).toSorted()).toEqual(["b", "c", "noisy"]);
  expect(customers).toHaveLength(32);
});

test("a key with more weight has more turns", async () => {
  const fairness = (key: string, weight: number) => ({ fairness: { key: `{{ '${key}' }}`, weight } });
  await world.workflow("weights", fairness("light", 1));
  await publish(world.db, { id: "heavy", project: "weights", start: fairness("heavy", 3) });
  for (let n = 0; n < 12; n += 1) await world.send("weights", n);
  await world.settle();
  const rows = await claim(8);
  expect(rows.map(({ fairness_key }) => fairness_key).filter((key) => key === "heavy")).toHaveLength(6);
});
