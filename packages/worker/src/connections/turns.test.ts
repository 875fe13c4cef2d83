import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

/** Work that begins, says so, and ends when it is told to. */
function worksOf(turns: ReturnType<typeof createTurns>) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const take = async (group: string, key: string, name = key) =>
    await turns({ group, key }, async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      return name;
    });
  const end = async (name: string, taken: Promise<string>) => {
    ends.get(name)!();
    expect(await taken).toBe(name);
  };
  return { begun, take, end };
}

test("work of one key runs one after the other, and a group takes no more than its places", async () => {
  const { begun, take, end } = worksOf(createTurns({ most: 4, mostOfGroup: 2 }));
  const taken = [take("a", "x", "x1"), take("a", "x", "x2"), take("a", "y"), take("a", "z")];
  expect(begun).toEqual(["x1", "y"]);
  await end("x1", taken[0]!);
  expect(begun).toEqual(["x1", "y", "x2"]);
  await end("y", taken[2]!);
  expect(begun).toEqual(["x1", "y", "x2", "z"]);
  await Promise.all([end("x2", taken[1]!), end("z", taken[3]!)]);
});

test("groups take turns, so that none waits for the long queue of another", async () => {
  const { begun, take, end } = worksOf(createTurns({ most: 3, mostOfGroup: 2 }));
  const names = ["a1", "a2", "a3", "a4", "b1", "b2", "b3", "c1"];
  const taken = new Map(names.map((name) => [name, take(name[0]!, name)]));
  expect(begun).toEqual(["a1", "a2", "b1"]);
  for (const name of ["a1", "a2", "b1", "c1"]) await end(name, taken.get(name)!);
  expect(begun.slice(3)).toEqual(["c1", "a3", "b2", "a4"]);
  for (const name of ["a3", "b2", "a4", "b3"]) await end(name, taken.get(name)!);
});

test("work that failed gives its place on", async () => {
  const turns = createTurns({ most: 1, mostOfGroup: 1 });
  const failed = turns({ group: "a", key: "x" }, async () => await Promise.reject(new Error("no")));
  const after = turns({ group: "a", key: "x" }, () => Promise.resolve("yes"));
  await expect(failed).rejects.toThrow("no");
  expect(await after).toBe("yes");
});

test("work whose signal aborts before its turn is not done", async () => {
  const turns = createTurns({ most: 1, mostOfGroup: 1 });
  const { take, end } = worksOf(turns);
  const first = take("a", "x");
  const ended = new AbortController();
  const never = () => expect.fail("its attempt has ended");
  const second = turns({ group: "b", key: "y", signal: ended.signal }, never);
  ended.abort(new Error("cancelled"));
  await expect(second).rejects.toThrow("cancelled");
  await expect(turns({ group: "b", key: "y", signal: ended.signal }, never)).rejects.toThrow("cancelled");
  await end("x", first);
});

test("after a stop nothing begins, and the stop waits for what runs", async () => {
  const turns = createTurns({ most: 1, mostOfGroup: 1 });
  const { begun, take, end } = worksOf(turns);
  const [first, second] = [take("a", "x"), take("b", "y")];
  const stopped = turns.stop(new Error("stops"));
  await expect(second).rejects.toThrow("stops");
  await expect(take("c", "z")).rejects.toThrow("stops");
  await end("x", first);
  await stopped;
  expect(begun).toEqual(["x"]);
});
