import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { coordinationWorld, stepOf, type CoordinationWorld } from "../testing/coordination-world.ts";
import { acquire, release } from "./lock.ts";

let world: CoordinationWorld;
beforeAll(async () => {
  world = await coordinationWorld();
});
afterAll(() => world.end());

const ask = async (executionId: string, path: string, key: string, untilMs: number | null = null) =>
  (await acquire(world, stepOf(executionId, path), { key, untilMs })).granted;
const giveBack = (executionId: string, path: string, key: string) =>
  release(world, stepOf(executionId, `${path}!release`), { key, holder: path });
const grantedTo = async (id: string) =>
  (await world.replies()).filter(({ executionId }) => executionId === id).map(({ path, body }) => [path, body]);

test("a lock is granted in the order of the requests; the reply goes to the step that waits", async () => {
  const [a, b, c] = [await world.execution(), await world.execution(), await world.execution()];
  expect(await ask(a, "lock", "fifo")).toBe(true);
  expect(await ask(b, "each[0]/lock", "fifo")).toBe(false);
  expect(await ask(c, "lock", "fifo")).toBe(false);
  // Another attempt of the same step keeps the step's place in the queue.
  expect(await ask(b, "each[0]/lock", "fifo")).toBe(false);
  expect(await ask(a, "lock", "fifo")).toBe(true);
  await giveBack(a, "lock", "fifo");
  expect(await grantedTo(b)).toEqual([["each[0]/lock", { granted: true }]]);
  expect(await grantedTo(c)).toEqual([]);
  expect(await ask(b, "each[0]/lock", "fifo")).toBe(true);
  await giveBack(b, "each[0]/lock", "fifo");
  expect(await grantedTo(c)).toEqual([["lock", { granted: true }]]);
});

test("a lock is re-entrant for steps inside the lock's own scope, but not for steps beside it", async () => {
  const [a, b] = [await world.execution(), await world.execution()];
  expect(await ask(a, "each[3]/outer", "re")).toBe(true);
  expect(await ask(b, "each[3]/outer/inner", "re")).toBe(false);
  expect(await ask(a, "each[3]/outer/try/inner", "re")).toBe(true);
  expect(await ask(a, "each[3]/outer2", "re")).toBe(false);
  expect(await ask(a, "each[4]/outer", "re")).toBe(false);
  await giveBack(a, "each[3]/outer/try/inner", "re");
  expect(await grantedTo(b)).toEqual([]);
  await giveBack(a, "each[3]/outer", "re");
  expect(await grantedTo(b)).toEqual([["each[3]/outer/inner", { granted: true }]]);
});

test("a step that stops waiting loses its turn; a step that asks too late, or whose execution has closed, gets no lock", async () => {
  const [a, b, c] = [await world.execution(), await world.execution(), await world.execution()];
  await ask(a, "lock", "late");
  await ask(b, "lock", "late", Date.now() + 60_000);
  await ask(c, "lock", "late");
  await giveBack(b, "lock", "late");
  await giveBack(b, "lock", "late");
  await giveBack(a, "lock", "late");
  expect(await grantedTo(b)).toEqual([]);
  expect(await grantedTo(c)).toHaveLength(1);
  expect(await ask(a, "other", "free", Date.now() - 1)).toBe(false);
  expect(await ask(b, "lock", "free")).toBe(true);
  await world.close(a, "terminated");
  await expect(ask(a, "third", "third")).rejects.toMatchObject({ code: "EXECUTION_CLOSED", retryable: false });
  for (const key of ["", "x".repeat(513), "\u0000"])
    await expect(ask(b, "lock", key)).rejects.toMatchObject({ code: "INPUT_INVALID" });
});

// A model of the lock queue in memory.
type Place = { readonly execution: string; readonly path: string };
class Model {
  readonly holders = new Map<string, Place[]>();
  readonly waiters = new Map<string, Place[]>();
  readonly granted: string[] = [];
  acquire(key: string, place: Place): boolean {
    const held = this.of(this.holders, key);
    const inside = ({ execution, path }: Place) =>
      execution === place.execution && (path === place.path || place.path.startsWith(`${path}/`));
    const granted = held.length === 0 || held.some(inside);
    const list = granted ? held : this.of(this.waiters, key);
    if (!list.some((one) => same(one, place))) list.push(place);
    return granted;
  }
  remove(key: string, gone: (place: Place) => boolean): void {
    for (const map of [this.holders, this.waiters])
      map.set(
        key,
        this.of(map, key).filter((one) => !gone(one)),
      );
    const queue = this.of(this.waiters, key);
    if (this.of(this.holders, key).length > 0 || queue.length === 0) return;
    const next = queue.shift()!;
    this.of(this.holders, key).push(next);
    this.granted.push(`${key} ${next.execution} ${next.path}`);
  }
  of(map: Map<string, Place[]>, key: string): Place[] {
    if (!map.has(key)) map.set(key, []);
    return map.get(key)!;
  }
}
const same = (a: Place, b: Place) => a.execution === b.execution && a.path === b.path;

const KEYS = ["k0", "k1"];
const PATHS = ["a", "a/b", "c"];
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("acquire" as const), who: fc.nat(3), key: fc.nat(1), path: fc.nat(2) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("release" as const), who: fc.nat(3), key: fc.nat(1), path: fc.nat(2) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("close" as const), who: fc.nat(3), key: fc.nat(1), path: fc.nat(2) }),
  },
);

async function rowsOf(table: "lock_holders" | "lock_waiters", key: string): Promise<Place[]> {
  const rows =
    table === "lock_holders"
      ? await world.db.selectFrom(table).select(["execution_id", "path"]).where("lock_key", "=", key).execute()
      : await world.db
          .selectFrom(table)
          .select(["execution_id", "path"])
          .where("lock_key", "=", key)
          .orderBy("id")
          .execute();
  return rows.map(({ execution_id: execution, path }) => ({ execution, path }));
}

test("random acquires, releases and closes give the same holders and waiters as the model, after each step", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 25 }), async (actions) => {
      run += 1;
      const model = new Model();
      const ids = await Promise.all([0, 1, 2, 3].map((n) => world.execution(`exe_m${run}_${n}`)));
      const closed = new Set<string>();
      const keyOf = (n: number) => `m${run} ${KEYS[n]}`;
      for (const { do: what, who, key: keyIndex, path: pathIndex } of actions) {
        const [execution, key, path] = [ids[who]!, keyOf(keyIndex), PATHS[pathIndex]!];
        if (closed.has(execution)) continue;
        if (what === "acquire") expect(await ask(execution, path, key)).toBe(model.acquire(key, { execution, path }));
        else if (what === "release") {
          await giveBack(execution, path, key);
          model.remove(key, (place) => same(place, { execution, path }));
        } else {
          closed.add(execution);
          await world.close(execution, "terminated");
          for (const each of [keyOf(0), keyOf(1)]) model.remove(each, (place) => place.execution === execution);
        }
        for (const each of [keyOf(0), keyOf(1)]) {
          const holders = await rowsOf("lock_holders", each);
          const byPath = (a: Place, b: Place) => (a.path < b.path ? -1 : 1);
          expect(holders.toSorted(byPath)).toEqual(model.of(model.holders, each).toSorted(byPath));
          expect(await rowsOf("lock_waiters", each)).toEqual(model.of(model.waiters, each));
          expect(new Set(holders.map((place) => place.execution)).size).toBeLessThanOrEqual(1);
        }
      }
      const told = (await world.replies()).filter(({ executionId }) => ids.includes(executionId));
      const open = model.granted.filter((grant) => !closed.has(grant.split(" ")[2]!));
      expect(new Set(told.map(({ executionId, path }) => `${executionId} ${path}`))).toEqual(
        new Set(open.map((grant) => grant.split(" ").slice(2).join(" "))),
      );
    }),
    { numRuns: 40 },
  );
});

test("concurrent acquires, releases and closes: a key has at most one holder, nobody waits for a free key, and no row is left behind", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 30, maxLength: 80 }), async (actions) => {
      run += 1;
      const ids = await Promise.all([0, 1, 2, 3].map((n) => world.execution(`exe_c${run}_${n}`)));
      const keys = KEYS.map((key) => `c${run} ${key}`);
      await Promise.all(
        actions.map(async ({ do: what, who, key: keyIndex, path: pathIndex }, index) => {
          const [execution, key, path] = [ids[who]!, keys[keyIndex]!, PATHS[pathIndex]!];
          if (what === "acquire") await ask(execution, path, key).catch(isClosed);
          else if (what === "release") await giveBack(execution, path, key);
          // Half of the closes share one transaction of the mirror, in the opposite order.
          else if (index % 2 === 0) await world.close(execution, "terminated");
          else await world.closeAll([ids[(who + 1) % 4]!, execution], "terminated");
        }),
      );
      for (const key of keys) {
        const [holders, waiters] = [await rowsOf("lock_holders", key), await rowsOf("lock_waiters", key)];
        expect(new Set(holders.map(({ execution }) => execution)).size).toBeLessThanOrEqual(1);
        if (holders.length === 0) expect(waiters).toEqual([]);
      }
      await Promise.all(ids.map((id) => world.close(id, "terminated")));
      for (const key of keys) {
        expect(await rowsOf("lock_holders", key)).toEqual([]);
        expect(await rowsOf("lock_waiters", key)).toEqual([]);
      }
      expect((await world.replies()).filter(({ executionId }) => ids.includes(executionId))).toEqual([]);
    }),
    { numRuns: 15, endOnFailure: true },
  );
});

function isClosed(error: unknown): void {
  if ((error as { code?: string }).code !== "EXECUTION_CLOSED") throw error;
}
