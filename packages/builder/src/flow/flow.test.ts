import { expect, test } from "vitest";
import { coreNodeTypes, validateGraph, type NodeTypeManifest } from "@tempograph/graph";
import { builtinPack } from "@tempograph/activities";
import { manifestOf } from "@tempograph/nodes-sdk";
import { and, cel, eq, flow, gt, lt, nodeType, orElse, shape, t, compensate, type BuiltWorkflow } from "../index.ts";

interface Lead {
  readonly id: string;
  readonly score: number;
  readonly name?: string;
  readonly items: readonly { readonly sku: string; readonly price: number }[];
}
const lead = () => flow("Lead", { payload: shape<Lead>() });

const types: ReadonlyMap<string, NodeTypeManifest> = new Map([
  ...coreNodeTypes.map((type) => [type.type, type] as const),
  ...builtinPack.nodes.map((node) => [node.type, manifestOf(node, builtinPack)] as const),
]);

function problemsOf({ graph, triggers }: BuiltWorkflow): string[] {
  return validateGraph({ graph, triggers, types }).map(({ code, path, message }) => `${code} ${path} ${message}`);
}

/** `a>b`, `a:error>c` …: what the edges join. */
const edgesOf = ({ graph }: BuiltWorkflow): string[] => graph.edges.map(({ id }) => id);
const nodeOf = ({ graph }: BuiltWorkflow, id: string) => graph.nodes.find((node) => node.id === id);

// start ─▶ profile ─▶ welcome
test("steps follow each other; references become templates", () => {
  const built = lead()
    .on("lead.created", ({ payload }) => and(gt(payload.score, 80), eq(payload.name, "Ada")))
    .step("profile", "http_call", ({ payload }) => ({ url: t`https://crm.example/leads/${payload.id}` }))
    .step("welcome", "send_notification", ({ payload, steps }) => ({
      toRole: "AE",
      message: t`Hi ${orElse(payload.name, "you")}, ${steps.profile.body["plans"]!["0"]!["first name"]!}`,
    }))
    .build();
  expect(built).toEqual({
    name: "Lead",
    triggers: [
      {
        eventType: "lead.created",
        condition: { and: [{ ">": [{ var: "score" }, 80] }, { "==": [{ var: "name" }, "Ada"] }] },
      },
    ],
    graph: {
      nodes: [
        { id: "start", type: "start", data: {} },
        { id: "profile", type: "http_call", data: { url: "https://crm.example/leads/{{ payload.id }}" } },
        {
          id: "welcome",
          type: "send_notification",
          data: {
            toRole: "AE",
            message: 'Hi {{ payload.?name.orValue("you") }}, {{ steps.profile.body.plans[0]["first name"] }}',
          },
        },
      ],
      edges: [
        { id: "start>profile", source: "start", target: "profile" },
        { id: "profile>welcome", source: "profile", target: "welcome" },
      ],
    },
  });
  expect(problemsOf(built)).toEqual([]);
});

//          ┌ yes ─▶ gift ─┐
// start ─▶ if             ├─▶ done
//          └ no ──────────┘
test("the paths of an if join again; without `no` the next step follows directly", () => {
  const built = lead()
    .if(
      ({ payload }) => gt(payload.score, 80),
      (yes) => yes.step("gift", "log", { message: "gift" }),
    )
    .step("done", "log", { message: "done" })
    .build();
  expect(edgesOf(built)).toEqual(["start>if", "if:yes>gift", "gift>done", "if:no>done"]);
  expect(problemsOf(built)).toEqual([]);
});

//          ┌ hot ──▶ call ─┐
// start ─▶ branch          ├─▶ done
//          └ else ─▶ fail
test("no edge leads on from a path that has ended", () => {
  const built = lead()
    .branch((cases) =>
      cases
        .when(
          "hot",
          ({ payload }) => gt(payload.score, 80),
          (path) => path.step("call", "log", { message: "call" }),
        )
        .otherwise((path) => path.fail({ code: "TOO_COLD", message: "no" })),
    )
    .step("done", "log", { message: "done" })
    .build();
  expect(edgesOf(built)).toEqual(["start>branch", "branch:hot>call", "branch:else>fail", "call>done"]);
  expect(problemsOf(built)).toEqual([]);
  expect(() =>
    lead()
      .if(
        () => eq(shape as never, 1),
        (yes) => yes.end(),
        (no) => no.end(),
      )
      .step("never", "log", { message: "x" })
      .build(),
  ).toThrow();
});

//           ┌▶ stock ──┐
// start ─▶ ─┤          ├─▶ ship
//           └▶ credit ─┘
test("parallel paths add no node; the next step joins them", () => {
  const built = lead()
    .parallel([
      (path) => path.step("stock", "log", { message: "s" }),
      (path) => path.step("credit", "log", { message: "c" }),
    ])
    .step("ship", "log", { message: "ship" })
    .build();
  expect(edgesOf(built)).toEqual(["start>stock", "start>credit", "stock>ship", "credit>ship"]);
  const any = lead()
    .parallel([(path) => path.sleep("1h"), (path) => path.waitForSignal("go")], { join: "any" })
    .step("ship", "log", { message: "ship" })
    .build();
  expect(nodeOf(any, "ship")?.settings).toEqual({ join: "any" });
  const twice = lead()
    .parallel([(path) => path.sleep("1h"), (path) => path.sleep("2h")], { join: "any" })
    .parallel([(path) => path.sleep("3h"), (path) => path.sleep("4h")])
    .build();
  expect(twice.graph.nodes.map(({ settings }) => settings?.join)).toEqual([
    undefined,
    undefined,
    undefined,
    "any",
    "any",
  ]);
  expect(() =>
    lead()
      .parallel([(path) => path.sleep("1h")], { join: "any" })
      .build(),
  ).toThrow("no step follows");
  expect(problemsOf(built)).toEqual([]);
});

test("failures, time-outs and other ports have paths of their own", () => {
  const find = nodeType<{ email: string }, { id: string }, ["found", "missing"]>("find", ["found", "missing"]);
  const built = lead()
    .step("find", find, { email: "x" }, { on: { missing: (path) => path.end("nobody", { id: "nobody" }) } })
    .step(
      "call",
      "http_call",
      { url: "https://x.example" },
      {
        onFailure: (path, error) => path.step("tell", "log", { message: t`${error.code}` }).end(),
        compensate: ({ steps }) =>
          compensate("refund", "http_call", { url: t`https://x.example/${steps.call.body["id"]!}` }),
        settings: { retry: { maximumAttempts: 5 } },
      },
    )
    .waitForSignal("paid", { timeout: "2d", onTimeout: (path) => path.fail({ message: "not paid" }) })
    .step("done", "log", { message: "done" })
    .build();
  expect(edgesOf(built)).toEqual([
    "start>find",
    "find:missing>nobody",
    "find:found>call",
    "call:error>tell",
    "tell>end",
    "call>paid",
    "paid:timeout>fail",
    "paid>done",
  ]);
  expect(nodeOf(built, "call")?.settings).toEqual({ retry: { maximumAttempts: 5 }, compensate: "refund" });
  expect(nodeOf(built, "refund")?.data).toEqual({ url: "https://x.example/{{ steps.call.body.id }}" });
  expect(nodeOf(built, "tell")?.data).toEqual({ message: "{{ string(steps.call.error.code) }}" });
});

test("containers hold their steps", () => {
  const built = lead()
    .forEach(
      ({ payload }) => payload.items,
      (each) => each.step("pack", "log", ({ item, index }) => ({ message: t`${index}: ${item.sku}` })),
      { id: "packed", concurrency: 5, onItemError: "continue", result: ({ item }) => item.sku },
    )
    .loop(3, (body) => body.sleep("1m"))
    .set({ count: 0 })
    .while(
      ({ vars }) => lt(vars.count, 3),
      (body) => body.set(({ vars }) => ({ count: cel<number>`${vars.count} + 1` })),
      {
        maxRounds: 10,
      },
    )
    .race([(path) => path.waitForSignal("yes"), (path) => path.sleep("1d", { id: "night" })])
    .try((body) => body.step("risky", "log", { message: "x" }), {
      catch: (path, error) => path.step("caught", "log", { message: t`Oh: ${error.message}` }),
      finally: (path) => path.step("tidy", "log", { message: "tidy" }),
    })
    .lock(
      ({ payload }) => payload.id,
      (body) => body.step("inside", "log", { message: "x" }),
    )
    .scope((body) => body.step("last", "log", { message: "x" }))
    .build();
  expect(built.graph.nodes.map(({ id, parentId }) => (parentId === undefined ? id : `${parentId}/${id}`))).toEqual([
    "start",
    "packed",
    "packed/pack",
    "loop",
    "loop/sleep",
    "set",
    "while",
    "while/set2",
    "race",
    "race/yes",
    "race/night",
    "try",
    "try/risky",
    "caught",
    "tidy",
    "lock",
    "lock/inside",
    "scope",
    "scope/last",
  ]);
  expect(nodeOf(built, "packed")?.data).toEqual({
    items: "{{ payload.items }}",
    concurrency: 5,
    onItemError: "continue",
    result: "{{ item.sku }}",
  });
  expect(nodeOf(built, "while")?.data).toEqual({ condition: { "<": [{ var: "vars.count" }, 3] }, maxRounds: 10 });
  expect(nodeOf(built, "set2")?.data).toEqual({ values: { count: "{{ vars.count + 1 }}" } });
  // What follows waits for `finally` as well, because `catch` comes back.
  expect(edgesOf(built)).toContain("tidy>lock");
  expect(problemsOf(built)).toEqual([]);
});

test("unless a catch path continues, the next step does not wait for finally", () => {
  const built = lead()
    .try((body) => body.step("risky", "log", { message: "x" }), {
      catch: (path) => path.end(),
      finally: (path) => path.step("tidy", "log", { message: "tidy" }),
    })
    .step("next", "log", { message: "x" })
    .build();
  expect(edgesOf(built)).not.toContain("tidy>next");
});

test("the path of a failure must contain a step, otherwise it would catch nothing", () => {
  const ignored = lead().step("a", "log", { message: "a" }, { onFailure: (path) => path });
  expect(() => ignored.build()).toThrow("would not be caught");
  expect(edgesOf(ignored.step("b", "log", { message: "b" }).build())).toContain("a:error>b");
  expect(() =>
    lead()
      .try((body) => body.sleep("1h"), { catch: (path) => path.stop() })
      .build(),
  ).toThrow("caught");
});

test("waits and calls between workflows", () => {
  const other = flow("Invoice", { payload: shape<{ order: string }>() }).build();
  const built = lead()
    .waitForEvent("paid", "invoice.paid", {
      match: ({ payload, event }, scope) => and(eq(payload.order, scope.payload.id), eq(event.source, "/shop")),
      lookBack: "10m",
      payload: shape<{ order: string; amount: number }>(),
      timeout: "7d",
      onTimeout: (path) => path.fail({ message: "unpaid" }),
    })
    .approval("ok", ({ steps }) => ({ title: t`Refund ${steps.paid.data.amount}?`, approvers: ["role:finance"] }), {
      rejected: (path) => path.end(),
      timeout: "2d",
      onTimeout: (path) => path.end(),
    })
    .callWorkflow("invoice", ({ payload }) => ({ workflow: other, data: { order: payload.id } }))
    .emitEvent("tell", ({ steps }) => ({ eventType: "lead.done", data: { by: steps.ok.by } }))
    .signalWorkflow("poke", ({ steps }) => ({ executionId: steps.invoice.executionId, name: "go" }))
    .sleepUntil("2030-01-01T09:00:00", { timeZone: "Europe/Berlin" })
    .end(({ steps }) => ({ by: steps.ok.by }), { id: "result" })
    .build();
  const unknown = problemsOf(built).filter((text) => !text.startsWith("UNKNOWN_NODE_TYPE"));
  expect(unknown).toEqual([]);
  expect(nodeOf(built, "paid")?.data).toEqual({
    eventType: "invoice.paid",
    match: { and: [{ "==": [{ var: "order" }, "{{ payload.id }}"] }, { "==": [{ var: "event.source" }, "/shop"] }] },
    lookBack: "10m",
    timeout: "7d",
  });
  expect(nodeOf(built, "invoice")?.data).toEqual({ workflow: "Invoice", data: { order: "{{ payload.id }}" } });
  expect(edgesOf(built)).toContain("ok:approved>invoice");
  expect(nodeOf(built, "result")?.data).toEqual({ output: { by: "{{ steps.ok.by }}" } });
});

test("a chain never changes: two flows may grow from one", () => {
  const first = lead().step("one", "log", { message: "1" });
  const left = first.step("two", "log", { message: "left" }).sleep("1h").build();
  const right = first.step("two", "log", { message: "right" }).sleep("1h").build();
  expect(edgesOf(left)).toEqual(["start>one", "one>two", "two>sleep"]);
  expect(edgesOf(right)).toEqual(edgesOf(left));
  expect(nodeOf(left, "two")?.data).toEqual({ message: "left" });
  expect(nodeOf(right, "two")?.data).toEqual({ message: "right" });
});

test("a flow that no graph can express is refused at once, with a hint", () => {
  // @ts-expect-error the id is taken
  expect(() => lead().step("start", "log", { message: "x" })).toThrow("two nodes with the id");
  expect(() => lead().parallel([() => lead() as never])).toThrow("give back its chain");
  expect(() =>
    lead().if(
      ({ payload }) => eq(payload["a.b" as "id"], "x"),
      (path) => path,
    ),
  ).toThrow("dots");
  expect(() => lead().step("x", "log", { message: Number.NaN as never })).toThrow("NaN is no JSON");
});

test("ten thousand steps are written and built quickly enough to be tried often", () => {
  let long = flow("Long").step("s0" as string, nodeType("probe"), {});
  for (let index = 1; index < 10_000; index += 1) long = long.step(`s${index}` as string, nodeType("probe"), {});
  const { graph } = long.build();
  expect(graph.edges.at(-1)?.id).toBe("s9998>s9999");
});
