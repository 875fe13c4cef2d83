import { edges, graph, node, probe, probeManifest } from "@tempograph/graph/conformance";
import { compile, coreNodeTypes, freeze, type Graph, type GraphNode, type Program } from "@tempograph/graph";

const types = new Map([...coreNodeTypes, probeManifest].map((type) => [type.type, type]));

/** `size` steps one after the other; each reads the payload, and all but the first the step before it. */
export function chain(size: number): Program {
  const steps = indices(size).map((index) =>
    step(`n${index}`, index === 0 ? "{{ payload.score }}" : `{{ steps.n${index - 1}.v }}`),
  );
  return program(graph([node("start", "start"), ...steps], edges(["start", ...steps.map(({ id }) => id)].join(" > "))));
}

/** `size` steps side by side between a start and a join. */
export function fanOut(size: number): Program {
  const steps = indices(size).map((index) => step(`n${index}`, "{{ payload.score + 1 }}"));
  const lines = steps.map(({ id }) => `start > ${id} > join`);
  return program(graph([node("start", "start"), ...steps, probe("join")], edges(...lines)));
}

function step(id: string, value: string): GraphNode {
  return probe(id, { value, name: "Dear {{ payload.name }}", fixed: { a: 1 } });
}

function program(definition: Graph): Program {
  return compile(freeze({ graph: definition, types, workflow: { id: "wf", name: "bench", version: 1 } }));
}

function indices(size: number): readonly number[] {
  return Array.from({ length: size }, (_, index) => index);
}
