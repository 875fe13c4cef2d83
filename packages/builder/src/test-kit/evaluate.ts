import { runInThisContext } from "node:vm";
import * as builder from "../index.ts";
import type { BuiltWorkflow } from "../index.ts";

/** Runs a printed module (it has no type annotations), and gives the workflow that it exports. */
export function evaluate(code: string): BuiltWorkflow {
  const script = code
    .replace(/^import \{(.*)\} from "@tempograph\/builder";$/m, "const {$1} = builder;")
    .replace(/^export const workflow =/m, "return");
  const module = runInThisContext(`(function (builder) {\n${script}\n})`) as (from: typeof builder) => BuiltWorkflow;
  return module(builder);
}
