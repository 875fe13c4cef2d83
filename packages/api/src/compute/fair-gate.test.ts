import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { FairGate, GateFull } from "./fair-gate.ts";

/** Works that end when the test says so. */
function works(gate: FairGate) {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (caller: string, name: string) =>
    gate.pass(caller, async () => {
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
