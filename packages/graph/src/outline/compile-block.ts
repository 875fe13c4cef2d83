import type { GraphEdge, GraphNode, Join } from "../definition/graph.ts";
import type { Block, PlacedNode, Statement } from "./statement.ts";

/** A port from which the next node is reached. */
interface Exit {
  readonly source: string;
  readonly port: string;
}

/** Makes the error for a block that no graph can express; `node` is the id of the node that it is about. */
export type RefuseBlock = (message: string, hint: string, node?: string) => Error;

export interface CompiledBlock {
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
}

/**
 * The nodes and edges of a flow, in the order in which they are written. The id of an edge names its ends: `call>notify`,
 * `branch:CEO>gift`.
 */
export function compileBlock(block: Block, start: GraphNode | null, refuse: RefuseBlock): CompiledBlock {
  const compiler: Compiler = { nodes: [], edges: [], edgeIds: new Set(), caught: [], join: undefined, refuse };
  if (start !== null) compiler.nodes.push(start);
  place(compiler, block, undefined, start === null ? null : [{ source: start.id, port: "out" }]);
  checkCaught(compiler);
  return compiler;
}

/** A failure is caught by an edge, so a path for a failure must lead to a node; otherwise it would catch nothing. */
function checkCaught({ edges, caught, refuse }: Compiler): void {
  const drawn = new Set(edges.map(({ source, sourceHandle }) => JSON.stringify([source, sourceHandle])));
  for (const { source, port } of caught) {
    if (drawn.has(JSON.stringify([source, port]))) continue;
    throw refuse(
      `No step follows on "${port}" of ${JSON.stringify(source)}: its failure would not be caught`,
      'Begin that path with a step such as end, or set settings: { onError: "continue" }',
      source,
    );
  }
}

const CATCHING_PORTS: ReadonlySet<string> = new Set(["error", "catch"]);

interface Compiler extends CompiledBlock {
  readonly edgeIds: Set<string>;
  /** Ports of failures that have a path. */
  readonly caught: Exit[];
  /** How the last paths side by side want the next node to join. */
  join: Join | undefined;
  readonly refuse: RefuseBlock;
}

/** The ports that lead to the next node; null at the beginning of a scope, where no edge is needed. */
type Exits = readonly Exit[] | null;

function place(compiler: Compiler, block: Block, parentId: string | undefined, entry: Exits): Exits {
  let exits = entry;
  for (const statement of block.statements) exits = placeOne(compiler, statement, parentId, exits);
  const last = block.statements.at(-1);
  if (last?.kind === "fork" && last.join !== undefined) {
    throw compiler.refuse(
      "Paths side by side say how the step after them joins, and no step follows them",
      "Add the step, or leave out join",
    );
  }
  return exits;
}

function placeOne(compiler: Compiler, statement: Statement, parentId: string | undefined, exits: Exits): Exits {
  switch (statement.kind) {
    case "node":
      return placeNode(compiler, statement, parentId, exits);
    case "fork": {
      const { join } = compiler;
      const ends = statement.paths.map((path) => {
        compiler.join = join;
        return place(compiler, path, parentId, exits);
      });
      compiler.join = statement.join;
      return ends.every((end) => end === null) ? exits : eachOnce(ends.flatMap((end) => end ?? []));
    }
    case "stop":
      return [];
    case "looseNode":
      compiler.nodes.push(inScope(statement.node, parentId));
      if (statement.body !== undefined) place(compiler, statement.body, statement.node.id, null);
      return exits;
    case "looseEdge":
      connect(compiler, statement, statement.target);
      return exits;
  }
}

function placeNode(
  compiler: Compiler,
  { node, ports, on, body, compensation }: PlacedNode,
  parentId: string | undefined,
  exits: Exits,
): Exits {
  if (exits?.length === 0) {
    throw compiler.refuse(
      `Nothing leads to ${JSON.stringify(node.id)}: every path before it has ended`,
      "Remove it, or let one of the paths before it go on",
      node.id,
    );
  }
  const joined = compiler.join === undefined ? node : withJoin(node, compiler.join, compiler.refuse);
  compiler.join = undefined;
  compiler.nodes.push(inScope(joined, parentId));
  for (const exit of exits ?? []) connect(compiler, exit, node.id);
  if (compensation !== undefined) compiler.nodes.push(inScope(compensation, parentId));
  if (body !== undefined) place(compiler, body, node.id, null);
  const paths = new Map(on.map((one) => [one.port, one]));
  const reached = new Map<string, readonly Exit[]>();
  for (const port of new Set([...ports, ...paths.keys()])) {
    const exit = { source: node.id, port };
    const path = paths.get(port);
    if (path !== undefined && CATCHING_PORTS.has(port)) compiler.caught.push(exit);
    reached.set(port, path === undefined ? [exit] : (place(compiler, path.path, parentId, [exit]) ?? []));
  }
  const goesOn = (port: string) => (reached.get(port)?.length ?? 0) > 0;
  const ends = [...reached].flatMap(([port, exits]) => {
    const beside = paths.get(port)?.asideOf;
    return beside === undefined || goesOn(beside) ? exits : [];
  });
  compiler.join = undefined;
  return ends;
}

/** Several empty paths that leave the same port become one edge. */
function eachOnce(exits: readonly Exit[]): readonly Exit[] {
  return [...new Map(exits.map((exit) => [JSON.stringify([exit.source, exit.port]), exit])).values()];
}

function withJoin(node: GraphNode, join: Join, refuse: RefuseBlock): GraphNode {
  if (node.settings?.join !== undefined) {
    throw refuse(
      `Both the paths side by side and the step ${JSON.stringify(node.id)} after them say how to join`,
      "Say it once",
      node.id,
    );
  }
  return { ...node, settings: { join, ...node.settings } };
}

function inScope(node: GraphNode, parentId: string | undefined): GraphNode {
  return parentId === undefined || node.parentId !== undefined ? node : { ...node, parentId };
}

const MAX_ID_LENGTH = 128;

function connect(compiler: Compiler, { source, port }: Exit, target: string): void {
  const isOut = port === "out";
  const name = `${source}${isOut ? "" : `:${port}`}>${target}`;
  let id = name.length > MAX_ID_LENGTH ? `edge${compiler.edges.length}` : name;
  for (let more = 2; compiler.edgeIds.has(id); more += 1) id = `${name.slice(0, MAX_ID_LENGTH - 8)}#${more}`;
  compiler.edgeIds.add(id);
  compiler.edges.push({ id, source, target, ...(isOut ? {} : { sourceHandle: port }) });
}
