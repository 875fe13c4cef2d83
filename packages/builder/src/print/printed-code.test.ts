import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { normalise, type Graph, type Trigger } from "@tempograph/graph";
import { evaluate } from "../test-kit/evaluate.ts";
import { graphOfEverything } from "../test-kit/graph-of-everything.ts";
import { printBuilder } from "./print-builder.ts";

// start ─▶ notify ─▶ wait ─▶ vip ─ yes ─▶ gift ──┐
//                            │ └── no ──────────▶ log ─▶ end
//                            └─ (from an editor: positions, ids of its own)
const FROM_AN_EDITOR: Graph = {
  nodes: [
    { id: "start", type: "start", data: {}, position: { x: 0, y: 0 } } as Graph["nodes"][number],
    { id: "notify", type: "send_notification", data: { toRole: "AE", message: "Hi {{ payload.lead.name }}" } },
    { id: "wait", type: "delay", data: { duration: "1h30m" } },
    {
      id: "vip",
      type: "branch",
      data: {
        cases: [
          { label: "yes", condition: { ">": [{ var: "lead.score" }, 80] } },
          { label: "no", else: true },
        ],
      },
    },
    { id: "gift", type: "http_call", data: { method: "POST", url: "https://shop.example/gifts" } },
    { id: "log", type: "log", data: { message: "done" } },
    { id: "end", type: "end", data: {} },
  ],
  edges: [
    { id: "e1", source: "start", target: "notify" },
    { id: "e2", source: "notify", target: "wait" },
    { id: "e3", source: "wait", target: "vip" },
    { id: "e4", source: "vip", target: "gift", sourceHandle: "yes" },
    { id: "e5", source: "vip", target: "log", sourceHandle: "no" },
    { id: "e6", source: "gift", target: "log" },
    { id: "e7", source: "log", target: "end" },
  ],
};

// a ─▶ c ◀─ b ─▶ d, a ─▶ d: no sequence, no paths that meet
const KNOT: Graph = {
  nodes: [
    { id: "start", type: "start", data: {} },
    ...["a", "b", "c", "d", "e"].map((id) => ({ id, type: "log", data: { message: id } })),
  ],
  edges: ["start>a", "start>b", "a>c", "b>c", "b>d", "a>e", "c>e", "d>e"].map((id) => {
    const [source, target] = id.split(">") as [string, string];
    return { id, source, target };
  }),
};

const triggers: Trigger[] = [
  { eventType: "lead.created", condition: { ">": [{ var: "lead.score" }, 50] } },
  { id: "any", condition: { "==": [{ var: "event.source" }, "/crm"] } },
  { eventType: "lead.*", when: { time: { hours: [{ days: "mon-fri" }] }, history: { noneWithin: "24h" } } },
];

const everything = graphOfEverything();
const cases: [string, Graph, readonly Trigger[]][] = [
  ["from-an-editor", FROM_AN_EDITOR, triggers],
  ["knot", KNOT, []],
  ["everything", everything.graph, everything.triggers],
];

/** The files are compiled with the tests' types: what is printed is typed. `UPDATE_PRINTED=1` writes them anew. */
test.each(cases)("%s is printed as its file says, and comes back", (name, graph, given) => {
  const code = printBuilder(graph, { name, triggers: given });
  const file = join(import.meta.dirname, "../test-kit/generated", `${name}.ts`);
  if (process.env["UPDATE_PRINTED"] === "1") writeFileSync(file, code);
  expect(code).toBe(readFileSync(file, "utf8"));
  const again = evaluate(code);
  expect(normalise(again.graph)).toStrictEqual(normalise(graph));
  expect(again.triggers).toStrictEqual(given);
  expect(again.name).toBe(name);
});
