import { expect, test } from "vitest";
import { TaskWaits } from "./task-waits.ts";

function world() {
  let now = 0;
  const waits = new TaskWaits(() => now);
  return {
    waits,
    pass: (ms: number) => void (now += ms),
    due: (from: number, to: number) => {
      for (let n = from; n < to; n++) waits.due(`run-${String(n)}`);
    },
    come: (n: number) => waits.come(`run-${String(n)}`),
  };
}

test("waits are long when eight tasks have waited for long, whatever else comes quickly", () => {
  const { waits, due, pass, come } = world();
  due(0, 8);
  pass(250);
  expect(waits.areLong()).toBe(false);
  due(8, 20);
  for (let n = 8; n < 20; n++) come(n);
  pass(1);
  expect(waits.areLong()).toBe(true);
  come(3);
  expect(waits.areLong()).toBe(false);
});

test("a few slow executions hold nothing back", () => {
  const { waits, due, pass, come } = world();
  due(0, 7);
  pass(5_000);
  for (let n = 10; n < 100; n++) {
    due(n, n + 1);
    pass(20);
    expect(waits.areLong()).toBe(false);
    come(n);
  }
});

test("a task that is due again has waited since it was first", () => {
  const { waits, due, pass } = world();
  due(0, 8);
  pass(200);
  due(0, 8);
  pass(51);
  expect(waits.areLong()).toBe(true);
});

test("where Temporal is far away, tasks may wait for longer, but not for ever longer", () => {
  const { waits, due, pass, come } = world();
  due(100, 101);
  pass(150);
  come(100);
  due(0, 8);
  pass(600);
  expect(waits.areLong()).toBe(false);
  pass(1);
  expect(waits.areLong()).toBe(true);
  const slow = world();
  slow.due(100, 101);
  slow.pass(5_000);
  slow.come(100);
  slow.due(0, 8);
  slow.pass(2_001);
  expect(slow.waits.areLong()).toBe(true);
});

test("what was quick minutes ago is no measure any more, and first tasks are none", () => {
  const { waits, due, pass, come } = world();
  due(100, 101);
  pass(1);
  come(100);
  for (const n of [101, 102]) {
    pass(300_000);
    due(n, n + 1);
    pass(400);
    come(n);
  }
  waits.due("first", true);
  waits.come("first");
  due(0, 8);
  pass(1_599);
  expect(waits.areLong()).toBe(false);
  pass(2);
  expect(waits.areLong()).toBe(true);
});

test("what never comes is forgotten", () => {
  const { waits, due, pass } = world();
  due(0, 100);
  pass(60_000);
  expect(waits.areLong()).toBe(true);
  pass(1);
  expect(waits.areLong()).toBe(false);
});
