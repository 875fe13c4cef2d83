import {
  descriptorOf,
  type GraphNode,
  type NodePaths,
  type NodeTypeManifest,
  type PathOfPort,
} from "@tempograph/graph";
import { casesOf } from "./cases.ts";

/** The port after which the next sentence goes on; null if there is none, as after "fail". */
export function mainPort(node: GraphNode, manifest: NodeTypeManifest | undefined): string | null {
  const descriptor = descriptorOf(node.type);
  if (descriptor?.goesOn !== undefined) return descriptor.goesOn;
  if (casesOf(node)?.some(({ isElse }) => isElse) === true) return null;
  const ports = (descriptor?.manifest ?? manifest)?.ports;
  return ports === undefined || ports.includes("out") ? "out" : null;
}

/** How a node is said, if its ports in use lead somewhere. */
export function nodePaths(node: GraphNode, manifest: NodeTypeManifest | undefined, used: readonly string[]): NodePaths {
  const main = mainPort(node, manifest);
  const cases = (casesOf(node) ?? []).map(({ port }) => port);
  const others = used.filter((port) => port !== main && port !== "error" && !cases.includes(port));
  return {
    main,
    ...(main !== null && { mainPath: { port: main, needed: false } }),
    paths: [...cases.map((port) => ({ port, needed: true })), ...others.map((port) => pathOf(node, port))],
    mayFail: true,
    compensable: true,
    body: "one",
  };
}

/** What follows a `try` waits for `finally` only if the path of the failure goes on as well. */
export function pathOf({ type }: GraphNode, port: string): PathOfPort {
  const descriptor = descriptorOf(type);
  const isAside = descriptor?.container?.catches === true && descriptor.also === port;
  return { port, needed: false, ...(isAside && { asideOf: "catch" }) };
}

/** The words before the paths of ports, for nodes of this type. Other ports are said by their names. */
export function portWords(type: string): ReadonlyMap<string, string> {
  const own = Object.entries(descriptorOf(type)?.portWords ?? {});
  const words = new Map(own);
  if (!own.some(([, text]) => text === FAILURE_WORDS)) words.set("error", FAILURE_WORDS);
  return words;
}

const FAILURE_WORDS = "if it fails";
