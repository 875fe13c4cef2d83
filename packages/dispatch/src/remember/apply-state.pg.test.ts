import { limits, LocalMemory, type StateOperation, type StateRequest } from "@tempograph/graph";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { coordinationWorld, stepOf, type CoordinationWorld } from "../testing/coordination-world.ts";
import { rawSql } from "../testing/raw-sql.ts";
import { applyState } from "./apply-state.ts";

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
});
afterAll(() => world.end());

let steps = 0;
/** Another step each time; an attempt of the same step is a call with the same path. */
const newPath = () => `step${++steps}`;

async function ask<Op extends StateOperation>(
  request: Omit<StateRequest<Op>, "scope"> & Partial<Pick<StateRequest<Op>, "scope">>,
  { execution, path = newPath() }: { readonly execution: string; readonly path?: string },
) {
  const whole = { scope: "workflow", ...request } as unknown as StateRequest<Op>;
  return await applyState(world, stepOf(execution, path), whole);
}

test("an attempt that is made again gets the first answer, and changes nothing", async () => {
  const execution = await world.execution();
  const path = newPath();
  const count = { op: "increment", key: "again", by: 1, ttlMs: null } as const;
  expect(await ask<"increment">(count, { execution, path })).toEqual({ value: 1 });
  expect(await ask<"increment">(count, { execution })).toEqual({ value: 2 });
  expect(await ask<"increment">(count, { execution, path })).toEqual({ value: 1 });
  expect(await ask<"get">({ op: "get", key: "again" }, { execution })).toEqual({ found: true, value: 2 });
});

test("fifty executions that count at once lose nothing, each step twice at the same time", async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const execution = await world.execution();
      const path = newPath();
      const attempt = () => ask<"increment">({ op: "increment", key: "race", by: 1, ttlMs: null }, { execution, path });
      const [first, second] = await Promise.all([attempt(), attempt()]);
      expect(second).toEqual(first);
      return first.value;
    }),
  );
  expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
});

test("executions that add the same items at once give each item to one of them", async () => {
  const members = Array.from({ length: 20 }, (_, index) => String(index));
  const request = { op: "onlyNew", key: "feed", members, ttlMs: null, keep: 100, skipFirst: false } as const;
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => await ask<"onlyNew">(request, { execution: await world.execution() })),
  );
  expect(answers.flatMap(({ fresh }) => fresh)).toHaveLength(20);
});

test("workflows and projects have entries of their own; the project's are shared by its workflows", async () => {
  await world.db.insertInto("projects").values({ id: "other", name: "Other" }).execute();
  const [here, there] = [await world.execution(), await world.execution(undefined, { project: "other" })];
  for (const scope of ["workflow", "project"] as const) {
    const get = (execution: string, id: string) =>
      applyState(world, stepOf(execution, newPath(), { workflow: { id, name: id, version: 1 } }), {
        op: "get",
        scope,
        key: "whose",
      });
    await ask<"set">({ op: "set", scope, key: "whose", value: scope, ttlMs: null }, { execution: here });
    expect(await get(here, "wf_test")).toEqual({ found: true, value: scope });
    expect((await get(here, "wf_second")).found).toBe(scope === "project");
    expect((await get(there, "wf_test")).found).toBe(false);
  }
});

test("a step of an execution that has closed changes nothing", async () => {
  const execution = await world.execution();
  await world.close(execution, "cancelled");
  const count = { op: "increment", key: "closed", by: 1, ttlMs: null } as const;
  await expect(ask<"increment">(count, { execution })).rejects.toMatchObject({ code: "EXECUTION_CLOSED" });
  expect(await ask<"get">({ op: "get", key: "closed" }, { execution })).toMatchObject({ found: false });
});

test("a full set, workflow and project refuse more, and say what to do", async () => {
  const execution = await world.execution();
  const add = (member: string) => ask<"addToSet">({ op: "addToSet", key: "full", member, ttlMs: null }, { execution });
  await add("0");
  await rawSql(
    world.databaseUrl,
    `insert into state_members (entry_id, member, seen) select id, n::text, n from state_entries, generate_series(1, ${limits.MAX_STATE_MEMBERS - 1}) n where key = 'full';
     update state_entries set members = ${limits.MAX_STATE_MEMBERS} where key = 'full'`,
  );
  expect(await add("0")).toEqual({ added: false, size: limits.MAX_STATE_MEMBERS });
  await expect(add("new")).rejects.toMatchObject({ code: "STATE_FULL", hint: expect.stringContaining("ttl") });

  const set = (key: string, value: string | null = "x") =>
    ask<"set">({ op: "set", key, value, ttlMs: null }, { execution });
  await set("big");
  await rawSql(
    world.databaseUrl,
    `update state_entries set bytes = ${limits.MAX_PROJECT_STATE_BYTES} where key = 'big'`,
  );
  await expect(set("bigger")).rejects.toMatchObject({ code: "STATE_FULL" });
  await set("big", null);
  await set("bigger");
  await rawSql(
    world.databaseUrl,
    `insert into state_entries (project, workflow_id, key, kind, value, updated_by) select 'main', 'wf_test', 'key' || n, 'value', '1', '' from generate_series(1, ${limits.MAX_STATE_ENTRIES}) n`,
  );
  await expect(set("one more")).rejects.toMatchObject({ code: "STATE_FULL" });
  // What exists can still be changed.
  await set("bigger", "y");
  await rawSql(world.databaseUrl, "delete from state_entries where key like 'key%'");
});

const key = fc.constantFrom("a", "b");
const ttlMs = fc.constantFrom(null, 10_000, 50_000);
const member = fc.constantFrom("1", "2", "3", "4");
const request = fc.oneof(
  fc.record({ op: fc.constant("get" as const), key }),
  fc.record({ op: fc.constant("set" as const), key, value: fc.constantFrom(null, 0, "x", { b: 1, a: [1.5] }), ttlMs }),
  fc.record({ op: fc.constant("increment" as const), key, by: fc.constantFrom(-1, 1, 0.1), ttlMs }),
  fc.record({ op: fc.constant("addToSet" as const), key, member, ttlMs }),
  fc.record({
    op: fc.constant("onlyNew" as const),
    key,
    members: fc.array(member, { maxLength: 5 }),
    ttlMs,
    keep: fc.constantFrom(2, 4),
    skipFirst: fc.boolean(),
  }),
);
/** Requests, and time that passes in between. Each request may be made several times. */
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ request, attempts: fc.constantFrom(1, 1, 2, 3) }) },
  { weight: 1, arbitrary: fc.record({ passes: fc.constantFrom(10_000, 40_000) }) },
);

test("random requests with random attempts answer what the model in memory answers", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 40 }), async (happenings) => {
      await rawSql(world.databaseUrl, "delete from state_entries");
      const execution = await world.execution();
      const model = new LocalMemory();
      let now = 0;
      for (const each of happenings) {
        if ("passes" in each) {
          now += each.passes;
          const earlier = `expires_at = expires_at - ${each.passes} * interval '1 ms'`;
          await rawSql(world.databaseUrl, `update state_entries set ${earlier}; update state_members set ${earlier}`);
          continue;
        }
        const path = newPath();
        const whole = { scope: "workflow", ...each.request } as StateRequest;
        const expected = outcome(() => model.apply("wf_test", whole, now));
        for (let attempt = 0; attempt < each.attempts; attempt += 1)
          expect(await outcome(() => applyState(world, stepOf(execution, path), whole))).toEqual(await expected);
      }
    }),
    { numRuns: Number(process.env["FC_RUNS"] ?? 40), ...seed() },
  );
}, 120_000);

const seed = () => (process.env["FC_SEED"] === undefined ? {} : { seed: Number(process.env["FC_SEED"]) });

/** The answer, or the code of the error. */
async function outcome(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
}
