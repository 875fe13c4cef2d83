import type { Doc } from "./doc.ts";

/** How a node is written in builder code, by the method for its type. */
export interface Method {
  readonly name: string;
  /** The id is the first argument; else it is among the options. */
  readonly idFirst: boolean;
  /** Arguments before the paths. */
  readonly before: readonly Doc[];
  /** Options that come of its data. */
  readonly options: readonly (readonly [name: string, value: Doc])[];
  /** The port from which the sequence goes on without a path of its own; null: none does. */
  readonly main: string | null;
  /** How that port can get its own path; absent if the method has no option for it. */
  readonly mainPath?: MethodPath;
  /** Ports whose paths are arguments or options of the method, in its order. */
  readonly paths: readonly MethodPath[];
  readonly mayFail: boolean;
  /** What is in the container: one body, or a path for each root. */
  readonly body: "none" | "one" | "paths";
}

export interface MethodPath {
  readonly port: string;
  /** `case`: an argument of `.branch` or `.switch`; `argument`: of `.if`; else the name of an option. */
  readonly as: "case" | "argument" | { readonly option: string };
  /** What stands around the path: label and condition of a case. */
  readonly before?: readonly Doc[];
  readonly after?: readonly Doc[];
  readonly caseName?: string;
  /** Has to be written even where it leads nowhere. */
  readonly needed: boolean;
  readonly asideOf?: string;
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
