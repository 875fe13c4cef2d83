import { edges, graph, inside, node, probe, probeManifest } from "@tempograph/graph/conformance";
import {
  compile,
  coreNodeTypes,
  freeze,
  type Graph,
  type GraphNode,
  type JsonObject,
  type Program,
} from "@tempograph/graph";

/** The node types of the graphs: those of the machine, and an activity. */
export const types = new Map([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));

/** A chain of `size` steps. The first one reads the payload, and each other one the step before it. */
export function chain(size: number): Graph {
  const steps = indices(size).map((index) =>
    step(`n${index}`, index === 0 ? "{{ payload.score }}" : `{{ steps.n${index - 1}.v }}`),
  );
  return graph([node("start", "start"), ...steps], edges(["start", ...steps.map(({ id }) => id)].join(" > ")));
}

/** `size` parallel steps between a start and a join. */
export function fanOut(size: number): Graph {
  const steps = indices(size).map((index) => step(`n${index}`, "{{ payload.score + 1 }}"));
  const lines = steps.map(({ id }) => `start > ${id} > join`);
  return graph([node("start", "start"), ...steps, probe("join")], edges(...lines));
}

/** A loop over `payload.items`, 50 at a time, with one step in it. */
export function forEach(): Graph {
  const each = node("each", "for_each", { items: "{{ payload.items }}", concurrency: 50 });
  return graph([node("start", "start"), inside(each, step("call", "{{ item }}"))], edges("start > each"));
}

/** A loop over `payload.outer` that contains a loop over `payload.inner`, with a branch and a try around the step. */
export function nested(): Graph {
  const isEven = { "==": [{ "%": [{ var: "item" }, 2] }, 0] };
  const cases: JsonObject[] = [
    { label: "even", condition: isEven },
    { label: "odd", else: true },
  ];
  const tried = inside(node("tried", "try"), step("call", "{{ item }}"));
  const noted = node("note", "transform", { output: "{{ index }}" });
  const inner = inside(
    node("inner", "for_each", { items: "{{ payload.inner }}", concurrency: 10, result: "{{ index }}" }),
    node("which", "branch", { cases }),
    tried,
    noted,
  );
  const outer = inside(node("outer", "for_each", { items: "{{ payload.outer }}", concurrency: 10 }), inner);
  return graph([node("start", "start"), outer], edges("start > outer", "which:even > tried", "which:odd > note"));
}

/** A graph of `size` nodes: a row of loops, each over the results of the previous one and with a chain of nine steps in it. */
export function loops(size: number): Graph {
  const all = indices(Math.floor(size / 10)).map((loop) => {
    const items = loop === 0 ? "{{ payload.items }}" : `{{ steps.loop${loop - 1}.results }}`;
    const ids = indices(9).map((index) => `n${loop}x${index}`);
    const steps = ids.map((id, index) => step(id, index === 0 ? "{{ item }}" : `{{ steps.${ids[index - 1]}.v }}`));
    return { nodes: inside(node(`loop${loop}`, "for_each", { items }), steps), line: ids.join(" > ") };
  });
  const row = all.map((_, loop) => `loop${loop}`).join(" > ");
  return graph(
    all.map(({ nodes }) => nodes),
    edges(row, ...all.map(({ line }) => line)),
  );
}

export function program(definition: Graph): Program {
  return compile(freeze({ graph: definition, types, workflow: { id: "wf", name: "bench", version: 1 } }));
}

export function indices(size: number): readonly number[] {
  return Array.from({ length: size }, (_, index) => index);
}

function step(id: string, value: string): GraphNode {
  return probe(id, { value, name: "Dear {{ payload.name }}", fixed: { a: 1 } });
}
