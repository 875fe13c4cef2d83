import {
  casePort,
  compileBlock,
  type Block,
  type CompiledBlock,
  type GraphNode,
  type Json,
  type NodeTypeManifest,
  type PlacedNode,
  type PortPath,
  type Statement,
} from "@tempograph/graph";
import { mainPort, pathOf } from "../language/node-paths.ts";
import type { CaseClause } from "./block-reader.ts";
import { NodeIds, placedIn } from "./name-nodes.ts";
import type { LooseRead, PlacedRead, ReadClause, ReadStatement, ReadText, TextProblem } from "./read-text.ts";

/** The nodes and edges of a text that was read. A problem stands in the place of what no graph can express. */
export function assemble(
  text: ReadText,
  types: ReadonlyMap<string, NodeTypeManifest>,
  startNode: GraphNode,
): CompiledBlock & { readonly problems: readonly TextProblem[] } {
  const placed = placedIn(text.steps);
  const named = placed.flatMap(({ node }) => node.id ?? []);
  const start = text.steps[0]?.kind === "noStart" ? null : startOf(text.steps, startNode);
  const ids = new NodeIds(start === null ? named : [...named, start.node.id]);
  for (const one of placed) one.node = { ...one.node, id: one.node.id ?? ids.next(one.node.type) };
  const assembler = new Assembler(types);
  const steps = start?.isFirst === true ? text.steps.slice(1) : text.steps;
  const first = start?.isFirst === true ? nodeOf((text.steps[0] as PlacedRead).node) : (start?.node ?? null);
  const places = new Map(placed.map((one) => [one.node.id, one]));
  const problems: TextProblem[] = [];
  const refuse = (message: string, hint: string, node?: string) => new Unsayable(message, hint, node);
  try {
    const compiled = compileBlock(assembler.block(steps), first, refuse);
    return { ...compiled, problems: assembler.problems };
  } catch (error) {
    if (!(error instanceof Unsayable)) throw error;
    const { from = 0, to = 0 } = places.get(error.node) ?? {};
    problems.push({ message: `${error.message}.`, hint: `${error.hint}.`, from, to });
    return { nodes: [], edges: [], problems: [...assembler.problems, ...problems] };
  }
}

class Unsayable extends Error {
  readonly hint: string;
  readonly node: string | undefined;

  constructor(message: string, hint: string, node: string | undefined) {
    super(message);
    this.hint = hint;
    this.node = node;
  }
}

/** A text that begins with a start node says which one; any other begins with the usual one. */
function startOf([first]: readonly ReadStatement[], usual: GraphNode) {
  const isFirst = first?.kind === "node" && first.node.type === usual.type && first.clauses.length === 0;
  return { isFirst, node: isFirst ? { ...usual, id: first.node.id ?? usual.id } : usual };
}

function nodeOf({ id, type, data, label, settings, parentId }: PlacedRead["node"]): GraphNode {
  return {
    id: id!,
    type,
    data,
    ...(label !== undefined && { label }),
    ...(parentId !== undefined && { parentId }),
    ...(settings !== undefined && { settings }),
  };
}

class Assembler {
  readonly problems: TextProblem[] = [];
  readonly #types: ReadonlyMap<string, NodeTypeManifest>;

  constructor(types: ReadonlyMap<string, NodeTypeManifest>) {
    this.#types = types;
  }

  block(statements: readonly ReadStatement[]): Block {
    return { statements: statements.flatMap((one) => this.#statement(one)) };
  }

  #statement(one: ReadStatement): readonly Statement[] {
    switch (one.kind) {
      case "node":
        return [this.#placed(one)];
      case "fork":
        return [{ kind: "fork", paths: one.paths.map((path) => this.block(path)) }];
      case "stop":
        return [{ kind: "stop" }];
      case "goOn":
      case "noStart":
        return [];
      case "apart":
        return this.#apart(one);
      case "connect":
        return [{ kind: "looseEdge", source: one.source, target: one.target, port: one.port }];
    }
  }

  #apart({ steps, from, to }: LooseRead): readonly Statement[] {
    return steps.flatMap((one): readonly Statement[] => {
      if (one.kind !== "node" || one.clauses.length > 0 || one.compensation !== undefined) {
        this.problems.push({
          message: "Only single steps stand apart.",
          hint: "Write one step a line below apart, and connect it: connect a to b.",
          from,
          to,
        });
        return [];
      }
      return [
        { kind: "looseNode", node: nodeOf(one.node), ...(one.body !== undefined && { body: this.block(one.body) }) },
      ];
    });
  }

  #placed(one: PlacedRead): PlacedNode {
    const compensation = this.#compensation(one);
    const settings =
      compensation === undefined ? one.node.settings : { ...one.node.settings, compensate: compensation.id };
    const node = nodeOf({ ...one.node, ...(settings !== undefined && { settings }) });
    const main = mainPort(node, this.#types.get(node.type));
    const on = one.clauses.map((clause): PortPath => {
      const port = portOf(node, clause);
      const { asideOf } = pathOf(node, port);
      return { port, path: this.block(clause.path), ...(asideOf !== undefined && { asideOf }) };
    });
    return {
      kind: "node",
      node,
      ports: main === null ? [] : [main],
      on,
      ...(one.body !== undefined && { body: this.block(one.body) }),
      ...(compensation !== undefined && { compensation }),
    };
  }

  #compensation(one: PlacedRead): GraphNode | undefined {
    if (one.compensation === undefined) return undefined;
    const [step, ...others] = one.compensation;
    if (step?.kind === "node" && others.length === 0 && step.clauses.length === 0 && step.body === undefined)
      return nodeOf(step.node);
    this.problems.push({
      message: "A step is compensated by one step.",
      hint: "Write a single step below to compensate.",
      from: one.from,
      to: one.to,
    });
    return undefined;
  }
}

/** The port of a case follows from the whole case, which is complete only now. */
function portOf(node: GraphNode, clause: ReadClause): string {
  const { index } = clause as Partial<CaseClause>;
  if (index === undefined) return clause.port;
  const cases = node.data["cases"] as readonly Json[];
  return casePort(cases[index], index);
}
