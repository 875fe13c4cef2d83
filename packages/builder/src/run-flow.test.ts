import { expect, test } from "vitest";
import { defineNode, permanent, runGraph } from "@tempograph/nodes-sdk";
import { z } from "zod";
import { add, cel, eq, flow, gt, lt, orElse, shape, t, compensate, type BuiltWorkflow } from "./index.ts";

const done: string[] = [];

const work = defineNode({
  type: "work",
  title: "Work",
  description: "Does something and says so.",
  input: z.object({ name: z.string(), fails: z.boolean().default(false) }),
  output: z.object({ said: z.string() }),
  retry: { maximumAttempts: 1 },
  execute(_ctx, { name, fails }) {
    done.push(name);
    if (fails) throw permanent("BROKEN", `${name} is broken`);
    return { said: `${name}!` };
  },
});

const order = () => flow("Order", { payload: shape<{ readonly id: string; readonly items: readonly string[] }>() });
const payload = { id: "o1", items: ["a", "b", "c"] };

async function run({ graph }: BuiltWorkflow, more: Partial<Parameters<typeof runGraph>[2]> = {}) {
  done.length = 0;
  return runGraph(graph, { data: payload }, { nodes: [work], ...more });
}

test("steps, paths, joins, a wait for days", async () => {
  const built = order()
    .step("first", work, ({ payload: { id } }) => ({ name: t`order ${id}` }))
    .if(
      ({ steps }) => eq(steps.first.said, "order o1!"),
      (yes) => yes.step("known", work, { name: "known" }),
      (no) => no.fail({ message: "unknown" }),
    )
    .parallel([
      (path) => path.step("left", work, { name: "left" }),
      (path) => path.waitForSignal("go", { payload: shape<{ by: string }>() }),
    ])
    .sleep("3d")
    .end(({ steps }) => ({ said: t`${steps.known.said} ${steps.left.said} ${steps.go.by}` }))
    .build();
  const result = await run(built, { signals: [{ afterMs: 1_000, name: "go", payload: { by: "Ada" } }] });
  expect(result).toMatchObject({ status: "completed", output: { end: { said: "known! left! Ada" } } });
  expect(result.tookMs).toBe(3 * 86_400_000 + 1_000);
});

test("loops: items, rounds, as long as", async () => {
  const built = order()
    .forEach(
      ({ payload: { items } }) => items,
      (each) => each.step("pack", work, ({ item, index }) => ({ name: t`${index}${item}` })),
      { id: "packed", concurrency: 2, result: ({ steps }) => steps.pack.said },
    )
    .loop(2, (body) => body.step("again", work, ({ index }) => ({ name: t`round ${index}` })), { id: "twice" })
    .set({ count: 0 })
    .while(
      ({ vars }) => lt(vars.count, 3),
      (body) => body.set(({ vars }) => ({ count: cel<number>`${vars.count} + 1` })),
      { id: "counting", maxRounds: 10 },
    )
    .transform("sum", ({ vars }) => add(vars.count, 10))
    .end(({ steps }) => ({ packed: steps.packed.results, rounds: steps.twice.rounds, sum: steps.sum }))
    .build();
  expect(await run(built)).toMatchObject({
    status: "completed",
    output: { end: { packed: ["0a!", "1b!", "2c!"], rounds: 2, sum: 13 } },
  });
});

test("try, catch and finally; what follows waits for both", async () => {
  const built = order()
    .try((body) => body.step("risky", work, { name: "risky", fails: true }), {
      catch: (path, error) => path.step("caught", work, { name: t`caught ${error.code}` }),
      finally: (path) => path.sleep("1h").step("tidy", work, { name: "tidy" }),
    })
    .step("after", work, { name: "after" })
    .build();
  expect(await run(built)).toMatchObject({ status: "completed", tookMs: 3_600_000 });
  expect(done).toEqual(["risky", "caught BROKEN", "tidy", "after"]);
});

test("the first of a race wins", async () => {
  const built = order()
    .race(
      [
        (path) => path.waitForSignal("answer").step("answered", work, { name: "answered" }),
        (path) => path.sleep("1d", { id: "night" }).step("reminded", work, { name: "reminded" }),
      ],
      { id: "first" },
    )
    .end(({ steps }) => ({ winner: steps.first.winner }))
    .build();
  expect(await run(built)).toMatchObject({ output: { end: { winner: "night" } } });
  const signals = [{ afterMs: 5, name: "answer", payload: null }];
  expect(await run(built, { signals })).toMatchObject({ output: { end: { winner: "answer" } } });
});

test("a failure takes its path; a time-out takes its path", async () => {
  const built = order()
    .step(
      "call",
      work,
      { name: "call", fails: true },
      {
        onFailure: (path, error) => path.step("sorry", work, { name: t`sorry: ${error.message}` }),
      },
    )
    .waitForSignal("paid", {
      timeout: "2d",
      onTimeout: (path) => path.step("late", work, { name: "late" }).end("late"),
    })
    .end(({ steps }) => ({ call: orElse(steps.call.said, "nothing") }))
    .build();
  expect(await run(built)).toMatchObject({ status: "completed", output: { end: "late" } });
  expect(done).toEqual(["call", "sorry: call is broken", "late"]);
  const signals = [{ afterMs: 5, name: "paid", payload: null }];
  expect(await run(built, { signals })).toMatchObject({ output: { end2: { call: "nothing" } } });
});

test("what was done is undone in reverse when the execution fails", async () => {
  const built = order()
    .step(
      "book",
      work,
      { name: "book" },
      { compensate: ({ steps }) => compensate("unbook", work, { name: t`undo ${steps.book.said}` }) },
    )
    .step("charge", work, { name: "charge" }, { compensate: () => compensate("refund", work, { name: "refund" }) })
    .branch((cases) =>
      cases
        .when(
          "small",
          ({ payload: { id } }) => gt(id, "z"),
          (path) => path.stop(),
        )
        .otherwise((path) => path.fail({ code: "TOO_LARGE", message: "no" })),
    )
    .build();
  expect(await run(built)).toMatchObject({ status: "failed", failure: { code: "TOO_LARGE" } });
  expect(done).toEqual(["book", "charge", "refund", "undo book!"]);
});
