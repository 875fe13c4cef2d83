import type { Json, PortPath } from "@tempograph/graph";
import { accessor } from "../expression/accessor.ts";
import { renderLogic } from "../expression/render-logic.ts";
import type { PathFunction, PathWalker } from "./walk-paths.ts";

/** The cases of a branch or a switch while they are written. Each method gives a longer list. */
export class CaseList {
  readonly #paths: PathWalker;
  readonly cases: readonly { readonly [key: string]: Json }[];
  readonly on: readonly PortPath[];
  readonly #hasElse: boolean;

  constructor(paths: PathWalker, cases: CaseList["cases"] = [], on: readonly PortPath[] = [], hasElse = false) {
    this.#paths = paths;
    this.cases = cases;
    this.on = on;
    this.#hasElse = hasElse;
  }

  /** Without an else case the node ends on `out` when no case holds. */
  get ports(): readonly string[] {
    return [...this.on.map(({ port }) => port), ...(this.#hasElse ? [] : ["out"])];
  }

  when(label: string, condition: (scope: unknown) => unknown, path: PathFunction): CaseList {
    return this.#with({ label, condition: renderLogic(condition(accessor())) }, label, path);
  }

  case(value: Json, path: PathFunction, { label }: { readonly label?: string } = {}): CaseList {
    const port = label ?? (typeof value === "string" ? value : JSON.stringify(value));
    return this.#with({ value, ...(label !== undefined && { label }) }, port, path);
  }

  otherwise(path: PathFunction): CaseList {
    return this.#with({ else: true }, "else", path, true);
  }

  #with(one: { readonly [key: string]: Json }, port: string, path: PathFunction, isElse = false): CaseList {
    const on = [...this.on, { port, path: this.#paths.walk(path).block }];
    return new CaseList(this.#paths, [...this.cases, one], on, this.#hasElse || isElse);
  }
}
