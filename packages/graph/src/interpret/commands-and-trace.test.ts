import { expect, test } from "vitest";
import { edges, failing, inside, node, probe, start } from "../conformance/build.ts";
import type { Json } from "../definition/json.ts";
import type { Applied } from "./machine.ts";
import { begun, broke, done, linesOf, operation } from "./test-kit/machine-lines.ts";

// These tests compare commands and trace entries completely, because drivers, the mirror and people read every field.

// start ─▶ d (5 s) ─▶ w (signal, 2 s)
test("waits report their deadline, and stop their timers when they end", () => {
  const { machine, first } = begun(
    [start, node("d", "delay", { ms: 5_000 }), node("w", "wait_for_signal", { name: "go", timeout: "2s" })],
    edges("start > d > w"),
  );
  expect(linesOf(first)).toEqual([
    '> {"kind":"startTimer","path":"d","at":6000,"summary":"d"}',
    '{"path":"start","kind":"completed","at":1000,"port":"out","output":{}}',
    '{"path":"d","kind":"waiting","at":1000,"input":{"ms":5000},"until":6000}',
  ]);
  expect(linesOf(machine.apply([operation({ name: "skipWait", path: "d" })], 1_500))).toEqual([
    '> {"kind":"cancel","path":"d"}',
    '> {"kind":"startTimer","path":"w!timeout","at":3500,"summary":"w!timeout"}',
    '{"path":"d","kind":"completed","at":1500,"port":"out","output":{"skipped":true},"by":"kim"}',
    '{"path":"w","kind":"waiting","at":1500,"input":{"name":"go"},"until":3500}',
  ]);
  expect(linesOf(machine.apply([{ kind: "signalReceived", id: "1", name: "go", payload: 7 }], 2_000))).toEqual([
    '> {"kind":"cancel","path":"w!timeout"}',
    '> {"kind":"complete","output":{"w":7},"status":"completed"}',
    '{"path":"w","kind":"completed","at":2000,"port":"out","output":7}',
  ]);
});

// start ─▶ w (signal, 2 s):timeout ─▶ after
test("a wait that timed out does not stop its timer, because it has fired", () => {
  const { machine } = begun(
    [start, node("w", "wait_for_signal", { name: "go", timeout: "2s" }), probe("after")],
    edges("start > w:timeout > after"),
  );
  expect(linesOf(machine.apply([{ kind: "timerFired", path: "w!timeout" }], 3_000))).toEqual([
    '> {"kind":"runStep","path":"after","input":{},"summary":"after"}',
    '{"path":"w","kind":"completed","at":3000,"port":"timeout","output":{"name":"go"}}',
    '{"path":"after","kind":"scheduled","at":3000,"input":{}}',
  ]);
});

// start ─▶ ask (approval, 1 h)
test("a decision names the person who made it", () => {
  const { machine, first } = begun(
    [start, node("ask", "approval", { title: "?", approvers: ["role:x"], timeout: "1h" })],
    edges("start > ask"),
  );
  expect(linesOf(first)).toEqual([
    '> {"kind":"startTimer","path":"ask!timeout","at":3601000,"summary":"ask!timeout"}',
    '{"path":"start","kind":"completed","at":1000,"port":"out","output":{}}',
    '{"path":"ask","kind":"waiting","at":1000,"input":{"title":"?","approvers":["role:x"]},"until":3601000}',
  ]);
  expect(
    linesOf(machine.apply([operation({ name: "decide", path: "ask", decision: "rejected", data: { a: 1 } })], 2_000)),
  ).toEqual([
    '> {"kind":"cancel","path":"ask!timeout"}',
    '> {"kind":"complete","output":{"ask":{"decision":"rejected","by":"kim","data":{"a":1},"at":"1970-01-01T00:00:02Z"}},"status":"completed"}',
    '{"path":"ask","kind":"completed","at":2000,"port":"rejected","output":{"decision":"rejected","by":"kim","data":{"a":1},"at":"1970-01-01T00:00:02Z"},"by":"kim"}',
  ]);
  expect(machine.snapshot().decided).toEqual({ ask: { as: "rejected", by: "kim" } });
});

// start ─▶ lock (2 s) │ a │
test("a lock is requested, waited for, held and released", () => {
  const { machine, first } = begun(
    [start, inside(node("lock", "lock", { key: "k", timeout: "2s" }), probe("a"))],
    edges("start > lock"),
  );
  expect(linesOf(first)).toEqual([
    '> {"kind":"runStep","path":"lock","input":{"op":"acquire","key":"k","untilMs":3000},"summary":"lock"}',
    '> {"kind":"startTimer","path":"lock!timeout","at":3000,"summary":"lock!timeout"}',
    '{"path":"start","kind":"completed","at":1000,"port":"out","output":{}}',
    '{"path":"lock","kind":"waiting","at":1000,"input":{"key":"k"},"until":3000}',
  ]);
  const ask = first.commands[0]!;
  const key = ask.kind === "runStep" ? ask.idempotencyKey : "";
  expect(linesOf(machine.apply([done("lock", { granted: false })], 1_100))).toEqual([]);
  const reply = { kind: "replyReceived", path: "lock", key, reply: { granted: true } } as const;
  expect(linesOf(machine.apply([{ ...reply, key: "another" }], 1_150))).toEqual([]);
  expect(linesOf(machine.apply([reply], 1_200))).toEqual([
    '> {"kind":"cancel","path":"lock!timeout"}',
    '> {"kind":"runStep","path":"lock/a","input":{},"summary":"lock/a"}',
    '{"path":"lock","kind":"started","at":1200,"input":{"key":"k"}}',
    '{"path":"lock/a","kind":"scheduled","at":1200,"input":{}}',
  ]);
  expect(linesOf(machine.apply([reply], 1_250))).toEqual([]);
  expect(linesOf(machine.apply([done("lock/a")], 1_300))).toEqual([
    '> {"kind":"runStep","path":"lock!release","input":{"op":"release","key":"k","holder":"lock"},"summary":"lock!release","purpose":"release"}',
    '{"path":"lock/a","kind":"completed","at":1300,"port":"out","output":1}',
  ]);
  expect(linesOf(machine.apply([done("lock!release", {})], 1_400))).toEqual([
    '> {"kind":"complete","output":{"lock":{"a":1}},"status":"completed"}',
    '{"path":"lock","kind":"completed","at":1400,"port":"out","output":{"a":1}}',
  ]);
});

// start ─▶ lock │ a │      the reply arrives before the answer of the caller step's activity
test("a lock's reply that arrives before the answer counts, unless it does not grant the lock", () => {
  const grant = (reply: Json): readonly string[] => {
    const { machine, first } = begun(
      [start, inside(node("lock", "lock", { key: "k" }), probe("a"))],
      edges("start > lock"),
    );
    const ask = first.commands[0]!;
    const key = ask.kind === "runStep" ? ask.idempotencyKey : "";
    machine.apply([{ kind: "replyReceived", path: "lock", key, reply }], 1_050);
    const { commands } = machine.apply([done("lock", { granted: false })], 1_100);
    return commands.map((command) => ("path" in command ? command.path : command.kind));
  };
  expect(grant({ granted: true })).toEqual(["lock/a"]);
  expect(grant({ granted: false })).toEqual([]);
  expect(grant(null)).toEqual([]);
});

// start ─▶ lock │ a │      the request fails; start ─▶ lock:error ─▶ after
test("a lock whose request failed is released, and then its node fails", () => {
  const { machine } = begun(
    [start, inside(node("lock", "lock", { key: "k" }), probe("a")), probe("after")],
    edges("start > lock:error > after"),
  );
  expect(linesOf(machine.apply([broke("lock")], 1_100))).toEqual([
    '> {"kind":"runStep","path":"lock!release","input":{"op":"release","key":"k","holder":"lock"},"summary":"lock!release","purpose":"release"}',
  ]);
  expect(linesOf(machine.apply([broke("lock!release")], 1_200))).toEqual([
    '> {"kind":"runStep","path":"after","input":{},"summary":"after"}',
    '{"path":"lock","kind":"failed","at":1200,"port":"error","failure":{"code":"NO","path":"lock"}}',
    '{"path":"after","kind":"scheduled","at":1200,"input":{}}',
  ]);
});

// start ─▶ each [7,8] │ a │
test("a loop reports the number of items, and an item its output", () => {
  const { machine, first } = begun(
    [start, inside(node("each", "for_each", { items: [7, 8], concurrency: 2 }), probe("a", { give: "{{ item }}" }))],
    edges("start > each"),
  );
  expect(linesOf(first)).toEqual([
    '> {"kind":"runStep","path":"each[0]/a","input":{"give":7},"summary":"each[0]/a"}',
    '> {"kind":"runStep","path":"each[1]/a","input":{"give":8},"summary":"each[1]/a"}',
    '{"path":"start","kind":"completed","at":1000,"port":"out","output":{}}',
    '{"path":"each","kind":"started","at":1000,"input":{"count":2,"concurrency":2}}',
    '{"path":"each[0]/a","kind":"scheduled","at":1000,"input":{"give":7}}',
    '{"path":"each[1]/a","kind":"scheduled","at":1000,"input":{"give":8}}',
  ]);
  expect(linesOf(machine.apply([done("each[1]/a", 8), done("each[0]/a", 7)], 1_100))).toEqual([
    '> {"kind":"complete","output":{"each":{"results":[{"a":7},{"a":8}],"errors":[],"count":2}},"status":"completed"}',
    '{"path":"each[1]/a","kind":"completed","at":1100,"port":"out","output":8}',
    '{"path":"each[0]/a","kind":"completed","at":1100,"port":"out","output":7}',
    '{"path":"each","kind":"completed","at":1100,"port":"out","output":{"results":[{"a":7},{"a":8}],"errors":[],"count":2}}',
  ]);
});

// start ─▶ race │ a   b │
test("a race reports the number of branches, and asks the losing ones to stop", () => {
  const { machine, first } = begun(
    [start, inside(node("race", "race"), probe("a"), node("b", "delay", { ms: 50 }))],
    edges("start > race"),
  );
  expect(linesOf(first)).toEqual([
    '> {"kind":"runStep","path":"race/a","input":{},"summary":"race/a"}',
    '> {"kind":"startTimer","path":"race/b","at":1050,"summary":"race/b"}',
    '{"path":"start","kind":"completed","at":1000,"port":"out","output":{}}',
    '{"path":"race","kind":"started","at":1000,"input":{"branches":2}}',
    '{"path":"race/a","kind":"scheduled","at":1000,"input":{}}',
    '{"path":"race/b","kind":"waiting","at":1000,"input":{"ms":50},"until":1050}',
  ]);
  expect(linesOf(machine.apply([done("race/a")], 1_010))).toEqual([
    '> {"kind":"cancel","path":"race/b"}',
    '> {"kind":"complete","output":{"race":{"winner":"a","output":{"a":1}}},"status":"completed"}',
    '{"path":"race/a","kind":"completed","at":1010,"port":"out","output":1}',
    '{"path":"race/b","kind":"cancelled","at":1010}',
    '{"path":"race","kind":"completed","at":1010,"port":"out","output":{"winner":"a","output":{"a":1}}}',
  ]);
});

// start ─▶ r (twice) │ a │      start ─▶ w (while) │ b │
test("a loop of rounds reports their largest number", () => {
  const { first } = begun(
    [
      start,
      inside(node("r", "repeat", { times: 2 }), probe("a")),
      inside(node("w", "while", { condition: true, maxRounds: 3 }), probe("b")),
    ],
    edges("start > r", "start > w"),
  );
  expect(linesOf(first)).toEqual([
    '> {"kind":"runStep","path":"r[0]/a","input":{},"summary":"r[0]/a"}',
    '> {"kind":"runStep","path":"w[0]/b","input":{},"summary":"w[0]/b"}',
    '{"path":"start","kind":"completed","at":1000,"port":"out","output":{}}',
    '{"path":"r","kind":"started","at":1000,"input":{"times":2}}',
    '{"path":"w","kind":"started","at":1000,"input":{"maxRounds":3}}',
    '{"path":"r[0]/a","kind":"scheduled","at":1000,"input":{}}',
    '{"path":"w[0]/b","kind":"scheduled","at":1000,"input":{}}',
  ]);
});

// start ─▶ a ─▶ b      a is seeded
test("a step that is seeded by a rerun is marked as seeded and does not run", () => {
  const { first } = begun([start, probe("a"), probe("b")], edges("start > a > b"), {
    seed: { start: { port: "out", output: {} }, a: { port: "out", output: 5 } },
  });
  expect(linesOf(first)).toEqual([
    '> {"kind":"runStep","path":"b","input":{},"summary":"b"}',
    '{"path":"start","kind":"completed","at":1000,"port":"out","output":{},"seeded":true}',
    '{"path":"a","kind":"completed","at":1000,"port":"out","output":5,"seeded":true}',
    '{"path":"b","kind":"scheduled","at":1000,"input":{}}',
  ]);
});

// start ─▶ a (pause on error) ─▶ b
test("an incident has the failure and the input, and a retry with another input has another key", () => {
  const { machine, first } = begun(
    [start, probe("a", { x: 1 }, { onError: "pause" }), probe("b")],
    edges("start > a > b"),
  );
  const keys: string[] = [];
  const keep = (applied: Applied): Applied => {
    for (const command of applied.commands) if (command.kind === "runStep") keys.push(command.idempotencyKey);
    return applied;
  };
  keep(first);
  expect(linesOf(machine.apply([broke("a")], 1_100))).toEqual([
    '{"path":"a","kind":"incident","at":1100,"input":{"x":1},"failure":{"code":"NO","path":"a"}}',
  ]);
  expect(linesOf(keep(machine.apply([operation({ name: "retry", path: "a" })], 1_200)))).toEqual([
    '> {"kind":"runStep","path":"a","input":{"x":1},"summary":"a"}',
    '{"path":"a","kind":"scheduled","at":1200,"input":{"x":1},"by":"kim"}',
  ]);
  machine.apply([broke("a")], 1_300);
  expect(linesOf(keep(machine.apply([operation({ name: "retry", path: "a", input: { x: 2 } })], 1_400)))).toEqual([
    '> {"kind":"runStep","path":"a","input":{"x":2},"summary":"a"}',
    '{"path":"a","kind":"scheduled","at":1400,"input":{"x":2},"by":"kim"}',
  ]);
  machine.apply([broke("a")], 1_500);
  expect(linesOf(keep(machine.apply([operation({ name: "retry", path: "a" })], 1_600)))).toEqual([
    '> {"kind":"runStep","path":"a","input":{"x":2},"summary":"a"}',
    '{"path":"a","kind":"scheduled","at":1600,"input":{"x":2},"by":"kim"}',
  ]);
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[1]);
  expect(keys[3]).toBe(keys[2]);
  machine.apply([broke("a")], 1_700);
  const { trace } = machine.apply([operation({ name: "fail", path: "a", message: "enough" })], 1_800);
  expect(trace[0]).toMatchObject({ kind: "failed", by: "kim", failure: { code: "NO", message: "no (kim: enough)" } });
  expect(machine.snapshot().decided).toEqual({ a: { as: "failed", by: "kim" } });
});

// start ─▶ a (compensated by u) ─▶ bad
test("a compensation is a step of its own with a bounded number of attempts", () => {
  const { machine } = begun(
    [
      start,
      probe("a", {}, { compensate: "u" }),
      probe("u", { of: "{{ steps.a }}" }, { retry: { maximumAttempts: 0 } }),
      probe("bad"),
    ],
    edges("start > a > bad"),
  );
  machine.apply([done("a", 4)], 1_100);
  const compensated = machine.apply([broke("bad")], 1_200);
  expect(linesOf(compensated)).toEqual([
    '> {"kind":"runStep","path":"a!u","input":{"of":4},"summary":"a!u","purpose":"undo"}',
    '{"path":"bad","kind":"failed","at":1200,"failure":{"code":"NO","path":"bad"}}',
    '{"path":"a!u","kind":"scheduled","at":1200,"input":{"of":4}}',
  ]);
  expect(compensated.commands[0]).toMatchObject({ kind: "runStep", retry: { maximumAttempts: 10 } });
  expect(linesOf(machine.apply([done("a!u", 9)], 1_300))).toEqual([
    '> {"kind":"fail","failure":{"code":"NO","path":"bad"}}',
    '{"path":"a!u","kind":"completed","at":1300,"port":"out","output":9}',
  ]);
});

// start ─▶ a (compensated by u, 3 attempts) ─▶ bad
test("a compensation has the attempts that its author set, and its failure is attached to the cause", () => {
  const { machine } = begun(
    [start, probe("a", {}, { compensate: "u" }), probe("u", {}, { retry: { maximumAttempts: 3 } }), probe("bad")],
    edges("start > a > bad"),
  );
  machine.apply([done("a")], 1_100);
  expect(machine.apply([broke("bad")], 1_200).commands[0]).toMatchObject({ retry: { maximumAttempts: 3 } });
  expect(linesOf(machine.apply([{ kind: "stepCancelled", path: "a!u" }], 1_300))).toEqual([
    '> {"kind":"fail","failure":{"code":"NO","path":"bad","others":[{"code":"STEP_CANCELLED","retryable":false,"path":"a!u"}]}}',
    '{"path":"a!u","kind":"failed","at":1300,"failure":{"code":"STEP_CANCELLED","retryable":false,"path":"a!u"}}',
  ]);
});

// start ─▶ a, b (compensated by ua, ub), bad      b completes first
test("the step that completed last is compensated first, whatever the order in the graph is", () => {
  const { machine } = begun(
    [
      start,
      probe("a", {}, { compensate: "ua" }),
      probe("b", {}, { compensate: "ub" }),
      probe("ua"),
      probe("ub"),
      probe("bad"),
    ],
    edges("start > a", "start > b", "start > bad"),
  );
  machine.apply([done("b"), done("a")], 1_100);
  expect(machine.apply([broke("bad")], 1_200).commands).toMatchObject([{ path: "a!ua" }]);
  expect(machine.apply([done("a!ua")], 1_300).commands).toMatchObject([{ path: "b!ub" }]);
});

// start ─▶ slow, slower
test("a cancel asks steps to stop, has a reason, and accepts late answers", () => {
  const { machine } = begun(
    [start, probe("slow"), probe("slower"), probe("never")],
    edges("start > slow > never", "start > slower"),
  );
  expect(linesOf(machine.apply([{ kind: "cancelRequested", reason: "enough" }], 1_100))).toEqual([
    '> {"kind":"cancel","path":"slow"}',
    '> {"kind":"cancel","path":"slower"}',
    '> {"kind":"startTimer","path":"!cancel","at":11100,"summary":"!cancel grace time"}',
  ]);
  expect(linesOf(machine.apply([done("slow", 3)], 1_200))).toEqual([
    '{"path":"slow","kind":"completedLate","at":1200,"output":3}',
  ]);
  expect(linesOf(machine.apply([broke("slower")], 1_300))).toEqual([
    '> {"kind":"cancelled","reason":"enough"}',
    '{"path":"slower","kind":"cancelled","at":1300,"failure":{"code":"NO"}}',
    '{"path":"never","kind":"notReached","at":1300}',
  ]);
});

// start ─▶ a
test("a cancel may have no reason, and a step that is cancelled from outside fails", () => {
  const cancelled = begun([start, node("d", "delay", { ms: 9 })], edges("start > d")).machine;
  expect(linesOf(cancelled.apply([{ kind: "cancelRequested" }], 1_100))).toEqual([
    '> {"kind":"cancel","path":"d"}',
    '> {"kind":"cancelled"}',
    '{"path":"d","kind":"cancelled","at":1100}',
  ]);
  const outside = begun([start, probe("a")], edges("start > a")).machine;
  expect(linesOf(outside.apply([{ kind: "stepCancelled", path: "a" }], 1_100))).toEqual([
    '> {"kind":"fail","failure":{"code":"STEP_CANCELLED","retryable":false,"path":"a"}}',
    '{"path":"a","kind":"failed","at":1100,"failure":{"code":"STEP_CANCELLED","retryable":false,"path":"a"}}',
  ]);
});

// start ─▶ bad:error ─▶ after      start ─▶ worse (continue)
test("nodes behind a failed one can read the failure as data", () => {
  const { machine } = begun(
    [
      start,
      failing("bad"),
      probe("after", { why: "{{ steps.bad.error.code }}" }),
      failing("worse", {}, { onError: "continue" }),
    ],
    edges("start > bad:error > after", "start > worse"),
  );
  expect(linesOf(machine.apply([broke("bad"), broke("worse")], 1_100))).toEqual([
    '> {"kind":"runStep","path":"after","input":{"why":"NO"},"summary":"after"}',
    '{"path":"bad","kind":"failed","at":1100,"port":"error","failure":{"code":"NO","path":"bad"}}',
    '{"path":"after","kind":"scheduled","at":1100,"input":{"why":"NO"}}',
    '{"path":"worse","kind":"failed","at":1100,"port":"out","failure":{"code":"NO","path":"worse"}}',
  ]);
  expect(linesOf(machine.apply([done("after")], 1_200))).toEqual([
    '> {"kind":"complete","output":{"worse":{"error":{"code":"NO","path":"worse","details":null}},"after":1},"status":"completedWithErrors"}',
    '{"path":"after","kind":"completed","at":1200,"port":"out","output":1}',
  ]);
});
