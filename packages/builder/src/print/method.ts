import type { NodePaths, PathOfPort } from "@tempograph/graph";
import type { Doc } from "./doc.ts";

/** How a node is written in builder code, by the method for its type. */
export interface Method extends NodePaths {
  readonly name: string;
  /** The id is the first argument; else it is among the options. */
  readonly idFirst: boolean;
  /** Arguments before the paths. */
  readonly before: readonly Doc[];
  /** Options that come of its data. */
  readonly options: readonly (readonly [name: string, value: Doc])[];
  readonly mainPath?: MethodPath;
  /** Ports whose paths are arguments or options of the method, in its order. */
  readonly paths: readonly MethodPath[];
}

export interface MethodPath extends PathOfPort {
  /** `case`: an argument of `.branch` or `.switch`; `argument`: of `.if`; else the name of an option. */
  readonly as: "case" | "argument" | { readonly option: string };
  /** What stands around the path: label and condition of a case. */
  readonly before?: readonly Doc[];
  readonly after?: readonly Doc[];
  readonly caseName?: string;
}

/** A node without anything special, that goes on at `out`. */
export const PLAIN: Omit<Method, "name"> = {
  idFirst: false,
  before: [],
  options: [],
  main: "out",
  paths: [],
  mayFail: false,
  body: "none",
};
