import type { Definition, DefinitionNode } from "../definition/definition.ts";
import { INTERPRETER_VERSION } from "../definition/definition.ts";
import { executionLimits } from "../definition/execution-limits.ts";
import { constructOf } from "../interpret/constructs/index.ts";
import { pathSegment } from "../interpret/state/step-path.ts";
import { connect } from "./connect.ts";
import { divide } from "./divide.ts";
import { liveRanges } from "./live-ranges.ts";
import type { Program, ProgramNode, ProgramScope } from "../interpret/state/program.ts";
import { deadHeadsOf, rootsOf } from "./roots.ts";

/** This interpreter does not know the definition's version. The execution waits for a worker that does (rule 14). */
export class UnknownInterpreterVersion extends Error {
  constructor(version: number) {
    super(
      `This worker supports interpreter versions 1 to ${INTERPRETER_VERSION}; the execution was started with ${version}.`,
    );
    this.name = "UnknownInterpreterVersion";
  }
}

type Building<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Compiles a definition into the program that the machine runs. It takes milliseconds for large graphs, so keep the result
 * for as long as the version has executions. The definition must have been validated before; an expression that does not
 * compile throws `ExpressionError`.
 */
export function compile(definition: Definition): Program {
  const { interpreterVersion } = definition;
  if (!(interpreterVersion >= 1 && interpreterVersion <= INTERPRETER_VERSION)) {
    throw new UnknownInterpreterVersion(interpreterVersion);
  }
  const constructs = definition.nodes.map(constructOf);
  const compiled = definition.nodes.map((node, index) => constructs[index]!.compile(node, interpreterVersion));
  const division = divide(definition);
  const wiring = connect(definition, division);
  const scopes = division.scopes.map((_, index): Building<ProgramScope> => ({
    index,
    owner: null,
    nodes: [],
    roots: [],
    deadHeads: [],
  }));
  const nodes = definition.nodes.map((node, index): Building<ProgramNode> => {
    const { scope, local } = division.placeOf[index]!;
    const { incoming, outgoing } = wiring[index]!;
    return {
      index: local,
      id: node.id,
      segment: pathSegment(node.id),
      scope: scopes[scope]!,
      inner: division.inside[index]!.map((inner) => scopes[inner]!),
      definition: node,
      construct: constructs[index]!,
      compiled: compiled[index]!.compiled,
      incoming,
      joinCount: joinCount(node),
      outgoing,
      isRoot: false,
      hasErrorEdge: outgoing.some((edge) => edge.port === "error"),
      compensatedBy: null,
      reads: [],
      readers: 0,
      readsItself: false,
    };
  });
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const compensating = new Set<ProgramNode>();
  for (const node of nodes) {
    node.compensatedBy = nodeById.get(node.definition.compensate ?? "") ?? null;
    if (node.compensatedBy !== null) compensating.add(node.compensatedBy);
  }
  for (const [index, { owner, members }] of division.scopes.entries()) {
    const scope = scopes[index]!;
    scope.owner = owner === null ? null : nodes[owner]!;
    scope.nodes = members.map((member) => nodes[member]!);
    scope.roots = rootsOf(scope, compensating);
    for (const root of scope.roots) (root as Building<ProgramNode>).isRoot = true;
    scope.deadHeads = deadHeadsOf(scope, compensating);
  }
  liveRanges(
    nodes,
    compiled.map((node) => node.references),
    nodeById,
  );
  return {
    definition,
    nodes,
    nodeById,
    scopes,
    limits: { ...executionLimits(interpreterVersion), ...definition.limits },
    hasBurst: nodes.some((node) => node.definition.lane === "burst"),
    receivesSignals: constructs.some((construct) => construct.receivesSignals === true),
  };
}

function joinCount(node: DefinitionNode): number {
  if (node.join === "all") return -1;
  return node.join === "any" ? 1 : node.join.count;
}
