import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { FairGate, GateFull } from "./fair-gate.ts";

/** Works that end when the test says so. */
function works(gate: FairGate) {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (caller: string, name: string, group = caller) =>
    gate.pass(group, caller, async () => {
      began.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string): Promise<void> => {
    ends.get(name)!();
    await setImmediate();
  };
  return { began, start, end };
}

test("callers take turns, and no caller gets all places", async () => {
  const { began, start, end } = works(new FairGate(2, 10));
  const all = ["a1", "a2", "a3", "b1", "b2", "c1"].map((name) => start(name[0]!, name));
  await setImmediate();
  expect(began).toEqual(["a1", "b1"]);
  await end("a1");
  await end("b1");
  await end("a2");
  expect(began).toEqual(["a1", "b1", "a2", "b2", "c1"]);
  for (const name of ["b2", "c1", "a3"]) await end(name);
  await Promise.all(all);
});

test("a caller who waits for too many turns is refused, and others are not", async () => {
  const { start, end } = works(new FairGate(1, 2));
  const all = ["a1", "a2", "a3"].map((name) => start("a", name));
  await setImmediate();
  await expect(start("a", "a4")).rejects.toThrow(GateFull);
  all.push(start("b", "b1"));
  for (const name of ["a1", "a2", "b1", "a3"]) await end(name);
  await Promise.all(all);
});

test("groups take turns, however many callers one of them has, and none gets all places", async () => {
  const { began, start, end } = works(new FairGate(3, 2));
  const many = Array.from({ length: 8 }, (_, n) => start(`a${n}`, `a${n}`, "many"));
  await setImmediate();
  expect(began).toEqual(["a0", "a1"]);
  const few = [start("b", "b1", "few"), start("b", "b2", "few")];
  await setImmediate();
  // One caller of the other group gets one place at a time where there are three.
  expect(began).toEqual(["a0", "a1", "b1"]);
  await end("a0");
  expect(began.at(-1)).toBe("a2");
  await end("b1");
  expect(began.at(-1)).toBe("b2");
  for (const name of ["a1", "a2", "b2", "a3", "a4", "a5", "a6", "a7"]) await end(name);
  await Promise.all([...many, ...few]);
});

test("a group whose callers wait for too many turns is refused, and others are not", async () => {
  const { start, end } = works(new FairGate(1, 1));
  const all = [start("b", "first", "few")];
  for (let n = 0; n < 5; n += 1) all.push(start(`a${n}`, `a${n}`, "many"));
  await expect(start("a5", "a5", "many")).rejects.toThrow(GateFull);
  all.push(start("b", "b1", "few"));
  for (const name of ["first", "a0", "b1", "a1", "a2", "a3", "a4"]) await end(name);
  await Promise.all(all);
});
