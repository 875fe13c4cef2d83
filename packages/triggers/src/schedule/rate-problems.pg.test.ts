import { insertProject } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import { afterAll, beforeAll, expect, test } from "vitest";
import { triggerWorld, type TriggerWorld } from "../testing/trigger-world.ts";

let world: TriggerWorld;
beforeAll(async () => {
  world = await triggerWorld();
});
afterAll(() => world.stop());

const schedules = (n: number, config: JsonObject) =>
  Array.from({ length: n }, (_, index) => ({ kind: "schedule", id: `s${index}`, config }));

test("I14: the schedules of a project fire at most 20 times a second together; another project's do not count", async () => {
  const often = { every: "5s" };
  await insertProject(world.db, { id: "other", name: "Other" });
  await world.publish("wf_a", [...schedules(97, often), { id: "no-schedule" }]);
  for (const id of ["wf_b", "wf_d"]) await world.publish(id, []);
  await world.publish("wf_c", schedules(100, often), 1, "other");
  const codes = async (id: string, n: number, config: JsonObject = often) =>
    (await world.problems(id, schedules(n, config))).map(({ code, path }) => `${code} ${path}`);
  const refused = ["SCHEDULE_TOO_OFTEN /triggers/0"];
  expect(await codes("wf_b", 2)).toEqual([]);
  const [problem] = await world.problems("wf_d", schedules(2, often));
  expect(problem!.message).toMatch(
    /^The 101 schedules of the project would fire 20\.2 times a second together; at most 20/,
  );
  expect(await codes("wf_d", 100)).toEqual(refused);
  // What does not fire more often than before can be published, also by those who have used up everything.
  expect(await codes("wf_a", 97)).toEqual([]);
  expect(await codes("wf_a", 99)).toEqual(refused);
  expect(await codes("wf_a", 97, { cron: "0 9 * * *" })).toEqual([]);
  expect(await codes("wf_d", 90)).toEqual([]);
});
