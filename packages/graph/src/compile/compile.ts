import type { Definition, DefinitionNode } from "../definition/definition.ts";
import { INTERPRETER_VERSION } from "../definition/definition.ts";
import { constructOf } from "../interpret/constructs/index.ts";
import { pathSegment } from "../interpret/step-path.ts";
import { connect } from "./connect.ts";
import { liveRanges } from "./live-ranges.ts";
import type { Program, ProgramNode } from "./program.ts";

/** An interpreter that does not know the definition's version: the execution waits for a worker that does (rule 14). */
export class UnknownInterpreterVersion extends Error {
  constructor(version: number) {
    super(
      `This worker carries out interpreter version ${INTERPRETER_VERSION}; the execution was started with ${version}.`,
    );
    this.name = "UnknownInterpreterVersion";
  }
}

/**
 * Makes a definition ready to run. Costs milliseconds for large graphs: keep the result for as long as the version
 * has executions. The definition has been validated before; an expression that does not compile throws ExpressionError.
 */
export function compile(definition: Definition): Program {
  if (definition.interpreterVersion !== INTERPRETER_VERSION) {
    throw new UnknownInterpreterVersion(definition.interpreterVersion);
  }
  const wiring = connect(definition);
  const constructs = definition.nodes.map(constructOf);
  const compiled = definition.nodes.map((node, index) => constructs[index]!.compile(node));
  const ranges = liveRanges(
    definition.nodes,
    compiled.map((node) => node.references),
  );
  const nodes = definition.nodes.map((node, index): ProgramNode => {
    const { incoming, outgoing } = wiring[index]!;
    return {
      index,
      id: node.id,
      segment: pathSegment(node.id),
      definition: node,
      compiled: compiled[index]!.compiled,
      incoming,
      joinCount: joinCount(node),
      outgoing,
      hasErrorEdge: outgoing.some((edge) => edge.port === "error"),
      reads: ranges.reads[index]!,
      readers: ranges.readers[index]!,
    };
  });
  const roots = rootsOf(nodes);
  return {
    definition,
    nodes,
    nodeById: new Map(nodes.map((node) => [node.id, node])),
    roots,
    deadHeads: nodes.filter((node) => node.incoming === 0 && node.outgoing.length > 0 && !roots.includes(node)),
    hasBurst: nodes.some((node) => node.definition.lane === "burst"),
    receivesSignals: constructs.some((construct) => construct.receivesSignals === true),
  };
}

/** Rule 2: nodes of type `start`; if there are none, all that no edge leads to. An edgeless node beside others is no step. */
function rootsOf(nodes: readonly ProgramNode[]): readonly ProgramNode[] {
  const starts = nodes.filter((node) => node.definition.type === "start" && node.incoming === 0);
  if (starts.length > 0) return starts;
  const roots = nodes.filter((node) => node.incoming === 0);
  const connected = roots.filter((node) => node.outgoing.length > 0);
  return connected.length > 0 ? connected : roots;
}

function joinCount(node: DefinitionNode): number {
  if (node.join === "all") return -1;
  return node.join === "any" ? 1 : node.join.count;
}
