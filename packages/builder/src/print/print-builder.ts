import { blockOfOutline, compileBlock, normalise, outlineGraph, type Graph, type Trigger } from "@tempograph/graph";
import { refuseBlock } from "../flow/builder-error.ts";
import { arrangementOf } from "./arrangement-of.ts";
import { callsOf } from "./code-of-block.ts";
import { call, renderDoc, type Doc } from "./doc.ts";
import { literal, record } from "./literal.ts";
import { methodOf, portsOfMethod } from "./method-of.ts";

export interface PrintOptions {
  /** The workflow's name. Default `workflow`. */
  readonly name?: string;
  readonly triggers?: readonly Trigger[];
}

const IMPORTABLE = ["flow", "logic", "nodeType", "compensate"] as const;

/**
 * Any graph as builder code: a module that exports `workflow`, whose `graph` equals the given one once both are normalised.
 * Where the graph has structure the code has it; other nodes and edges are said one by one.
 *
 *     printBuilder({
 *       nodes: [
 *         { id: "start", type: "start", data: {} },
 *         { id: "wait", type: "delay", data: { duration: "2h" } },
 *       ],
 *       edges: [{ id: "start>wait", source: "start", target: "wait" }],
 *     });
 *     // import { flow } from "@tempograph/builder";
 *     //
 *     // export const workflow = flow("workflow")
 *     //   .sleep("2h", { id: "wait" })
 *     //   .build();
 */
export function printBuilder(graph: Graph, options: PrintOptions = {}): string {
  const { name = "workflow", triggers = [] } = options;
  const whole = normalise(graph);
  const { start, block, looseEdges } = outlineGraph(whole, { pathsOf: methodOf, portsOf: portsOfMethod });
  const compiled = compileBlock(
    {
      statements: [
        ...blockOfOutline(block).statements,
        ...looseEdges.map((edge) => ({ kind: "looseEdge", ...edge }) as const),
      ],
    },
    start,
    refuseBlock,
  );
  const arrangement = arrangementOf(whole, compiled);
  const calls: Doc[] = [
    ...triggers.map(triggerCall),
    ...callsOf(block),
    ...looseEdges.map(({ source, target, port }) =>
      call(".edge", [source, target, ...(port === "out" ? [] : [port])].map(literal)),
    ),
    ...(arrangement === null ? [] : [call(".arrange", [literal(arrangement)])]),
    ".build()",
  ];
  const code = statementsOf(flowCall(name, whole, start), calls)
    .map((doc) => renderDoc(doc))
    .join("\n\n");
  const used = IMPORTABLE.filter((one) => new RegExp(`(?<![.\\w"])${one}\\(`).test(code));
  return `import { ${used.join(", ")} } from "@tempograph/builder";\n\n${code}\n`;
}

/** Longer chains overflow the stack of parsers: a very long flow is said in parts. */
const MOST_CALLS = 500;

function statementsOf(head: Doc, calls: readonly Doc[]): Doc[] {
  const statements: Doc[] = [];
  let from = head;
  let left = calls;
  for (let part = 1; left.length > MOST_CALLS; part += 1) {
    statements.push([`const part${part} = `, { head: from, calls: left.slice(0, MOST_CALLS) }, ";"]);
    from = `part${part}`;
    left = left.slice(MOST_CALLS);
  }
  return [...statements, ["export const workflow = ", { head: from, calls: left }, ";"]];
}

function flowCall(name: string, graph: Graph, start: Graph["nodes"][number] | null): Doc {
  const { nodes: _nodes, edges: _edges, settings, ...extra } = graph;
  const fields: [string, Doc][] = [];
  if (settings !== undefined) fields.push(["settings", literal(settings)]);
  if (start === null) fields.push(["start", "false"]);
  else if (!isPlainStart(start)) fields.push(["start", literal(start)]);
  if (Object.keys(extra).length > 0) fields.push(["extra", literal(extra)]);
  return call("flow", [literal(name), ...(fields.length === 0 ? [] : [record(fields)])]);
}

function isPlainStart(start: Graph["nodes"][number]): boolean {
  return start.id === "start" && Object.keys(start).length === 3 && Object.keys(start.data).length === 0;
}

function triggerCall({ id, eventType, condition, when, ...extra }: Trigger): Doc {
  const options: [string, Doc][] = [];
  if (id !== undefined) options.push(["id", literal(id)]);
  if (when !== undefined) options.push(["when", literal(when)]);
  if (Object.keys(extra).length > 0) options.push(["extra", literal(extra)]);
  const rule: Doc = condition === undefined ? "null" : ["() => logic(", literal(condition), ")"];
  const args: Doc[] = [eventType === undefined ? "null" : literal(eventType)];
  if (condition !== undefined || options.length > 0) args.push(rule);
  return call(".on", options.length === 0 ? args : [...args, record(options)]);
}
