import { builtinPack } from "@tempograph/activities";
import { coreNodeTypes, type NodeTypeManifest } from "@tempograph/graph";
import { probeManifest } from "@tempograph/graph/conformance";
import { manifestOf } from "@tempograph/nodes-sdk";
import {
  defineBuiltInNode,
  emitEventSpec,
  respondSpec,
  signalWorkflowSpec,
  stateNodes,
} from "@tempograph/nodes-sdk/built-in";

const notHere = () => Promise.reject(new Error("Only the types are needed."));
const built = [emitEventSpec, respondSpec, signalWorkflowSpec].map((spec) =>
  defineBuiltInNode({ ...(spec as typeof emitEventSpec), execute: notHere }),
);
const nodes = [...builtinPack.nodes, ...stateNodes(notHere), ...built];

/** The catalogue of a stack with the built-in node types alone, and the probe of the scenarios. */
export const catalogue: ReadonlyMap<string, NodeTypeManifest> = new Map(
  [...coreNodeTypes, probeManifest, ...nodes.map((node) => manifestOf(node, builtinPack))].map((type) => [
    type.type,
    type,
  ]),
);
